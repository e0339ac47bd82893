import { UserError } from "../issue/user-error.ts";
import { type Repository, resolveCommit } from "./repository.ts";

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

/**
 * The paths that what is committed changes since it left another version: against their merge base, or where merges
 * crossed, against any of their merge bases. Uncommitted changes are not looked at.
 *
 * @param base a branch, tag or commit, such as `origin/main`
 * @throws UserError `usage` if there is no such version or it has no history in common, `incomplete` if a part of the
 * history was not fetched
 */
export async function pathsChangedSince(repo: Repository, base: string): Promise<readonly string[]> {
	const [from, head] = [await resolveCommit(repo, base), await resolveCommit(repo, "HEAD")];
	if (from === undefined || head === undefined) {
		throw new UserError(
			"usage",
			`${repo.root}: git knows no version ${base} to compare with. Fetch it: git fetch origin`,
		);
	}
	if ((await repo.raw(["rev-parse", "--is-shallow-repository"])).trim() === "true") {
		throw new UserError(
			"incomplete",
			`${repo.root}: this clone holds only a part of the history, so what changed since ${base} cannot be told. Run git fetch --unshallow first; in a workflow, check out with fetch-depth: 0.`,
		);
	}
	const common = (await repo.holds(["merge-base", from, head]))
		? (await repo.raw(["merge-base", "--all", from, head])).trim().split("\n")
		: [];
	if (common.length === 0) throw new UserError("usage", `${repo.root}: ${base} and HEAD have no history in common.`);
	const paths = new Set<string>();
	for (const commit of common) {
		const listed = await repo.raw(["diff-tree", "-r", "-z", "--name-only", "--no-renames", commit, head]);
		for (const path of listed.split("\0")) if (path !== "") paths.add(path);
	}
	return [...paths].sort();
}
