import { addMonths, daysBetween, londonDay } from "../../document/day.ts";
import { sensitivities } from "../../schema/sensitivities.ts";
import type { Sensitivity } from "../../schema/types.ts";
import { counted } from "../../text/count.ts";
import { treatments } from "../../treatment/treatments.ts";
import { barChart, type Chart, type ChartRow } from "../page/chart.ts";
import type { SiteCase } from "./cases.ts";

type Counted = Pick<SiteCase, "deliveries" | "versions">;

/** The days on which deliveries were published, the earliest first. */
function publishedDays(cases: readonly Pick<SiteCase, "deliveries">[]): readonly string[] {
	return cases
		.flatMap(({ deliveries }) => deliveries.flatMap(({ publishedAt }) => publishedAt ?? []))
		.map((at) => londonDay(new Date(at)))
		.sort();
}

/** How many deliveries were published in each month, quarter or year up to today; undefined while there is none. */
export function deliveriesOverTime(cases: readonly Pick<SiteCase, "deliveries">[], today: string): Chart | undefined {
	const days = publishedDays(cases);
	const first = days[0];
	if (first === undefined) return undefined;
	const last = [days.at(-1) as string, today].sort().at(-1) as string;
	// Half a year at least: one month alone is no picture of time.
	const from = [first.slice(0, 7), addMonths(`${last.slice(0, 7)}-01`, -5).slice(0, 7)].sort()[0] as string;
	const months = monthsUpTo(from, last.slice(0, 7));
	const span = months.length <= 24 ? "month" : months.length <= 72 ? "quarter" : "year";
	const counts = new Map(months.map((month) => [periods[span](month), 0]));
	for (const day of days) {
		const period = periods[span](day.slice(0, 7));
		counts.set(period, (counts.get(period) ?? 0) + 1);
	}
	const rows = [...counts].map(([label, value]) => ({ label, value }));
	return barChart({
		id: "deliveries-over-time",
		title: "Deliveries over time",
		says: `${counted(days.length, "delivery", "deliveries")} published, the first in ${periods.month(first.slice(0, 7))}.`,
		head: [span[0]?.toUpperCase() + span.slice(1), "Deliveries"],
		rows,
		upright: true,
	});
}

const monthNames = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short", year: "numeric" });

const periods: Readonly<Record<"month" | "quarter" | "year", (month: string) => string>> = {
	month: (month) => monthNames.format(new Date(`${month}-01T00:00:00Z`)),
	quarter: (month) => `${month.slice(0, 4)} Q${Math.ceil(Number(month.slice(5)) / 3)}`,
	year: (month) => month.slice(0, 4),
};

function monthsUpTo(first: string, last: string): readonly string[] {
	const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
	return Array.from({ length: number(last) - number(first) + 1 }, (_, at) => {
		const month = number(first) + at;
		return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
	});
}

/** The fields of each sensitivity, as the chart calls them. */
const pluralLabels = {
	"direct-identifier": "Direct identifiers",
	"quasi-identifier": "Quasi-identifiers",
	"special-category": "Special category",
	"free-text": "Free text",
	ordinary: "Ordinary",
} as const satisfies Record<Sensitivity, string>;

/** How many fields of each sensitivity were published, each field once a project; undefined while there is none. */
export function sensitivitiesShared(cases: readonly Pick<SiteCase, "deliveries">[]): Chart | undefined {
	const shared = cases.flatMap(({ deliveries }) => {
		const fields = deliveries
			.filter(({ publishedAt }) => publishedAt !== undefined)
			.flatMap(({ recorded }) => recorded.manifest?.value.fields ?? []);
		return [...new Map(fields.map((field) => [field.field, field])).values()];
	});
	if (shared.length === 0) return undefined;
	const of = (kind: Sensitivity) => shared.filter(({ sensitivity }) => sensitivity === kind);
	const direct = of("direct-identifier");
	const coded = direct.filter(({ treatment }) => treatments[treatment].recognisedBy === undefined).length;
	const told =
		direct.length === 0
			? "None of them is a direct identifier."
			: `Of the direct identifiers ${coded} of ${direct.length} were replaced by a code or left empty.`;
	return barChart({
		id: "sensitivities-shared",
		title: "What was shared, by sensitivity",
		says: `${counted(shared.length, "field")} shared, counting a field once for each project. ${told}`,
		head: ["Sensitivity", "Fields"],
		rows: sensitivities.map((kind) => ({
			label: pluralLabels[kind],
			value: of(kind).length,
		})),
		upright: false,
	});
}

const spans: readonly (readonly [label: string, days: number])[] = [
	["Within a day", 1],
	["Within a week", 7],
	["Within two weeks", 14],
	["Within a month", 31],
	["Within three months", 92],
	["Longer", Number.POSITIVE_INFINITY],
];

/** How long projects waited from their request to the first delivery; undefined while none has been delivered to. */
export function timeToDelivery(cases: readonly Counted[]): Chart | undefined {
	const waits = cases
		.flatMap(({ versions, deliveries }) => {
			const [asked] = versions;
			const first = deliveries.flatMap(({ publishedAt }) => publishedAt ?? []).sort()[0];
			if (asked === undefined || first === undefined) return [];
			return [Math.max(0, daysBetween(londonDay(new Date(asked.at)), londonDay(new Date(first))))];
		})
		.sort((one, other) => one - other);
	if (waits.length === 0) return undefined;
	const rows = spans.map(([label, days], at): ChartRow => {
		const over = spans[at - 1]?.[1] ?? Number.NEGATIVE_INFINITY;
		return { label, value: waits.filter((wait) => wait > over && wait <= days).length };
	});
	const middle = waits[Math.floor((waits.length - 1) / 2)] ?? 0;
	return barChart({
		id: "time-to-delivery",
		title: "Time from request to first delivery",
		says: `${waits.length === 1 ? "The one project that received data" : `Half of the ${counted(waits.length, "project")} that received data`} waited ${middle === 0 ? "less than a day" : `${counted(middle, "day")} or less`}.`,
		head: ["Time", "Projects"],
		rows,
		upright: false,
	});
}
