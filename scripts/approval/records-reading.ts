import { commitTree } from "../git/commit-tree.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { Repository } from "../git/repository.ts";
import { requestAuthors } from "../governance/authors.ts";
import type { DictionaryHistory } from "../governance/data/history.ts";
import { readDictionaryHistory } from "../governance/data/read-history.ts";
import { type GovernanceState, governanceHistory, type KnownStates } from "../governance/governance.ts";
import { type RecordsRead, readRecords } from "../records/records.ts";
import { checkSignature } from "../signature/ssh.ts";

/**
 * How the records of commits are read for a judgement. One that judges a single commit reads what it needs; an audit
 * reads a whole history once and answers from that. Both give the same answers.
 */
export interface RecordsReading {
	readonly repo: Repository;
	readonly check: typeof checkSignature;
	/** The governance in force at a commit; undefined if there was none. */
	governanceAt(commit: string): Promise<GovernanceState | undefined>;
	/** What decisions about data are replayed from, up to a commit, as far as some pages are concerned. */
	dictionaryHistory(commit: string, pages: readonly string[]): Promise<DictionaryHistory>;
	/** The files of a commit that one project's case rests on. */
	tree(commit: string, project: string): FileTree;
	/** A commit's records; of the requests one project's. */
	read(commit: string, project: string): Promise<RecordsRead>;
	/** The git names of all who wrote a version of a project's request, up to a commit. */
	authors(commit: string, project: string): Promise<readonly string[]>;
}

/**
 * Reads of a repository what a judgement needs, when it needs it.
 *
 * @param known the states of its governance as far as they have been worked out; this reading adds to them
 */
export function recordsReading(repo: Repository, known: KnownStates = new Map()): RecordsReading {
	return {
		repo,
		check: checkSignature,
		governanceAt: async (commit) => (await governanceHistory(repo, commit, checkSignature, known)).at(-1)?.state,
		dictionaryHistory: (commit, pages) => readDictionaryHistory(repo, commit, pages, checkSignature, known),
		tree: (commit) => commitTree(repo, commit),
		read: (commit, project) => readRecords(commitTree(repo, commit), project),
		authors: (commit, project) => requestAuthors(repo, commit, project),
	};
}
