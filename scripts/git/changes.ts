import { UserError } from "../issue/user-error.ts";
import { type LoggedChange, readLog } from "./log.ts";
import { isShallow, type Repository, resolveCommit } from "./repository.ts";

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

/** What HEAD has changed since it branched off another version. */
export interface ProposedChange {
	/** The commit at which it branched off; where merges crossed, one of them. */
	readonly from: string;
	readonly head: string;
	/** The version it is compared with, as a commit. */
	readonly base: string;
	/** The paths that differ, in order; where merges crossed, from any of the commits at which it branched off. */
	readonly paths: readonly string[];
}

/**
 * What HEAD has changed since it branched off another version. Uncommitted changes are not looked at.
 *
 * @param base a branch, tag or commit, such as `origin/main`
 * @throws UserError `usage` if there is no such version or it has no history in common, `incomplete` if a part of the
 * history was not fetched
 */
export async function changeSince(repo: Repository, base: string): Promise<ProposedChange> {
	const [version, head] = [await resolveCommit(repo, base), await resolveCommit(repo, "HEAD")];
	if (version === undefined || head === undefined) {
		throw new UserError(
			"usage",
			`${repo.root}: git knows no version ${base} to compare with. Fetch it: git fetch origin`,
		);
	}
	if (await isShallow(repo)) {
		throw new UserError(
			"incomplete",
			`${repo.root}: this clone holds only a part of the history, so what changed since ${base} cannot be told. Run git fetch --unshallow first; in a workflow, check out with fetch-depth: 0.`,
		);
	}
	const common = (await repo.find(["merge-base", "--all", version, head]))?.trim().split("\n") ?? [];
	const [from] = common;
	if (from === undefined) throw new UserError("usage", `${repo.root}: ${base} and HEAD have no history in common.`);
	const paths = new Set<string>();
	for (const commit of common) {
		const listed = await repo.raw(["diff-tree", "-r", "-z", "--name-only", "--no-renames", commit, head]);
		for (const path of listed.split("\0")) if (path !== "") paths.add(path);
	}
	return { from, head, base: version, paths: [...paths].sort() };
}
