import { isKeptForEver } from "../approval/taken-out.ts";
import type { FileChange } from "../git/changes.ts";
import type { Repository } from "../git/repository.ts";
import { listTree } from "../git/tree.ts";
import { error, type Issue } from "../issue/issue.ts";

/**
 * Finds records that were changed or deleted in some commit, even if they were put back later. A record that only got
 * another number, when two people took the same one, is not lost: its bytes still stand in the same folder.
 */
export async function lostRecords(repo: Repository, changes: readonly FileChange[]): Promise<readonly Issue[]> {
	const issues = new Map<string, Issue>();
	for (const { commit, status, path, before } of changes) {
		if (status === "A" || !isKeptForEver(path)) continue;
		const folder = path.slice(0, path.lastIndexOf("/") + 1);
		const standing = await listTree(repo, commit, folder);
		if (standing.some(({ blob }) => blob === before)) continue;
		const what = status === "D" ? "deleted" : "changed";
		const found = error(
			"kept-for-ever",
			[],
			`this record was ${what} in commit ${commit.slice(0, 12)}; its content was ${before.slice(0, 12)}`,
			`Look at it with git show ${before.slice(0, 12)}, and ask who made the commit: git show ${commit.slice(0, 12)}.`,
		);
		issues.set(`${path} ${before}`, { ...found, file: path });
	}
	return [...issues.values()];
}
