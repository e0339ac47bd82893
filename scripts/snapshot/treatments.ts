import { quoteIdentifier } from "../database/quote.ts";
import type { Treatment } from "../schema/types.ts";
import { isDated, type PlainType } from "./column-type.ts";
import { canonicalSql, dateShiftLabel, hmacSql } from "./hmac.ts";
import type { RootColumn } from "./root-column.ts";

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

/** What keeps a treatment from a column, in words, if anything does. */
export function treatmentProblem(treatment: Treatment, type: PlainType, aboutPatients: boolean): string | undefined {
	if (treatment === "year" && !isDated(type)) return `the treatment year needs a date, and this field is ${type}`;
	if (treatment !== "date-shift") return undefined;
	if (!isDated(type)) return `the treatment date-shift needs a date, and this field is ${type}`;
	return aboutPatients ? undefined : "the treatment date-shift moves a patient's dates, and this table is about none";
}

/**
 * SQL of a column's treated value, of exactly the type that {@link treatedTypes} gives.
 *
 * @param alias the table's alias
 * @param shiftDays SQL of the patient's shift, where there is a patient
 */
export function treatedSql(column: TreatedColumn, alias: string, shiftDays: string): string {
	const value = `${alias}.${quoteIdentifier(column.name)}`;
	switch (column.treatment) {
		case "keep":
			return `${value}::${column.sourceType}`;
		case "pseudonymise":
			return pseudonymSql(value, column.sourceType, column.root);
		case "year":
			return yearSql(value, column.sourceType);
		case "date-shift":
			return shiftedSql(value, column.sourceType, shiftDays);
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
	const draw = `(('x' || encode(substr(${digest}, 1, 7), 'hex'))::bit(56)::bigint % ${2 * maxDays})`;
	return `(${draw} - ${maxDays} + CASE WHEN ${draw} >= ${maxDays} THEN 1 ELSE 0 END)::integer`;
}

// An infinite date has no year.
function yearSql(value: string, type: PlainType): string {
	const local = type === "timestamp with time zone" ? `(${value} AT TIME ZONE 'Europe/London')` : value;
	return `CASE WHEN isfinite(${value}) THEN extract(year FROM ${local})::integer END`;
}

/**
 * Days are added in UTC, so that two moments of a patient stay exactly as far apart. Dates that
 * stand for "unknown" or "no end", such as 1900-01-01 and 9999-12-31, become missing: moved, they
 * would give the patient's shift away.
 */
function shiftedSql(value: string, type: PlainType, shiftDays: string): string {
	const real = `${value} >= date '1900-01-02' AND ${value} < date '2200-01-01'`;
	const moved =
		type === "date" ? `${value}::date + ${shiftDays}` : `${value}::${type} + make_interval(days => ${shiftDays})`;
	return `CASE WHEN ${real} THEN ${moved} END`;
}
