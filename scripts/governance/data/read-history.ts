import { historyClock } from "../../git/clock.ts";
import { readBlobs } from "../../git/commit-tree.ts";
import { type LoggedCommit, readLog } from "../../git/log.ts";
import type { Repository } from "../../git/repository.ts";
import { decisionsFolder } from "../../records/decision-paths.ts";
import { sourcesFile } from "../../records/paths.ts";
import { checkSignature } from "../../signature/ssh.ts";
import { governanceHistory, type KnownStates } from "../governance.ts";
import { governancePaths } from "../governed.ts";
import type { DictionaryHistory } from "./history.ts";

/**
 * Reads what decisions about data are replayed from, up to a commit and along first parents.
 *
 * @param pages the paths of the pages whose tables are asked about
 * @param known see `governanceHistory`
 */
export async function readDictionaryHistory(
	repo: Repository,
	commit: string,
	pages: readonly string[],
	check = checkSignature,
	known: KnownStates = new Map(),
): Promise<DictionaryHistory> {
	const [log, governances] = await Promise.all([
		dictionaryLog(repo, commit, pages),
		governanceHistory(repo, commit, check, known),
	]);
	return { log, blobs: await readBlobs(repo, blobsOf(log, pages)), governances, check };
}

/** The commits along first parents, oldest first, that touched the source list, signing acts, governance or some pages. */
export async function dictionaryLog(
	repo: Repository,
	commit: string,
	pages: readonly string[],
): Promise<readonly LoggedCommit[]> {
	const paths = [sourcesFile, decisionsFolder, ...governancePaths, ...pages];
	const [log, clock] = await Promise.all([
		readLog(repo, commit, ["--first-parent", "--reverse", "-m"], paths),
		historyClock(repo, commit),
	]);
	return log.map((entry) => ({ ...entry, seconds: clock.get(entry.commit) ?? entry.seconds }));
}

/** The object names of the contents that a replay looks at. */
export function blobsOf(log: readonly LoggedCommit[], pages: readonly string[]): ReadonlySet<string> {
	const wanted = new Set(pages);
	const isRead = (path: string) => path === sourcesFile || path.startsWith(decisionsFolder) || wanted.has(path);
	return new Set(
		log.flatMap(({ changes }) =>
			changes.filter(({ path, status }) => status !== "D" && isRead(path)).map(({ after }) => after),
		),
	);
}
