import type { Repository } from "./repository.ts";

/** One change of one file in one commit, against one of its parents. */
export interface FileChange {
	readonly commit: string;
	/** The committer's time in seconds since 1970. */
	readonly seconds: number;
	/** A added, M changed, D deleted, T made into another kind of thing. */
	readonly status: string;
	readonly path: string;
	/** Object names before and after; all zeros where there was or is no file. */
	readonly before: string;
	readonly after: string;
}

/** Every change under some folders in the history of a commit, each merge against each parent, oldest first. */
export async function fileChanges(
	repo: Repository,
	head: string,
	folders: readonly string[],
): Promise<readonly FileChange[]> {
	const shape = ["--raw", "-z", "-m", "--no-renames", "--no-abbrev", "--full-history", "--topo-order", "--reverse"];
	const log = await repo.raw(["log", ...shape, "--no-color", "--format=@%H %ct", head, "--", ...folders]);
	const tokens = log.split("\0");
	const changes: FileChange[] = [];
	let commit = "";
	let seconds = 0;
	for (let at = 0; at < tokens.length; at++) {
		const token = (tokens[at] ?? "").trimStart();
		const start = /^@([0-9a-f]+) (\d+)$/.exec(token);
		const change = /^:\d+ \d+ ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(token);
		if (start) {
			commit = start[1] as string;
			seconds = Number(start[2]);
		} else if (change) {
			// What follows is always the path, whatever it looks like.
			const path = tokens[++at] ?? "";
			const [, before = "", after = "", status = ""] = change;
			changes.push({ commit, seconds, status, path, before, after });
		}
	}
	return changes;
}
