import { type Catalogue, findField } from "../dictionary/catalogue.ts";
import { describeSensitivity } from "../dictionary/identifying-mark.ts";
import type { Alternative, Clause, Condition, ContractRange, RequestedField } from "../schema/types.ts";
import { formatList } from "../text/list.ts";
import { onOneLine } from "../text/quote.ts";
import { treatments } from "../treatment/treatments.ts";

/** What descriptions are made with: the catalogue, and which of its sources a request is about. */
export interface DescriptionContext {
	readonly catalogue: Catalogue;
	readonly source: string;
	/** How a calendar day is written out; without it, as it is recorded. */
	readonly day?: (day: string) => string;
	/** How a field is named; without it, by its id. */
	readonly field?: (id: string) => string;
}

/** One clause of a cohort or of `rows` in plain words, on one line. */
export function describeClause(clause: Clause, context: DescriptionContext): string {
	if ("field" in clause) return describeCondition(clause, context);
	const alternatives = "any" in clause ? clause.any : clause.none;
	const inside = alternatives.map((alternative) => describeAlternative(alternative, context)).join("; or ");
	return `${"any" in clause ? "at least one of" : "not"}: ${inside}`;
}

function describeAlternative(alternative: Alternative, context: DescriptionContext): string {
	if ("field" in alternative) return describeCondition(alternative, context);
	return alternative.all.map((condition) => describeCondition(condition, context)).join(" and, in the same row, ");
}

/** How each comparison reads, in the order in which they are described. A test holds that each is there. */
const comparisons: {
	readonly [K in Exclude<keyof Condition, "field">]-?: (
		value: NonNullable<Condition[K]>,
		meaning: Meaning,
		day: Day,
	) => string;
} = {
	is: (value, meaning) => `is ${meaning(value)}`,
	not: (value, meaning) => `is present and not ${meaning(value)}`,
	in: (values, meaning) => `is ${formatList(values.map(meaning), "or")}`,
	in_value_set: (name) => `is in the value set ${name}`,
	from: (day, _, tell) => `is on or after ${tell(day)}`,
	before: (day, _, tell) => `is before ${tell(day)}`,
	at_least: (value) => `is ${value} or more`,
	at_most: (value) => `is ${value} or less`,
	is_null: (missing) => (missing ? "is missing" : "is present"),
};

type Scalar = NonNullable<Condition["is"]>;
type Meaning = (value: Scalar) => string;
type Day = (day: string) => string;

/** One condition in plain words, with what codes mean where the dictionary says, on one line. */
export function describeCondition(condition: Condition, context: DescriptionContext): string {
	const { catalogue, source, day = (recorded) => recorded, field = (id) => id } = context;
	const values = findField(catalogue, source, condition.field)?.documentation.values ?? [];
	const meaning: Meaning = (value) => {
		const found = values.find((candidate) => candidate.value === String(value))?.meaning;
		return found === undefined ? String(value) : `${value} (${found})`;
	};
	const parts = Object.entries(comparisons).flatMap(([key, words]) => {
		const value = condition[key as keyof typeof comparisons];
		// Each entry of the table takes exactly the value of its own key.
		return value === undefined
			? []
			: [(words as (value: unknown, meaning: Meaning, day: Day) => string)(value, meaning, day)];
	});
	return onOneLine(`${field(condition.field)} ${parts.join(" and ")}`);
}

/** One field asked for: which, with its unit where the dictionary has one, what is done to it, how sensitive it is and whether it is marked. */
export function describeField(
	{ field, treatment }: Pick<RequestedField, "field" | "treatment">,
	context: DescriptionContext,
): string {
	const { unit, ...said } = findField(context.catalogue, context.source, field)?.documentation ?? {};
	const what = `${field}${unit === undefined ? "" : ` (${unit})`}`;
	return onOneLine(`${what}: ${treatments[treatment].label}; ${describeSensitivity(said)}`);
}

/** One range of the contract in plain words. */
export function describeContractRange(
	{ field, at_least, at_most, where = [] }: ContractRange,
	context: DescriptionContext,
): string {
	const bounds = describeCondition(
		{ field, ...(at_least === undefined ? {} : { at_least }), ...(at_most === undefined ? {} : { at_most }) },
		context,
	);
	if (where.length === 0) return bounds;
	return `${bounds}, where ${where.map((condition) => describeCondition(condition, context)).join(" and ")}`;
}
