import { londonDay } from "../../document/day.ts";
import { type LoggedCommit, readLog } from "../../git/log.ts";
import type { Repository } from "../../git/repository.ts";

/** The commit that last changed a file. */
export interface LastChange {
	/** Full object name. */
	readonly commit: string;
	/** The day in Europe/London on which its author made it, as 2026-03-31. */
	readonly day: string;
	readonly author: string;
}

/** A file that a commit touched. */
export interface ChangedFile {
	readonly path: string;
	readonly how: "added" | "changed" | "deleted";
}

/** A commit with what it says. */
export interface Change extends LastChange {
	/** First line of its message. */
	readonly subject: string;
	/** What it touched, against its first parent. */
	readonly files: readonly ChangedFile[];
}

/**
 * The commits on the way to a commit, newest first: those of the first-parent line, each with all that it brought, so
 * that a merged request counts once, when it was merged.
 *
 * @param most how many at most
 */
export async function recentChanges(repo: Repository, commit: string, most: number): Promise<readonly Change[]> {
	return (await readLog(repo, commit, ["--first-parent", "-m", `--max-count=${most}`])).map(toChange);
}

/** For every file of some folders, the commit that last changed it: one reading of the whole history. */
export async function lastChanges(
	repo: Repository,
	commit: string,
	folders: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> {
	const found = new Map<string, LastChange>();
	for (const logged of await readLog(repo, commit, [], folders)) {
		const { files, ...change } = toChange(logged);
		for (const { path } of files) if (!found.has(path)) found.set(path, change);
	}
	return found;
}

function toChange({ commit, authored, author, subject, changes }: LoggedCommit): Change {
	return {
		commit,
		day: londonDay(new Date(authored * 1000)),
		author,
		subject,
		files: changes.map(({ path, status }) => ({ path, how: kinds[status] ?? "changed" })),
	};
}

const kinds: Readonly<Record<string, ChangedFile["how"]>> = { A: "added", D: "deleted" };
