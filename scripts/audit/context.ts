import { createHash } from "node:crypto";
import { fileChanges } from "../git/changes.ts";
import { commitTree } from "../git/commit-tree.ts";
import type { RecordsTree } from "../git/file-tree.ts";
import type { Repository } from "../git/repository.ts";
import type { GovernanceHistory } from "../governance/append-only.ts";
import { type GovernanceState, governanceHistory, type KnownStates, noGovernance } from "../governance/governance.ts";
import { otherGovernance } from "../governance/other-governance.ts";
import type { Issue } from "../issue/issue.ts";
import { dictionaryFolder, governanceFolder, projectFolder, requestPath, requestsFolder } from "../records/paths.ts";
import { type RecordsRead, readRecords } from "../records/records.ts";
import { checkSignature, type Namespace } from "../signature/ssh.ts";
import { authorsAt } from "./authors-at.ts";
import { type RecordedHistory, recordedHistory } from "./history.ts";
import { withRequest } from "./with-request.ts";

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
	/** Every version of the governance along the main line, oldest first. */
	readonly governances: GovernanceHistory;
	/** See `otherGovernance`. */
	otherGovernances(): Promise<readonly Issue[]>;
	/** The files of a commit that one project's case rests on: the dictionary, the governance, and the project's own. */
	tree(commit: string, project: string): RecordsTree;
	/** Reads a commit's records, of the requests one project's; what did not change between commits is read once. */
	read(commit: string, project: string, tree?: RecordsTree): Promise<RecordsRead>;
	/** As `requestAuthors` gives them for a commit on the main line; undefined for any other. */
	authors(commit: string, project: string): readonly string[] | undefined;
	/** Whether a commit comes after another in the history. */
	isAfter(commit: string, before: string): Promise<boolean>;
	/** Signatures checked so far. */
	signatures(): number;
}

/** Reads a commit's history once for a whole audit. Throws UserError `invalid` if there never was any governance. */
export async function auditContext(repo: Repository, head: string): Promise<AuditContext> {
	const checked = new Map<string, Promise<string | undefined>>();
	const check = (bytes: Buffer, signature: Buffer, namespace: Namespace): Promise<string | undefined> => {
		const key = createHash("sha256")
			.update(`${namespace} ${signature.length} `)
			.update(signature)
			.update(bytes)
			.digest("hex");
		const found = checked.get(key) ?? checkSignature(bytes, signature, namespace);
		checked.set(key, found);
		return found;
	};
	const seen: KnownStates = new Map();
	const [states, mainLine, changes] = await Promise.all([
		governanceHistory(repo, head, check, seen),
		repo.raw(["rev-list", "--first-parent", "--reverse", head]),
		fileChanges(repo, head, [requestsFolder, dictionaryFolder]),
	]);
	if (states.length === 0) throw await noGovernance(repo, head);
	const order = mainLine.trim().split("\n");
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
	const history = recordedHistory(changes);
	const known = new Map<string, Buffer>();
	const tree = (commit: string, project: string): RecordsTree =>
		commitTree(repo, commit, { folders: [dictionaryFolder, governanceFolder, projectFolder(project)], known });
	const [common, authors] = await Promise.all([commonChanges(repo, head, position), authorsAt(repo, head, order)]);
	const readings = new Map<string, Promise<RecordsRead>>();
	const read = async (commit: string, project: string, at = tree(commit, project)): Promise<RecordsRead> => {
		const place = position.get(commit);
		// Away from the main line, a commit stands for itself.
		const key = place === undefined ? commit : `${common.findLast((change) => change <= place)}`;
		const found = readings.get(key) ?? readRecords(at, "governance");
		readings.set(key, found);
		return withRequest(await found, project, await at.read(requestPath(project)));
	};
	const isAfter = async (commit: string, before: string): Promise<boolean> => {
		const [one, other] = [position.get(before), position.get(commit)];
		if (one !== undefined && other !== undefined) return one < other;
		return commit !== before && (await repo.holds(["merge-base", "--is-ancestor", before, commit]));
	};
	const otherGovernances = () => otherGovernance(repo, head, check, seen);
	return {
		...{
			repo,
			head,
			history,
			check,
			governanceAt,
			governances: states,
			otherGovernances,
			tree,
			read,
			authors,
			isAfter,
		},
		signatures: () => checked.size,
	};
}

/** The positions on the main line at which the dictionary or the governance changed, rising. */
async function commonChanges(
	repo: Repository,
	head: string,
	position: ReadonlyMap<string, number>,
): Promise<readonly number[]> {
	const log = await repo.raw(["log", "--first-parent", "--format=%H", head, "--", dictionaryFolder, governanceFolder]);
	return log
		.split("\n")
		.flatMap((commit) => position.get(commit) ?? [])
		.reverse();
}
