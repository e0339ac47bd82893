import { arrivals } from "../git/arrivals.ts";
import { readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import { error, type Issue } from "../issue/issue.ts";
import { governancePath } from "../records/paths.ts";
import { checkSignature } from "../signature/ssh.ts";
import { governanceHistory, type KnownStates } from "./governance.ts";
import { governancePaths, wholeDigest } from "./governed.ts";

/**
 * Finds governance that was in force somewhere in a commit's history and was dropped by a merge that took another side
 * for the main one. Governance follows first parents, and a merge that was made on another branch and then became main
 * has its parents the other way round. Without this check nobody would need a key to undo an approved change, such as a
 * revoked key, or to replace the hospital's first governance by one of their own.
 *
 * @param known see `governanceHistory`
 */
export async function otherGovernance(
	repo: Repository,
	head: string,
	check = checkSignature,
	known: KnownStates = new Map(),
): Promise<readonly Issue[]> {
	const line = await governanceHistory(repo, head, check, known);
	const [begin] = line;
	const onLine = new Set(line.map(({ commit }) => commit));
	const log = await readLog(repo, head, ["--full-history"], governancePaths);
	const elsewhere = log.map(({ commit }) => commit).filter((commit) => !onLine.has(commit));
	if (begin === undefined || elsewhere.length === 0) return [];
	const cameWith = await arrivals(repo, head);
	const issues: Issue[] = [];
	for (const commit of elsewhere) {
		const state = (await governanceHistory(repo, commit, check, known)).at(-1)?.state;
		const join = cameWith.get(commit);
		if (state === undefined || join === undefined || join === commit) continue;
		const after = (await governanceHistory(repo, join, check, known)).at(-1)?.state;
		const same = wholeDigest(state.first) === wholeDigest(begin.state.first);
		if (same && (after?.inForce.version ?? -1) >= state.inForce.version) continue;
		const what = same
			? `version ${state.inForce.version} of the governance was in force in commit ${commit.slice(0, 12)}, and commit ${join.slice(0, 12)} dropped it`
			: `commit ${commit.slice(0, 12)} has a first governance of its own, which commit ${join.slice(0, 12)} took in`;
		const fix = `Find out who made that merge, and whose side is the genuine one: git show ${join.slice(0, 12)}`;
		issues.push({ ...error("other-governance", [], what, fix), file: governancePath("people") });
	}
	return issues;
}
