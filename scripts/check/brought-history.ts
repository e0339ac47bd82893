import type { ProposedChange } from "../git/changes.ts";
import { readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import { gitNames, peopleNamed } from "../governance/authors.ts";
import { governanceHistory, type KnownStates } from "../governance/governance.ts";
import { governancePaths, wholeDigest } from "../governance/governed.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { governancePath, requestAt, requestPath } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import { checkSignature } from "../signature/ssh.ts";
import { formatList } from "../text/list.ts";

/** A commit as people name it. */
const short = (commit: string): string => commit.slice(0, 12);

/**
 * Checks what the commits of a proposal bring into the history for good, which a comparison of files does not show: a
 * history or a governance that began elsewhere, after which nobody could tell who may decide; edits of a request that
 * were undone again; and authors of a request who would have to decide about it.
 *
 * @param records the proposal's own, if they can be read
 */
export async function checkBroughtHistory(
	repo: Repository,
	change: ProposedChange,
	records: Records | undefined,
): Promise<readonly Issue[]> {
	return [
		...(await checkRoots(repo, change)),
		...(await checkFoundedElsewhere(repo, change)),
		...(await checkRequestCommits(repo, change, records)),
	];
}

/** No commit without a parent comes in. */
async function checkRoots(repo: Repository, { base, head }: ProposedChange): Promise<readonly Issue[]> {
	const roots = (await repo.raw(["rev-list", "--max-parents=0", head, `^${base}`])).split("\n").filter(Boolean);
	return roots.map((root) => {
		const message = `commit ${short(root)} begins a history of its own, which this proposal would merge in`;
		return located(
			error("history-brought", [], message, "Make the change anew on a branch of the main line."),
			governancePath("people"),
		);
	});
}

/** No governance comes in whose first version is another than that of the version compared with. */
async function checkFoundedElsewhere(repo: Repository, { base, head }: ProposedChange): Promise<readonly Issue[]> {
	const log = await readLog(repo, head, ["--full-history", "-m", `^${base}`], governancePaths);
	if (log.length === 0) return [];
	const known: KnownStates = new Map();
	const firstAt = async (commit: string) =>
		(await governanceHistory(repo, commit, checkSignature, known)).at(-1)?.state.first;
	const first = await firstAt(base);
	const issues: Issue[] = [];
	for (const commit of new Set(log.map((logged) => logged.commit))) {
		const other = first && (await firstAt(commit));
		if (first === undefined || other === undefined || wholeDigest(other) === wholeDigest(first)) continue;
		const message = `commit ${short(commit)} has a first governance of its own, which this proposal would merge in`;
		const fix = "Nothing would be delivered any more. Make the change anew on a branch of the main line.";
		issues.push(located(error("history-brought", [], message, fix), governancePath("people")));
	}
	return issues;
}

/**
 * Every commit that touches a request belongs to a change of it that shows, and names nobody as its author who has to
 * decide. A data custodian may commit what a requester handed in, and is told that they cannot decide about it then.
 */
async function checkRequestCommits(
	repo: Repository,
	{ base, head, paths }: ProposedChange,
	records: Records | undefined,
): Promise<readonly Issue[]> {
	// With -c a merge counts as a change only of files that differ from all its parents.
	const log = await readLog(repo, head, ["--full-history", "-c", `^${base}`], [`:(glob)${requestPath("*")}`]);
	const issues: Issue[] = [];
	for (const logged of log) {
		for (const { path } of logged.changes) {
			const commit = `commit ${short(logged.commit)}`;
			if (!paths.includes(path)) {
				const message = `${commit} changes this request, and the proposal as a whole leaves it as it was`;
				const fix = "Take that commit and what undoes it out of the branch, such as with git rebase -i.";
				issues.push(located(error("history-brought", [], message, fix), path));
				continue;
			}
			const request = records?.requests.get(requestAt(path) ?? "");
			if (records === undefined || request === undefined) continue;
			const deciding = new Set(records.policy.approvals.map(({ role }) => role));
			const own = [request.requester, request.writtenBy, ...request.team];
			const named = peopleNamed(gitNames(logged), records.people).filter(
				({ id, roles, left }) => left === undefined && !own.includes(id) && roles.some((role) => deciding.has(role)),
			);
			const asAuthor = new Set(peopleNamed([logged.author], records.people).map(({ id }) => id));
			const isCustodian = named.every(({ id, roles }) => asAuthor.has(id) && roles.includes("data-custodian"));
			if (named.length === 0) continue;
			const who = formatList(
				named.map(({ id }) => id),
				"and",
			);
			const message = `${commit} names ${who} as its author, who could not decide about the request then`;
			const fix = isCustodian
				? "Commit what a requester wrote under the requester's name: git commit --author."
				: "Take the name out if it is not theirs, and leave writing to the requester and the data custodian if it is.";
			issues.push(located((isCustodian ? warning : error)("request-author", [], message, fix), path));
		}
	}
	return issues;
}

function located(issue: Issue, file: string): Issue {
	return { ...issue, file, line: 1, column: 1 };
}
