import { quoteIdentifier } from "../database/quote.ts";
import type { PlainType } from "../dictionary/column-type.ts";
import type { RootColumn } from "../dictionary/root-column.ts";
import type { Treatment } from "../schema/types.ts";
import { canonicalSql, dateShiftLabel, hmacSql } from "./hmac.ts";

/** A column as its treatment needs to know it. */
export interface TreatedColumn {
	/** Exact name in the source. */
	readonly name: string;
	readonly treatment: Treatment;
	/** The built-in type of the source's values. */
	readonly sourceType: PlainType;
	readonly root: RootColumn;
}

/** The type a column has in the share after its treatment. */
export const treatedTypes = {
	keep: (type) => type,
	pseudonymise: () => "uuid",
	year: () => "integer",
	"date-shift": (type) => type,
	redact: () => "text",
} as const satisfies Record<Treatment, (type: PlainType) => PlainType>;

/**
 * SQL of a column's treated value, of exactly the type that {@link treatedTypes} gives.
 *
 * @param alias the table's alias
 * @param shiftDays SQL of the patient's shift, where there is a patient
 * @param today SQL of the snapshot's day
 */
export function treatedSql(column: TreatedColumn, alias: string, shiftDays: string, today: string): string {
	const value = `${alias}.${quoteIdentifier(column.name)}`;
	switch (column.treatment) {
		case "keep":
			return `${value}::${column.sourceType}`;
		case "pseudonymise":
			return pseudonymSql(value, column.sourceType, column.root);
		case "year":
			return yearSql(value, column.sourceType);
		case "date-shift":
			return shiftedSql(value, column.sourceType, shiftDays, today);
		case "redact":
			return "NULL::text";
	}
}

/** SQL of the pseudonym of an identifier: the first 128 bits of its HMAC as a uuid; missing stays missing. */
export function pseudonymSql(value: string, type: PlainType, root: RootColumn): string {
	const digest = hmacSql(root.id, canonicalSql(value, type, root.type));
	return `encode(substr(${digest}, 1, 16), 'hex')::uuid`;
}

/**
 * SQL of the number of days by which a patient's dates are moved: from -`maxDays` to `maxDays`, but
 * never 0, the same for all dates of the patient within the project.
 */
export function shiftDaysSql(patient: string, type: PlainType, root: RootColumn, maxDays: number): string {
	const digest = hmacSql(dateShiftLabel(root.id), canonicalSql(patient, type, root.type));
	// 56 bits, so that the number is never negative; the remainder's bias is below 1 in 10^13.
	const draw = `('x' || encode(substr(${digest}, 1, 7), 'hex'))::bit(56)::bigint % ${2 * maxDays}`;
	// OFFSET keeps the planner from writing the draw, and so the digest, into both places.
	return `(SELECT (n - ${maxDays} + CASE WHEN n >= ${maxDays} THEN 1 ELSE 0 END)::integer FROM (SELECT ${draw} AS n OFFSET 0) AS drawn)`;
}

// An infinite date has no year.
function yearSql(value: string, type: PlainType): string {
	const local = type === "timestamp with time zone" ? `(${value} AT TIME ZONE 'Europe/London')` : value;
	return `CASE WHEN isfinite(${value}) THEN extract(year FROM ${local})::integer END`;
}

/**
 * What is moved is the day on the hospital's clock; the time of day stays, to the second. Were days
 * added in UTC, a round that is always at nine would be at nine up to a certain day and at ten from
 * then on, and that day is known: the last Sunday of March. (The price: an interval over a change of
 * the clocks, real or moved, can come out an hour longer or shorter.) Dates that stand for "unknown"
 * or "no end", such as 1900-01-01, 2099-12-31 and 9999-12-31, become missing: moved, they would give
 * the patient's shift away.
 */
function shiftedSql(value: string, type: PlainType, shiftDays: string, today: string): string {
	// Scalar subqueries: worked out once a statement, not once a row.
	const bound = (day: string) => `(SELECT (${day})::${type})`;
	const real = `${value} >= ${bound("date '1901-01-02'")} AND ${value} < ${bound(`${today} + ${plausibleDaysAhead}`)}`;
	const days = `make_interval(days => ${shiftDays})`;
	const moved = {
		date: `${value}::date + ${shiftDays}`,
		"timestamp without time zone": `date_trunc('second', ${value}::timestamp) + ${days}`,
		"timestamp with time zone": `(date_trunc('second', ${value} AT TIME ZONE 'Europe/London') + ${days}) AT TIME ZONE 'Europe/London'`,
	};
	return `CASE WHEN ${real} THEN ${moved[type as keyof typeof moved]} END`;
}

/** Appointments are made, and licences run, ten years ahead; what lies further is a way to say "never". */
const plausibleDaysAhead = 3653;
