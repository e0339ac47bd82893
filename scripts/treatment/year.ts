import { isDated, type PlainType } from "../dictionary/column-type.ts";
import { timeZone } from "../document/day.ts";
import type { TreatmentKind } from "./treatment-kind.ts";

/** Only the year of a date, as clocks in London had it. */
export const year: TreatmentKind = {
	label: "only the year",
	problem: (type) => (isDated(type) ? undefined : `the treatment year needs a date, and this field is ${type}`),
	gives: () => "integer",
	meaning: "year",
	sql: ({ value, type }) => yearSql(value, type),
	needsPatient: false,
	forIdentifiers: false,
	unchanged: false,
	recognisedBy: "value",
	days: "in-place",
};

// An infinite date has no year.
function yearSql(value: string, type: PlainType): string {
	const local = type === "timestamp with time zone" ? `(${value} AT TIME ZONE '${timeZone}')` : value;
	return `CASE WHEN isfinite(${value}) THEN extract(year FROM ${local})::integer END`;
}
