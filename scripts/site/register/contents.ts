import { requestPath } from "../../records/paths.ts";
import { amendmentAddress, auditAddress, deliveryAddress } from "../page/address.ts";
import type { Chart } from "../page/chart.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import { linkTarget, proseHtml } from "../page/prose.ts";
import type { SiteReading } from "../reading/reading.ts";
import { audienceView } from "./audience-view.ts";
import { type SiteCase, siteCases } from "./cases.ts";
import { deliveriesOverTime } from "./charts.ts";
import { describeIssue } from "./finding.ts";
import { type DeliveryFacts, type ProjectFacts, projectFacts } from "./project-facts.ts";
import { type ProjectInsight, projectInsight } from "./project-insight.ts";
import { type TimelineEntry, timeline } from "./timeline.ts";

/** What the register of requests shows. */
export interface RegisterContents {
	readonly count: number;
	/** Deliveries over time; absent while there are none. */
	readonly chart?: Chart;
	/** The newest request first. */
	readonly pages: readonly ListPage<RegisterEntry>[];
	readonly projects: readonly ProjectPage[];
}

/** A project in the list. */
export type RegisterEntry = Pick<
	ProjectFacts,
	"title" | "address" | "state" | "requested" | "delivered" | "keptUntil"
> & {
	readonly organisation: string;
	readonly purposes: string;
};

/** One project's page. */
export interface ProjectPage extends Omit<ProjectFacts, "deliveries"> {
	readonly summaryHtml: string;
	readonly benefitHtml: string;
	readonly destructionHtml: string;
	readonly timeline: readonly TimelineEntry[];
	/** Each with the address of its audit page, for people of the hospital. */
	readonly deliveries: readonly (DeliveryFacts & { readonly audit?: string })[];
	/** For people of the hospital only. */
	readonly insight?: ProjectInsight;
	/** Address of its audit page, for people of the hospital. */
	readonly audit?: string;
	/** Address at which its request is amended, for people of the hospital. */
	readonly amendment?: string;
}

const pageSize = 100;

/** See {@link RegisterContents}. */
export async function registerContents(reading: SiteReading): Promise<RegisterContents> {
	const { cases, context } = await siteCases(reading);
	const view = audienceView(reading);
	const recordedIn = (path: string, blob: string) => context.history.added(path, blob)?.commit;
	const { people, catalogue } = reading.records;
	const projects = cases.map((each) => {
		const facts = projectFacts(each, view);
		if (!reading.shows.insight) return page(facts, timeline(each, reading.today));
		return {
			...page(facts, timeline(each, reading.today, { people, catalogue, recordedIn })),
			deliveries: facts.deliveries.map((delivery) => ({
				...delivery,
				audit: deliveryAddress(each.project, delivery.delivery),
			})),
			insight: projectInsight(each, issuesOf(each, reading)),
			audit: auditAddress(each.project),
			amendment: amendmentAddress(each.project),
		};
	});
	const newest = projects.toSorted(
		(one, other) => compare(other.requested ?? "", one.requested ?? "") || compare(one.project, other.project),
	);
	const chart = deliveriesOverTime(cases, reading.today);
	return {
		count: projects.length,
		...(chart === undefined ? {} : { chart }),
		pages: paginate(newest.map(entry), pageSize),
		projects,
	};
}

function page(facts: ProjectFacts, events: readonly TimelineEntry[]): ProjectPage {
	const html = (text: string) =>
		proseHtml(
			text,
			linkTarget(() => undefined),
		);
	return {
		...facts,
		summaryHtml: html(facts.summary),
		benefitHtml: html(facts.benefit),
		destructionHtml: html(facts.retention.destruction),
		timeline: events,
	};
}

function entry({
	title,
	address,
	state,
	requested,
	delivered,
	keptUntil,
	organisation,
	purposes,
}: ProjectPage): RegisterEntry {
	return {
		title,
		address,
		state,
		organisation: organisation.name,
		purposes: purposes.map(({ label }) => label).join("; "),
		...(requested === undefined ? {} : { requested }),
		...(delivered === undefined ? {} : { delivered }),
		...(keptUntil === undefined ? {} : { keptUntil }),
	};
}

function issuesOf({ project }: SiteCase, { requestIssues }: SiteReading): readonly string[] {
	return requestIssues
		.filter(({ file, severity }) => file === requestPath(project) && severity === "error")
		.map(describeIssue);
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}
