import { UserError } from "../issue/user-error.ts";
import { type LoggedChange, readLog } from "./log.ts";
import { type Repository, resolveCommit } from "./repository.ts";

/** One change of one file in one commit, against one of its parents. */
export interface FileChange extends LoggedChange {
	readonly commit: string;
	/** The committer's time in seconds since 1970. */
	readonly seconds: number;
}

/** Every change under some folders in the history of a commit, each merge against each parent, oldest first. */
export async function fileChanges(
	repo: Repository,
	head: string,
	folders: readonly string[],
): Promise<readonly FileChange[]> {
	const log = await readLog(repo, head, ["-m", "--full-history", "--topo-order", "--reverse"], folders);
	return log.flatMap(({ commit, seconds, changes }) => changes.map((change) => ({ commit, seconds, ...change })));
}

/**
 * The paths that HEAD has changed since it branched off another version: compared with their merge base or, where
 * merges crossed, with each of their merge bases. Uncommitted changes are not looked at.
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
