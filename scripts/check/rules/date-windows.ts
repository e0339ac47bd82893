import { type CatalogueSource, findSource, findTable } from "../../dictionary/catalogue.ts";
import { holdsDays } from "../../dictionary/column-type.ts";
import { addDays, daysBetween, isDay } from "../../document/day.ts";
import type { Issue } from "../../issue/issue.ts";
import { termsOf } from "../../records/lookup.ts";
import { filteredSteps } from "../../request/filtered-step.ts";
import type { SharingRequest } from "../../schema/types.ts";
import { counted } from "../../text/count.ts";
import { treatments } from "../../treatment/treatments.ts";
import type { CheckContext } from "../context.ts";
import { type Rule, whenNew } from "../rule.ts";
import { type KnownCondition, knownConditions } from "./conditions.ts";
import { knownFields } from "./fields.ts";

/** A day at which the days that a condition lets through begin or end. */
interface Edge {
	readonly side: "from" | "before";
	readonly day: string;
	readonly of: KnownCondition;
	/** Of the comparison. */
	readonly path: Issue["path"];
}

/**
 * Where dates are moved, conditions leave each date a window of at least twice the largest shift. Conditions go by true
 * dates: of whoever meets `from` and `before` a day apart the moved date tells the shift, and with it every other date.
 * In a window of twice the largest shift a date can have been moved by any number of days.
 *
 * What lies between a `from` and a `before` counts as one window where a row may have to meet both: in conditions on one
 * table, whichever of its dates they are about, and on those that limit its rows. An exclusion turns the two round. Rows
 * do not lie after today. One edge by itself limits the shifts only of dates that were moved beyond it, and is let be.
 */
export const checkDateWindows: Rule = (request, context) => {
	const source = findSource(context.catalogue, request.source);
	if (source === undefined || !request.fields.some(({ treatment }) => treatments[treatment].days === "moved"))
		return [];
	const minDays = 2 * context.policy.dateShift.maxDays;
	const found = new Map<string, Issue>();
	for (const conditions of metTogether(request, source, context)) {
		const edges = conditions.flatMap((condition) => edgesOf(condition, context));
		const ends = edges.filter(({ side }) => side === "before").sort((one, other) => (one.day < other.day ? -1 : 1));
		for (const begin of edges.filter(({ side }) => side === "from")) {
			const end = ends.find(({ day }) => day > begin.day);
			const until = end?.day ?? addDays(context.today, 1);
			const days = daysBetween(begin.day, until);
			if (days <= 0 || days >= minDays) continue;
			const to = end === undefined ? "today" : `before ${until}`;
			const what = `of ${begin.of.field.id} only ${counted(days, "day")} would count (from ${begin.day}, ${to})`;
			const message = `${what}, and date-shift moves dates by up to ${context.policy.dateShift.maxDays} days: the moved dates would tell by how much, and so every other date of the patient`;
			const fix = `Use the treatment year for dates, or widen the window to ${counted(minDays, "day")}.`;
			found.set(JSON.stringify(begin.path), whenNew(context, "date-window", begin.path, message, fix));
		}
	}
	return [...found.values()];
};

/** Conditions on patients' dates, together where one row may have to meet them all. */
function metTogether(
	request: SharingRequest,
	source: CatalogueSource,
	context: CheckContext,
): readonly (readonly KnownCondition[])[] {
	const dated = knownConditions(request, context).filter(
		({ field }) =>
			holdsDays(field.metadata) && findTable(context.catalogue, request.source, field.table)?.class === "patient",
	);
	const choosing = dated.filter(({ part }) => part !== "ranges");
	const ranges = Map.groupBy(
		dated.filter(({ part }) => part === "ranges"),
		({ path }) => path[1],
	);
	const named = new Set([
		...choosing.map(({ field }) => field.table),
		...knownFields(request, context).map(({ table }) => table.id),
	]);
	const byTable = source.tables
		.filter(({ id }) => named.has(id))
		.map((table) => {
			const limiting = filteredSteps(source, table, request).map(({ tableId }) => tableId);
			return choosing.filter(
				({ field, part }) => field.table === table.id || (part === "rows" && limiting.includes(field.table)),
			);
		});
	return [...byTable, ...ranges.values()];
}

/** The edges of the days that a condition lets through; of what is no day, edges a day apart. */
function edgesOf(of: KnownCondition, context: CheckContext): readonly Edge[] {
	const { condition, path } = of;
	const isExcluded = path.slice(2).includes("none");
	const edge = (side: Edge["side"], day: string | undefined, key: string): readonly Edge[] => {
		const turned = side === "from" ? "before" : "from";
		return day === undefined ? [] : [{ side: isExcluded ? turned : side, day, of, path: [...path, key] }];
	};
	const one = (value: unknown, key: string, first: Edge["side"] = "from"): readonly Edge[] => {
		const text = String(value);
		// The last day that has a next one of four digits.
		const day = !isDay(text) ? context.today : text < "9999-12-31" ? text : "9999-12-30";
		const second = first === "from" ? "before" : "from";
		return [...edge(first, day, key), ...edge(second, addDays(day, 1), key)];
	};
	const set = termsOf(context, "value-sets").find(({ id }) => id === condition.in_value_set)?.values;
	return [
		...edge("from", condition.from, "from"),
		...edge("before", condition.before, "before"),
		...(condition.is === undefined ? [] : one(condition.is, "is")),
		...(condition.not === undefined ? [] : one(condition.not, "not", "before")),
		...(condition.in ?? []).flatMap((value) => one(value, "in")),
		...(set ?? []).flatMap((value) => one(value, "in_value_set")),
	];
}
