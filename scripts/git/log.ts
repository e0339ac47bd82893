import type { Repository } from "./repository.ts";

/** What one commit did to one file, against a parent. */
export interface LoggedChange {
	/** A added, M changed, D deleted, T made into another kind of thing. */
	readonly status: string;
	readonly path: string;
	/** Object names before and after; all zeros where there was or is no file. */
	readonly before: string;
	readonly after: string;
}

/** One commit as a log lists it; a merge may be listed once for each parent. */
export interface LoggedCommit {
	/** Full object name. */
	readonly commit: string;
	/** The committer's time in seconds since 1970. */
	readonly seconds: number;
	/** The author's name, and time in seconds since 1970. */
	readonly author: string;
	readonly authored: number;
	/** First line of its message. */
	readonly subject: string;
	/** The values of its `Co-authored-by` trailers. */
	readonly coAuthors: readonly string[];
	readonly changes: readonly LoggedChange[];
}

/** Zero bytes separate all pieces: no name, message or path can hold one. */
const format =
	"%x00commit%x00%H%x00%ct%x00%at%x00%an%x00%s%x00%(trailers:key=Co-authored-by,valueonly,separator=%x0A)%x00";

/**
 * Reads the log of a commit: the one place that knows what git prints. Names are as the commits have them, whatever a
 * mailmap says; renames count as a deletion and an addition.
 *
 * @param options which commits, in which order, and what merges show, such as `--first-parent`, `--reverse`, `-m`
 * @param paths only commits that touch these, and of their changes only these; all without it
 */
export async function readLog(
	repo: Repository,
	head: string,
	options: readonly string[],
	paths: readonly string[] = [],
): Promise<readonly LoggedCommit[]> {
	const shape = ["--raw", "-z", "--no-renames", "--no-abbrev", "--no-color", "--no-mailmap", `--format=${format}`];
	const log = await repo.raw(["log", ...shape, ...options, head, ...(paths.length === 0 ? [] : ["--", ...paths])]);
	const pieces = log.split("\0");
	const commits: (LoggedCommit & { changes: LoggedChange[] })[] = [];
	for (let at = 0; at < pieces.length; at++) {
		const piece = (pieces[at] ?? "").trimStart();
		if (piece === "commit") {
			const [commit = "", seconds, authored, author = "", subject = "", trailers = ""] = pieces.slice(at + 1, at + 7);
			const coAuthors = trailers.split("\n").filter((line) => line.trim() !== "");
			commits.push({
				commit,
				seconds: Number(seconds),
				author,
				authored: Number(authored),
				subject,
				coAuthors,
				changes: [],
			});
			at += 6;
			continue;
		}
		// A merge compared with all its parents has several modes, names and letters; the last name is the merge's own.
		const [, objects = "", letters = ""] = /^:+(?:\d{6} )+((?:[0-9a-f]+ )+)([A-Z]+)\d*$/.exec(piece) ?? [];
		if (letters === "") continue;
		const names = objects.trim().split(" ");
		// What follows is always the path, whatever it looks like.
		const path = pieces[++at] ?? "";
		commits
			.at(-1)
			?.changes.push({ status: letters.charAt(0), path, before: names[0] ?? "", after: names.at(-1) ?? "" });
	}
	return commits;
}
