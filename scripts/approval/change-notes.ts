import { governanceNotes } from "../check/governance-in-force.ts";
import { londonDay } from "../document/day.ts";
import type { ProposedChange } from "../git/changes.ts";
import { listPaths } from "../git/commit-tree.ts";
import { isOwnRepository, isShallow, openRepository, resolveCommit } from "../git/repository.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import { approvalsFolder, dictionaryFolder, governanceFolder, requestsFolder } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import { counted } from "../text/count.ts";
import { formatList } from "../text/list.ts";
import { describeOpenDecisions } from "./describe-decisions.ts";
import { recordsReading } from "./records-reading.ts";
import { decisionsOfAll, type Standing, standings } from "./standings.ts";

/**
 * What `hub check` says of decisions about data beside its problems: which of them are not in force as the records have
 * them, and what a change would do to live projects.
 *
 * @param checked the records as they stand in the folder, if they can be read, and the change that is looked at
 */
export async function changeNotes(
	root: string,
	now: Date,
	{ records, change }: { readonly records?: Records; readonly change?: ProposedChange },
): Promise<readonly string[]> {
	return [
		...(records === undefined ? [] : await decisionNotes(root, records)),
		...(change === undefined ? [] : await liveProjectNotes(root, change, now)),
	];
}

/**
 * What `hub request show` says of a request beside its words: what of the governance and of the decisions about data
 * is not in force as the records in a folder have it.
 */
export async function requestNotes(root: string, project: string, records: Records): Promise<readonly string[]> {
	const requests = new Map([...records.requests].filter(([id]) => id === project));
	return [...(await governanceNotes(root)), ...(await decisionNotes(root, { ...records, requests }))];
}

/**
 * Says of each request which of the decisions about data that it rests on are not in force as the records in a folder
 * have them: requests are checked by what stands there, and delivered by what is in force. Says nothing where no
 * governance is in force yet.
 *
 * @param records as they stand in the folder
 */
async function decisionNotes(root: string, records: Records): Promise<readonly string[]> {
	const repo = openRepository(root);
	const head = (await isOwnRepository(repo)) ? await resolveCommit(repo, "HEAD") : undefined;
	// Of a part of the history nobody can tell what is in force; the check says so of the governance.
	if (head === undefined || (await isShallow(repo))) return [];
	const reading = recordsReading(repo);
	const governance = await reading.governanceAt(head);
	if (governance === undefined) return [];
	const decisions = await decisionsOfAll(reading, head, recordsInForce(records, governance.inForce));
	return [...decisions].sort(byProject).flatMap(([project, own]) => {
		const open = own.filter(({ state }) => state !== "in-force");
		if (open.length === 0) return [];
		return [`${project} rests on decisions about data that are not in force: ${joined(describeOpenDecisions(open))}`];
	});
}

/**
 * Says what a change would do to the projects that are live where it branched off, which are those that somebody has
 * approved: which of them it holds, for what reason, and whose approvals it voids. Says nothing of a change that touches
 * neither dictionary nor governance: it cannot do anything to another project.
 */
async function liveProjectNotes(
	root: string,
	{ from, head, paths }: ProposedChange,
	now: Date,
): Promise<readonly string[]> {
	if (!paths.some((path) => path.startsWith(dictionaryFolder) || path.startsWith(governanceFolder))) return [];
	const repo = openRepository(root);
	const reading = recordsReading(repo);
	const today = londonDay(now);
	const before = await standings(reading, from, today);
	const after = await standings(reading, head, today);
	if (before === undefined || after === undefined) return [];
	const approvals = await listPaths(repo, from, requestsFolder);
	const live = [...before].sort(byProject).flatMap(([project, was]) => {
		const is = after.get(project);
		const isLive = is !== undefined && approvals.some((path) => path.startsWith(approvalsFolder(project)));
		return isLive ? [{ project, was, is }] : [];
	});
	if (live.length === 0) return [];
	const effects = live.flatMap(({ project, was, is }) => effect(project, was, is));
	const left = live.length - effects.length;
	const stay = left === 1 ? "1 live project stays as it is" : `${counted(left, "live project")} stay as they are`;
	return [...effects, `By this change ${left === 0 ? "no live project stays as it is" : stay}.`];
}

function byProject([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
	return one < other ? -1 : 1;
}

/** What a change does to one live project; nothing if it stays as it is. */
function effect(project: string, before: Standing, after: Standing): readonly string[] {
	const known = new Set([...describeOpenDecisions(before.blocking), ...before.broken]);
	const held = [...describeOpenDecisions(after.blocking), ...after.broken].filter((reason) => !known.has(reason));
	const voided = [...after.scopes].filter(([role, digest]) => before.scopes.get(role) !== digest);
	const parts = [
		...(held.length === 0 ? [] : [joined(held)]),
		...(voided.length === 0 ? [] : [`it has to be approved anew as ${formatList(voided.map(([role]) => role))}`]),
	];
	return parts.length === 0 ? [] : [`This change touches ${project}, which is live: ${joined(parts)}`];
}

function joined(parts: readonly string[]): string {
	return parts.join("; ");
}
