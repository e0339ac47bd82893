import { folderTree } from "../git/file-tree.ts";
import { isOwnRepository, isShallow, openRepository, resolveCommit } from "../git/repository.ts";
import { governanceHistory } from "../governance/governance.ts";
import { readGovernance } from "../governance/governance-files.ts";
import { wholeDigest } from "../governance/governed.ts";
import { changedParts, missingRoles } from "../governance/pending-change.ts";
import { isFounded } from "../governance/two-holders.ts";
import { formatList } from "../text/list.ts";

/**
 * Says of the governance that stands in a folder that it is not in force, where it is not, and how it comes into force:
 * requests are checked by it here, but delivered by the version in force. Says nothing where the folder is no
 * repository of its own, or no governance has come into force yet.
 */
export async function governanceNotes(root: string): Promise<readonly string[]> {
	const repo = openRepository(root);
	const head = (await isOwnRepository(repo)) ? await resolveCommit(repo, "HEAD") : undefined;
	const { value: here } = await readGovernance(folderTree(root));
	if (head === undefined || here === undefined) return [];
	if (await isShallow(repo))
		return [
			"This clone holds only a part of the history, so nobody can tell from it whether the governance that stands here is in force: git fetch --unshallow",
		];
	const state = (await governanceHistory(repo, head)).at(-1)?.state;
	if (state === undefined || wholeDigest(here) === wholeDigest(state.inForce)) return [];
	const { inForce, pending } = state;
	const committed = pending !== undefined && wholeDigest(pending.files) === wholeDigest(here);
	const roles = committed ? missingRoles(pending) : inForce.policy.governanceApprovals;
	const what = `A change of ${changedParts(inForce, here)} stands here and is not in force: requests are checked by it here, and delivered by the version in force.`;
	const who = formatList([...roles], "and");
	const how = committed
		? `It lacks the approval of ${who}`
		: `It is not committed as it stands. Commit it; then it needs the approval of ${who}`;
	return [`${what} ${how}, each with: hub approve governance --key FILE`];
}

/** Whether the records of a folder are founded as of a version: see `isFounded`. Not where there are none yet. */
export async function isFoundedAt(root: string, version: string): Promise<boolean> {
	const repo = openRepository(root);
	const commit = (await isOwnRepository(repo)) ? await resolveCommit(repo, version) : undefined;
	const state = commit === undefined ? undefined : (await governanceHistory(repo, commit)).at(-1)?.state;
	return state !== undefined && isFounded(state.inForce);
}
