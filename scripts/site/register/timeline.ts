import type { Catalogue } from "../../dictionary/catalogue.ts";
import { londonDay } from "../../document/day.ts";
import { roleLabels } from "../../governance/role-label.ts";
import { personName } from "../../records/lookup.ts";
import { diffRequests } from "../../request/diff.ts";
import type { DeliveryEvent, PeopleList, SharingRequest } from "../../schema/types.ts";
import { formatList } from "../../text/list.ts";
import type { SiteCase } from "./cases.ts";
import { answerLabels } from "./labels.ts";
import type { ShownDelivery } from "./shown-status.ts";
import type { RequestVersion } from "./versions.ts";

/** One thing that happened to a project, or is to happen. */
export interface TimelineEntry {
	/** Day in Europe/London. */
	readonly day: string;
	readonly says: string;
	/** More about it, a line each. */
	readonly details: readonly string[];
	/** Whether it has yet to come. */
	readonly ahead: boolean;
	/** The commit that recorded it; people of the hospital only. */
	readonly commit?: string;
}

/** What people of the hospital are told beyond the public: names, and each change in full. */
export interface Insight {
	readonly people: PeopleList;
	readonly catalogue: Catalogue;
	/** The first commit in which a file's content stood. */
	readonly recordedIn: (path: string, blob: string) => string | undefined;
}

type Dated = TimelineEntry & { readonly at: string };

/** What happened to a project, the oldest first, from its commits and signed records; and until when the data may be kept. */
export function timeline(
	{ versions, approvals, deliveries }: SiteCase,
	today: string,
	insight?: Insight,
): readonly TimelineEntry[] {
	const name = (id: string) => (insight === undefined ? id : personName(insight.people, id));
	const by = (id: string) => (insight === undefined ? "" : ` by ${name(id)}`);
	const commit = (path: string, blob: string) => {
		const found = insight?.recordedIn(path, blob);
		return found === undefined ? {} : { commit: found };
	};
	const entry = (at: string, says: string, more: Partial<TimelineEntry> = {}): Dated => {
		const day = londonDay(new Date(at));
		return { at, day, says, details: [], ahead: day > today, ...more };
	};
	const asked = versions.map((version, index) => {
		const more = insight === undefined ? {} : { commit: version.commit };
		const authors = insight === undefined || version.authors.length === 0 ? "" : ` by ${formatList(version.authors)}`;
		const before = versions[index - 1];
		if (before === undefined) return entry(version.at, `Requested${authors}`, more);
		return entry(version.at, `Request amended${authors}`, {
			...more,
			details: changesBetween(before, version, insight),
		});
	});
	const decided = approvals.signed.map(({ path, blob, value: approval }) => {
		const { role, approver, decision, reason } = approval;
		const says = `${decisionLabels[decision]} as ${roleLabels[role]}${by(approver)}`;
		const details = insight === undefined || reason === undefined ? [] : [reason];
		return entry(approval.at, says, { details, ...commit(path, blob) });
	});
	const delivered = deliveries.flatMap(({ recorded }) => {
		const { delivery, manifest, events, queries, answers } = recorded;
		const about = (query: number) => queries.find(({ value }) => value.query === query)?.value;
		return [
			...queries.map(({ path, blob, value }) =>
				entry(value.at, `Delivery ${delivery} held: a department is asked about values`, {
					details:
						insight === undefined
							? []
							: [`${value.owner}: ${value.field}, expected ${value.expected}, ${value.rows} rows`],
					...commit(path, blob),
				}),
			),
			...answers.map(({ path, blob, value }) =>
				entry(value.at, `Answered${by(value.by)}. ${answerLabels[value.decision]}`, {
					details: insight === undefined ? [] : [`${about(value.query)?.field ?? ""}: ${value.reason}`],
					...commit(path, blob),
				}),
			),
			...(manifest === undefined
				? []
				: [
						entry(
							manifest.value.at,
							`Delivery ${delivery} made, checked and signed for`,
							commit(manifest.path, manifest.blob),
						),
					]),
			...events.map(({ path, blob, value }) =>
				entry(value.at, `Delivery ${delivery} ${eventLabels[value.event]}`, commit(path, blob)),
			),
		];
	});
	const past = [...asked, ...decided, ...delivered].sort((one, other) =>
		one.at < other.at ? -1 : Number(one.at > other.at),
	);
	return [...past.map(({ at: _, ...rest }) => rest), ...endings(deliveries, today)];
}

const decisionLabels = { approve: "Approved", return: "Sent back", refuse: "Refused" } as const;

/** What each kind of event means for the package. */
const eventLabels = {
	published: "published: its encrypted package lies where the recipient can fetch it",
} as const satisfies Record<DeliveryEvent["event"], string>;

function endings(deliveries: readonly ShownDelivery[], today: string): readonly TimelineEntry[] {
	const byDay = Map.groupBy(
		deliveries.filter(({ keptUntil }) => keptUntil !== undefined),
		({ keptUntil }) => keptUntil as string,
	);
	return [...byDay]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([day, ending]) => {
			const which = `${ending.length === 1 ? "delivery" : "deliveries"} ${formatList(ending.map(({ recorded }) => recorded.delivery))}`;
			const ahead = day >= today;
			return {
				day,
				ahead,
				says: ahead
					? `The copy of ${which} must be destroyed by this day`
					: `The copy of ${which} had to be destroyed by this day`,
				details: ahead ? [] : ["No proof of destruction is recorded here: ask the data custodian for it."],
			};
		});
}

/** What an amendment changed: in full with insight, else only which parts. */
function changesBetween(before: RequestVersion, after: RequestVersion, insight?: Insight): readonly string[] {
	const [one, other] = [before.request, after.request];
	if (one === undefined || other === undefined) return ["One of the two versions could not be read."];
	if (insight !== undefined) return diffRequests(one, other, insight);
	const parts = new Set(
		(Object.keys(partLabels) as (keyof SharingRequest)[])
			.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]))
			.map((key) => partLabels[key]),
	);
	return parts.size === 0 ? [] : [`Changed: ${formatList([...parts])}.`];
}

/** The parts of a request as the public is told of them. */
const partLabels = {
	title: "the title",
	summary: "the summary",
	benefit: "the benefit",
	purposes: "the purposes",
	fields: "the fields",
	cohort: "the patients",
	rows: "the rows",
	unfilteredTables: "the rows",
	ranges: "the ranges agreed",
	source: "the source",
	organisation: "the organisation",
	requester: "the people",
	writtenBy: "the people",
	team: "the people",
	law: "the legal basis",
	agreement: "the agreement",
	acceptedTerms: "the terms accepted",
	retention: "how long the data are kept",
	delivery: "how the data are delivered",
	schemaVersion: "the format of the record",
} as const satisfies Record<keyof SharingRequest, string>;
