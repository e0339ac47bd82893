import { createHash } from "node:crypto";
import { type GovernanceState, governanceHistory } from "../approval/governance.ts";
import type { Repository } from "../git/repository.ts";
import { UserError } from "../issue/user-error.ts";
import { checkSignature, type Namespace } from "../signature/ssh.ts";
import { fileChanges, type RecordedHistory, recordedHistory } from "./history.ts";

/** What every part of an audit works with. */
export interface AuditContext {
	readonly repo: Repository;
	/** The commit under audit. */
	readonly head: string;
	readonly history: RecordedHistory;
	/** As `checkSignature`, remembering what it has found. */
	readonly check: typeof checkSignature;
	/** The governance in force at a commit; undefined if there was none. */
	governanceAt(commit: string): Promise<GovernanceState | undefined>;
	/** Signatures checked so far. */
	signatures(): number;
}

/** Reads a commit's history once for a whole audit. Throws UserError `invalid` if there never was any governance. */
export async function auditContext(repo: Repository, head: string): Promise<AuditContext> {
	const known = new Map<string, Promise<string | undefined>>();
	const check = (bytes: Buffer, signature: Buffer, namespace: Namespace): Promise<string | undefined> => {
		const key = createHash("sha256")
			.update(`${namespace} ${signature.length} `)
			.update(signature)
			.update(bytes)
			.digest("hex");
		const found = known.get(key) ?? checkSignature(bytes, signature, namespace);
		known.set(key, found);
		return found;
	};
	const states = await governanceHistory(repo, head, check);
	if (states.length === 0)
		throw new UserError("invalid", "requests/governance: there never was any governance in this history.");
	const order = (await repo.raw(["rev-list", "--first-parent", "--reverse", head])).trim().split("\n");
	const position = new Map(order.map((commit, index) => [commit, index]));
	const elsewhere = new Map<string, Promise<GovernanceState | undefined>>();
	const governanceAt = (commit: string): Promise<GovernanceState | undefined> => {
		const at = position.get(commit);
		if (at !== undefined) {
			return Promise.resolve(states.findLast((entry) => (position.get(entry.commit) ?? 0) <= at)?.state);
		}
		const found = elsewhere.get(commit) ?? governanceHistory(repo, commit, check).then((own) => own.at(-1)?.state);
		elsewhere.set(commit, found);
		return found;
	};
	const history = recordedHistory(await fileChanges(repo, head, ["requests", "dictionary"]));
	return { repo, head, history, check, governanceAt, signatures: () => known.size };
}
