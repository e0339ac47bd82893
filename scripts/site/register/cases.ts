import { decisionActs } from "../../approval/data-decisions.ts";
import { type ProjectApprovals, projectApprovals } from "../../approval/project.ts";
import { type AuditContext, auditContext } from "../../audit/context.ts";
import { type Verification, verifyCommit } from "../../audit/verify.ts";
import { mapConcurrently } from "../../git/map-concurrently.ts";
import { allRequestAuthors } from "../../governance/authors.ts";
import { readActs, type SigningAct } from "../../governance/data/act.ts";
import type { GovernanceState } from "../../governance/governance.ts";
import type { Issue } from "../../issue/issue.ts";
import { UserError } from "../../issue/user-error.ts";
import { retentionMonths } from "../../lifecycle/retention.ts";
import { readAllSigned } from "../../records/deliveries.ts";
import { governanceFolder, isAmongSigned, requestPath, requestsFolder } from "../../records/paths.ts";
import type { SharingRequest } from "../../schema/types.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";
import { type ShownDelivery, shownDelivery } from "./shown-status.ts";
import { type RequestVersion, requestVersions } from "./versions.ts";

/**
 * All that is recorded of one project, for every page about it. It names people: a public page shows only what is
 * chosen from it.
 */
export interface SiteCase {
	readonly project: string;
	readonly request: SharingRequest;
	readonly approvals: ProjectApprovals;
	/** The signing acts about data that it rests on now, or that a delivery of it rested on. */
	readonly acts: readonly SigningAct[];
	/** Every version of the request, the oldest first. */
	readonly versions: readonly RequestVersion[];
	readonly deliveries: readonly ShownDelivery[];
	/** What does not verify about the project's decisions and files, its deliveries apart. */
	readonly findings: readonly Issue[];
}

/** What the pages about projects, agreements and audits are made from. */
export interface SiteCases {
	/** In the order of their ids. */
	readonly cases: readonly SiteCase[];
	readonly context: AuditContext;
	readonly governance: GovernanceState;
	/** Absent if the site is built without verifying. */
	readonly verification?: Verification;
	/** Findings that are about no project. */
	readonly findings: readonly Issue[];
}

const known = new WeakMap<SiteReading, Promise<SiteCases>>();

/**
 * Judges every project of a reading, once for all families of pages: its approvals as they stand, and, unless the site
 * is built without it, all that `hub audit verify` verifies. What does not verify stands in the findings of its
 * project or delivery, so that one bad record takes no other page down.
 */
export function siteCases(reading: SiteReading): Promise<SiteCases> {
	const found = known.get(reading) ?? readCases(reading);
	known.set(reading, found);
	return found;
}

async function readCases(reading: SiteReading): Promise<SiteCases> {
	const { commit, now, today, verify } = reading;
	const { repo, tree, records } = unfiltered(reading);
	const [context, authorship] = await Promise.all([auditContext(repo, commit), allRequestAuthors(repo, commit)]);
	const governance = await context.governanceAt(commit);
	if (governance === undefined) throw new UserError("invalid", `${governanceFolder}: there is no governance in force.`);
	const versions = await requestVersions(context, authorship);
	const { deliveries, strays } = await readAllSigned(await tree.readAll(requestsFolder, isAmongSigned), context.check);
	const verification = verify ? await verifyCommit(context, {}) : undefined;
	const findings = verification?.findings ?? strays;
	const known = new Set(deliveries.map(({ project, delivery }) => `${project}/${delivery}`));
	const byPage = Map.groupBy(findings, ({ file }) => pageOf(file, records.requests, known));
	const byProject = Map.groupBy(deliveries, ({ project }) => project);
	const cases = await mapConcurrently(
		[...records.requests].sort(([a], [b]) => (a < b ? -1 : 1)),
		async ([project, request]) => {
			const path = requestPath(project);
			const own = authorship.filter((each) => each.path === path && each.since !== undefined);
			const judged = {
				...context,
				governanceAt: async () => governance,
				tree: () => tree,
				authors: async () => [...new Set(own.flatMap(({ names }) => names))].sort(),
				read: async () => ({
					records: { ...records, requests: new Map([[project, request]]) },
					issues: [],
					locators: new Map(),
				}),
			};
			const approvals = await projectApprovals(judged, { commit, project, now });
			const requests = versions.get(project) ?? [];
			const recorded = byProject.get(project) ?? [];
			return {
				project,
				request,
				approvals,
				acts: await readActs(
					tree,
					[
						...decisionActs(approvals.status.decisions),
						...recorded.flatMap(({ manifest }) => manifest?.value.decisions ?? []),
					],
					context.check,
				),
				versions: requests,
				deliveries: recorded.map((delivery) =>
					shownDelivery(delivery, {
						today,
						findings: byPage.get(`${project}/${delivery.delivery}`) ?? [],
						verified: verification !== undefined,
						months: retentionMonths(
							request,
							approvals.status.complete,
							requests.find(({ blob }) => blob === delivery.manifest?.value.request.blob)?.request,
						),
					}),
				),
				findings: byPage.get(project) ?? [],
			};
		},
	);
	return {
		cases,
		context,
		governance,
		...(verification === undefined ? {} : { verification }),
		findings: byPage.get("") ?? [],
	};
}

/**
 * The page on which a finding about a file stands: a project's (`project`), a delivery's (`project/0001`), or none
 * (empty).
 */
function pageOf(
	file: string | undefined,
	requests: ReadonlyMap<string, SharingRequest>,
	deliveries: ReadonlySet<string>,
): string {
	const [, project = "", delivery] = /^requests\/([^/]+)\/(?:deliveries\/(\d{4})\/)?/.exec(file ?? "") ?? [];
	if (!requests.has(project)) return "";
	const key = `${project}/${delivery}`;
	return deliveries.has(key) ? key : project;
}
