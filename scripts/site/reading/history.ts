import type { Repository } from "../../git/repository.ts";

/** The commit that last changed a file. */
export interface LastChange {
	/** Full object name. */
	readonly commit: string;
	/** The author's day, as 2026-03-31, in the author's own time zone. */
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
	return readLog(await repo.raw(["log", "--first-parent", "-m", ...shape, `--max-count=${most}`, commit]));
}

/** For every file of some folders, the commit that last changed it: one reading of the whole history. */
export async function lastChanges(
	repo: Repository,
	commit: string,
	folders: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> {
	const found = new Map<string, LastChange>();
	for (const { files, ...change } of readLog(await repo.raw(["log", ...shape, commit, "--", ...folders]))) {
		for (const { path } of files) if (!found.has(path)) found.set(path, change);
	}
	return found;
}

/** Zeros part all pieces: no name, message or path can hold one. */
const shape = ["--name-status", "-z", "--no-renames", "--no-color", "--format=%x00%H%x00%as%x00%an%x00%s%x00"];

/** Reads what git prints: for each commit its name, day, author and subject, then a letter and a path for each file. */
function readLog(log: string): readonly Change[] {
	const changes: (Change & { files: ChangedFile[] })[] = [];
	const pieces = log.split("\0");
	for (let at = 0; at < pieces.length; at++) {
		const piece = (pieces[at] ?? "").trimStart();
		if (/^[0-9a-f]{40,64}$/.test(piece)) {
			const [day = "", author = "", subject = ""] = pieces.slice(at + 1, at + 4);
			changes.push({ commit: piece, day, author, subject, files: [] });
			at += 3;
		} else if (/^[A-Z]$/.test(piece)) {
			changes.at(-1)?.files.push({ how: kinds[piece] ?? "changed", path: pieces[++at] ?? "" });
		}
	}
	return changes;
}

const kinds: Readonly<Record<string, ChangedFile["how"]>> = { A: "added", D: "deleted" };
