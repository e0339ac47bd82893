import { isDated, type PlainType } from "../dictionary/column-type.ts";
import type { RootColumn } from "../dictionary/root-column.ts";
import { timeZone } from "../document/day.ts";
import { canonicalSql, dateShiftLabel, hmacSql } from "./hmac.ts";
import type { ToTreat, TreatmentKind } from "./treatment-kind.ts";

/** All dates of a patient moved by the same secret number of days. */
export const dateShift: TreatmentKind = {
	label: "moved by a secret number of days",
	problem: (type) => (isDated(type) ? undefined : `the treatment date-shift needs a date, and this field is ${type}`),
	gives: (type) => type,
	sql: shiftedSql,
	needsPatient: true,
	forIdentifiers: false,
	unchanged: false,
	recognisedBy: "own-year",
	days: "moved",
};

/**
 * SQL of the number of days by which a patient's dates are moved: from -`maxDays` to `maxDays`, but
 * never 0, the same for all dates of the patient within the project.
 */
export function shiftDaysSql(patient: string, type: PlainType, root: RootColumn, maxDays: number): string {
	const digest = hmacSql(dateShiftLabel(root.id), canonicalSql(patient, type, root));
	// 56 bits, so that the number is never negative; the remainder's bias is about 1 in 10^13 at most.
	const draw = `('x' || encode(substr(${digest}, 1, 7), 'hex'))::bit(56)::bigint % ${2 * maxDays}`;
	// OFFSET keeps the planner from writing the draw, and so the digest, into both places.
	return `(SELECT (n - ${maxDays} + CASE WHEN n >= ${maxDays} THEN 1 ELSE 0 END)::integer FROM (SELECT ${draw} AS n OFFSET 0) AS drawn)`;
}

/**
 * What is moved is the day on the hospital's clock; the time of day stays, to the second. Were days
 * added in UTC, a round that is always at nine would be at nine up to a certain day and at ten from
 * then on, and that day is known: the last Sunday of March. (The price: an interval over a change of
 * the clocks, real or moved, can come out an hour longer or shorter.) Dates that stand for "unknown"
 * or "no end", such as 1900-01-01, 2099-12-31 and 9999-12-31, become missing: moved, they would give
 * the patient's shift away.
 */
function shiftedSql({ value, type, shiftDays, today }: ToTreat): string {
	// Scalar subqueries: worked out once in a statement, not for every row.
	const bound = (day: string) => `(SELECT (${day})::${type})`;
	const real = `${value} >= ${bound("date '1901-01-02'")} AND ${value} < ${bound(`${today} + ${plausibleDaysAhead}`)}`;
	const days = `make_interval(days => ${shiftDays})`;
	const moved = {
		date: `${value}::date + ${shiftDays}`,
		"timestamp without time zone": `date_trunc('second', ${value}::timestamp) + ${days}`,
		"timestamp with time zone": `(date_trunc('second', ${value} AT TIME ZONE '${timeZone}') + ${days}) AT TIME ZONE '${timeZone}'`,
	};
	return `CASE WHEN ${real} THEN ${moved[type as keyof typeof moved]} END`;
}

/** Appointments are made, and licences run, ten years ahead; what lies further is a way to say "never". */
const plausibleDaysAhead = 3653;
