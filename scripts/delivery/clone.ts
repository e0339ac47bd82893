import { openRepository, resolveCommit } from "../git/repository.ts";
import { UserError } from "../issue/user-error.ts";
import { shellWord } from "../text/shell-word.ts";
import { recordsBranch } from "./authority.ts";

/**
 * Says that a clone's own branch lacks records of the branch that deliveries are recorded on, and the command that
 * brings it up to date. Undefined where it lacks none, has no such branch, or has no files to be out of date.
 */
export async function behindNote(root: string): Promise<string | undefined> {
	const repo = openRepository(root);
	try {
		if ((await repo.raw(["rev-parse", "--is-bare-repository"])).trim() === "true") return undefined;
		const [own, remote] = [recordsBranch.branch, `${recordsBranch.remote}/${recordsBranch.branch}`];
		const tip = await resolveCommit(repo, `refs/remotes/${remote}`);
		const local = await resolveCommit(repo, `refs/heads/${own}`);
		if (tip === undefined || local === undefined) return undefined;
		const isPartOf = (one: string, other: string) => repo.holds(["merge-base", "--is-ancestor", one, other]);
		if (await isPartOf(tip, local)) return undefined;
		const git = `git -C ${shellWord(root)}`;
		const current = (await repo.raw(["rev-parse", "--abbrev-ref", "HEAD"])).trim();
		const count = Number((await repo.raw(["rev-list", "--count", `${local}..${tip}`])).trim());
		const lacks = `The branch ${own} of this clone lacks ${count} ${count === 1 ? "commit" : "commits"} of ${remote}, where deliveries are recorded.`;
		if (!(await isPartOf(local, tip)))
			return current === own
				? `${lacks} It has commits of its own, too. Bring them together: ${git} merge ${remote}`
				: `${lacks} It has commits of its own, too. Bring them together: ${git} switch ${own} && ${git} merge ${remote}`;
		return current === own
			? `${lacks} Bring it up to date: ${git} merge --ff-only ${remote}`
			: `${lacks} Bring it up to date: ${git} fetch ${recordsBranch.remote} ${own}:${own}`;
	} catch (failure) {
		// What went wrong with git has been said by the delivery.
		if (failure instanceof UserError) return undefined;
		throw failure;
	}
}
