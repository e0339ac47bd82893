import { recordsBranch } from "../delivery/authority.ts";
import { isShallow, openRepository, type Repository, refuseInnerFolder, resolveCommit } from "../git/repository.ts";
import { type Issue, warning } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { counted } from "../text/count.ts";

/**
 * Opens the records for an audit and gives the commit it is about: what is committed there, on whatever branch or
 * none. Throws UserError `environment` if it is no repository or nothing is committed, `incomplete` if a part of the
 * history was not fetched.
 */
export async function auditedCommit(root: string): Promise<{ readonly repo: Repository; readonly commit: string }> {
	const repo = openRepository(root);
	await refuseInnerFolder(repo);
	const commit = await resolveCommit(repo, "HEAD");
	if (commit === undefined) throw new UserError("environment", `${root}: nothing is committed here.`);
	if (await isShallow(repo)) {
		throw new UserError(
			"incomplete",
			`${root}: this clone holds only a part of the history. Run git fetch --unshallow first.`,
		);
	}
	return { repo, commit };
}

/** Warns where the remote had more, when last fetched, than the commit under audit. Nothing is fetched for it. */
export async function checkNewest(repo: Repository, commit: string): Promise<readonly Issue[]> {
	const name = `${recordsBranch.remote}/${recordsBranch.branch}`;
	const newest = await resolveCommit(repo, `refs/remotes/${name}`);
	if (newest === undefined) return [];
	const behind = Number(await repo.raw(["rev-list", "--count", `${commit}..${newest}`]));
	if (behind === 0) return [];
	const what = `${counted(behind, "commit")} of ${name} ${behind === 1 ? "is" : "are"} not part of what is verified here`;
	return [warning("newest", [], what, `To verify them too: git merge --ff-only ${name}`)];
}
