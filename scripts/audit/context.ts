import { createHash } from "node:crypto";
import type { RecordsReading } from "../approval/records-reading.ts";
import { fileChanges } from "../git/changes.ts";
import { commitTree, readBlobs } from "../git/commit-tree.ts";
import type { FileTree } from "../git/file-tree.ts";
import { readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import type { GovernanceHistory } from "../governance/append-only.ts";
import { requestAuthors } from "../governance/authors.ts";
import type { DictionaryHistory } from "../governance/data/history.ts";
import { blobsOf, dictionaryLog, readDictionaryHistory } from "../governance/data/read-history.ts";
import { type GovernanceState, governanceHistory, type KnownStates, noGovernance } from "../governance/governance.ts";
import { otherGovernance } from "../governance/other-governance.ts";
import type { Issue } from "../issue/issue.ts";
import {
	dictionaryFolder,
	governanceFolder,
	pagesRoot,
	projectFolder,
	requestPath,
	requestsFolder,
} from "../records/paths.ts";
import { type RecordsRead, readRecords } from "../records/records.ts";
import { checkSignature, type Namespace } from "../signature/ssh.ts";
import { authorsAt } from "./authors-at.ts";
import { type RecordedHistory, recordedHistory } from "./history.ts";
import { withRequest } from "./with-request.ts";

/** What every part of an audit works with: the records of a whole history, read once. */
export interface AuditContext extends RecordsReading {
	/** The commit under audit. */
	readonly head: string;
	readonly history: RecordedHistory;
	/** Every version of the governance along the main line, oldest first. */
	readonly governances: GovernanceHistory;
	/** See `otherGovernance`. */
	otherGovernances(): Promise<readonly Issue[]>;
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
	// Read when the first judgement asks: records whose policy has no signed decisions need none of it.
	let dictionary: ReturnType<typeof dictionaryLog> | undefined;
	const dictionaryHistory = async (commit: string, pages: readonly string[]): Promise<DictionaryHistory> => {
		const at = position.get(commit);
		if (at === undefined) return readDictionaryHistory(repo, commit, pages, check, seen);
		const before = (entry: { readonly commit: string }): boolean => (position.get(entry.commit) ?? 0) <= at;
		dictionary ??= dictionaryLog(repo, head, [pagesRoot]);
		const log = (await dictionary).filter(before);
		const missing = [...blobsOf(log, pages)].filter((blob) => !known.has(blob));
		for (const [blob, bytes] of await readBlobs(repo, missing)) known.set(blob, bytes);
		return { log, blobs: known, governances: states.filter(before), check };
	};
	const tree = keepMostRecent(
		mostTrees,
		(commit: string, project: string): FileTree =>
			commitTree(repo, commit, { folders: [dictionaryFolder, governanceFolder, projectFolder(project)], known }),
	);
	const [common, knownAuthors] = await Promise.all([commonChanges(repo, head, position), authorsAt(repo, head, order)]);
	const readings = new Map<string, Promise<RecordsRead>>();
	const authors = async (commit: string, project: string): Promise<readonly string[]> =>
		knownAuthors(commit, project) ?? requestAuthors(repo, commit, project);
	const read = async (commit: string, project: string): Promise<RecordsRead> => {
		const at = tree(commit, project);
		const index = position.get(commit);
		// A commit that is not on the main line has a reading of its own.
		const key = index === undefined ? commit : `${common.findLast((change) => change <= index)}`;
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
			dictionaryHistory,
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

/** Some more trees than are read at the same time; not many more, since each keeps the list of its files. */
const mostTrees = 32;

/** Makes something for a commit and a project once, and keeps what was made for those that were last asked for. */
function keepMostRecent<T>(
	most: number,
	make: (commit: string, project: string) => T,
): (commit: string, project: string) => T {
	const made = new Map<string, T>();
	return (commit, project) => {
		const key = `${commit} ${project}`;
		const found = made.get(key) ?? make(commit, project);
		made.delete(key);
		made.set(key, found);
		for (const oldest of made.keys()) if (made.size > most) made.delete(oldest);
		return found;
	};
}

/** The positions on the main line at which the dictionary or the governance changed, rising. */
async function commonChanges(
	repo: Repository,
	head: string,
	position: ReadonlyMap<string, number>,
): Promise<readonly number[]> {
	const log = await readLog(repo, head, ["--first-parent", "--reverse"], [dictionaryFolder, governanceFolder]);
	return log.flatMap(({ commit }) => position.get(commit) ?? []);
}
