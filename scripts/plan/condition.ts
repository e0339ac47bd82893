import { quoteIdentifier } from "../database/quote.ts";
import type { Settings } from "../database/settings.ts";
import { isDated, isInteger, isNumeric, type PlainType } from "../dictionary/column-type.ts";
import { isDay, timeZone } from "../document/day.ts";
import type { Condition } from "../schema/types.ts";

/** A condition whose field has been found in the dictionary and whose value set has been written out. */
export interface ColumnCondition {
	/** Exact name of the column. */
	readonly column: string;
	readonly type: PlainType;
	/** Whether the column must be cast before it can be compared as text. */
	readonly castToText: boolean;
	readonly tests: Omit<Condition, "field" | "in_value_set">;
}

/**
 * SQL that is true for rows that meet the condition; false or null for others, as when the value
 * is missing. Days compare as Europe/London days: bounds are worked out on the value's side, so
 * that an index on the column serves.
 *
 * @param alias the table's alias in the statement
 */
export function conditionSql(condition: ColumnCondition, alias: string, settings: Settings): string {
	const { tests, type } = condition;
	const column = `${alias}.${quoteIdentifier(condition.column)}`;
	const equals = equality(condition, column, settings);
	const bound = (day: string) => dayStart(`${settings.text(day)}::date`, type);
	const number = (value: number) => numberSql(value, type, settings);
	const parts = [
		tests.is === undefined ? [] : [equals.one(tests.is)],
		tests.not === undefined ? [] : [`NOT (${equals.one(tests.not)})`],
		tests.in === undefined ? [] : [equals.any(tests.in)],
		tests.from === undefined ? [] : [`${column} >= ${bound(tests.from)}`, ...finiteSql(column, type, "above")],
		tests.before === undefined ? [] : [`${column} < ${bound(tests.before)}`, ...finiteSql(column, type, "below")],
		tests.at_least === undefined ? [] : [`${column} >= ${number(tests.at_least)}`, ...finiteSql(column, type, "above")],
		tests.at_most === undefined ? [] : [`${column} <= ${number(tests.at_most)}`, ...finiteSql(column, type, "below")],
		tests.is_null === undefined ? [] : [`${column} IS ${tests.is_null ? "NULL" : "NOT NULL"}`],
	].flat();
	return parts.length === 0 ? "true" : parts.join(" AND ");
}

/** What keeps a condition from being put to a column of this type, in words, if anything does. */
export function conditionProblem(type: PlainType, tests: Omit<Condition, "field">): string | undefined {
	if ((tests.from !== undefined || tests.before !== undefined) && !isDated(type)) {
		return `"from" and "before" need a date, and this field is ${type}`;
	}
	if ((tests.at_least !== undefined || tests.at_most !== undefined) && !isNumeric(type)) {
		return `"at_least" and "at_most" need a number, and this field is ${type}`;
	}
	const values = [tests.is, tests.not, ...(tests.in ?? [])].filter((value) => value !== undefined);
	return values.every((value) => fits(String(value), type)) ? undefined : `a value is not a ${type}`;
}

function fits(value: string, type: PlainType): boolean {
	if (value.includes("\0")) return false;
	if (isNumeric(type)) return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value);
	if (type === "boolean") return value === "true" || value === "false";
	if (isDated(type)) return isDay(value);
	if (type === "uuid") return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
	return true;
}

type Scalar = NonNullable<Condition["is"]>;

function equality({ type, castToText }: ColumnCondition, column: string, settings: Settings) {
	// A moment is compared by its day: nobody knows it to the microsecond.
	const left =
		type === "timestamp with time zone"
			? `(${column} AT TIME ZONE '${timeZone}')::date`
			: type === "timestamp without time zone"
				? `${column}::date`
				: castToText
					? `${column}::text`
					: column;
	const valueType = (texts: readonly string[]): string => {
		if (isDated(type)) return "date";
		if (!isInteger(type)) return type;
		return texts.every((text) => /^[+-]?\d{1,18}$/.test(text)) ? "bigint" : "numeric";
	};
	return {
		one: (value: Scalar) => `${left} = ${settings.text(String(value))}::${valueType([String(value)])}`,
		any: (values: readonly Scalar[]) => {
			const texts = values.map(String);
			return `${left} = ANY (${settings.list(texts)}::${valueType(texts)}[])`;
		},
	};
}

/** SQL of the first moment of a day, as the column's type has it. Midnight in London is never doubled or skipped. */
function dayStart(day: string, type: PlainType): string {
	if (type === "date") return day;
	return type === "timestamp without time zone"
		? `(${day})::timestamp`
		: `((${day})::timestamp AT TIME ZONE '${timeZone}')`;
}

/**
 * SQL of a number, in a type whose comparison with the column can use an index and loses nothing. A real is compared as
 * such: 0.1 is another number there than in double precision.
 */
export function numberSql(number: number, type: PlainType, settings: Settings): string {
	const [text, sql] = [String(number), settings.text(String(number))];
	if (type === "double precision" || (type === "real" && fitsReal(Math.abs(number)))) return `${sql}::${type}`;
	if (type === "real") return `${sql}::double precision`;
	return isInteger(type) && /^-?\d{1,18}$/.test(text) ? `${sql}::bigint` : `${sql}::numeric`;
}

/** Whether a real can hold a number at all; beyond that PostgreSQL refuses to read it as one. */
function fitsReal(size: number): boolean {
	return size === 0 || (size >= 1.2e-38 && size <= 3.4028234e38);
}

/**
 * SQL that is true where the value is not the infinity on this side of a bound, and of numbers not NaN, which PostgreSQL sorts above all others: they
 * stand for "unknown" or "no end", and lie within no bounds. Comparisons rather than functions, since the planner knows
 * how many rows meet them.
 */
function finiteSql(column: string, type: PlainType, side: "above" | "below"): readonly string[] {
	// A numeric can be infinite from PostgreSQL 14 on, where older servers do not know the word.
	if (type === "numeric") return [`${column} - ${column} <> 'NaN'`];
	const isInfinite = isDated(type) || type === "real" || type === "double precision";
	if (!isInfinite) return [];
	return [side === "above" ? `${column} < 'infinity'` : `${column} > '-infinity'`];
}
