import { createHash } from "node:crypto";
import { requestPath } from "../approval/authors.ts";
import { type GovernanceState, governanceHistory, type KnownStates } from "../approval/governance.ts";
import { otherGovernance } from "../approval/other-governance.ts";
import { fileChanges } from "../git/changes.ts";
import type { Repository } from "../git/repository.ts";
import { commitTree } from "../git/tree.ts";
import type { Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { type RecordsRead, readRecords } from "../records/records.ts";
import { checkSignature, type Namespace } from "../signature/ssh.ts";
import { type RecordedHistory, recordedHistory } from "./history.ts";

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
	/** See `otherGovernance`. */
	otherGovernances(): Promise<readonly Issue[]>;
	/** Reads a commit's records, of the requests one project's; what did not change between commits is read once. */
	read(commit: string, project: string): Promise<RecordsRead>;
	/** Whether a commit comes after another in the history. */
	isAfter(commit: string, before: string): Promise<boolean>;
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
	const seen: KnownStates = new Map();
	const states = await governanceHistory(repo, head, check, seen);
	if (states.length === 0)
		throw new UserError(
			"invalid",
			`${repo.root}: there never was any governance in this history, so this is no records repository. Name it with --root.`,
		);
	const order = (await repo.raw(["rev-list", "--first-parent", "--reverse", head])).trim().split("\n");
	const position = new Map(order.map((commit, index) => [commit, index]));
	const elsewhere = new Map<string, Promise<GovernanceState | undefined>>();
	const governanceAt = (commit: string): Promise<GovernanceState | undefined> => {
		const at = position.get(commit);
		if (at !== undefined) {
			return Promise.resolve(states.findLast((entry) => (position.get(entry.commit) ?? 0) <= at)?.state);
		}
		const found =
			elsewhere.get(commit) ?? governanceHistory(repo, commit, check, seen).then((own) => own.at(-1)?.state);
		elsewhere.set(commit, found);
		return found;
	};
	const history = recordedHistory(await fileChanges(repo, head, ["requests", "dictionary"]));
	const readings = new Map<string, Promise<RecordsRead>>();
	const read = async (commit: string, project: string): Promise<RecordsRead> => {
		const parts = ["dictionary", "requests/governance", requestPath(project)].map((path) => `${commit}:${path}`);
		// Where a part is missing, the commit stands for itself.
		const key = await repo.raw(["rev-parse", ...parts]).catch(() => commit);
		const found = readings.get(key) ?? readRecords(commitTree(repo, commit), project);
		readings.set(key, found);
		return found;
	};
	const isAfter = async (commit: string, before: string): Promise<boolean> => {
		const [one, other] = [position.get(before), position.get(commit)];
		if (one !== undefined && other !== undefined) return one < other;
		return commit !== before && (await repo.holds(["merge-base", "--is-ancestor", before, commit]));
	};
	const otherGovernances = () => otherGovernance(repo, head, check, seen);
	return { repo, head, history, check, governanceAt, otherGovernances, read, isAfter, signatures: () => known.size };
}
