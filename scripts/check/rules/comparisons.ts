import type { CatalogueField } from "../../dictionary/catalogue.ts";
import { plainType } from "../../dictionary/column-type.ts";
import type { Issue } from "../../issue/issue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { conditionProblem } from "../../plan/condition.ts";
import { termsOf } from "../../records/lookup.ts";
import type { Condition, Vocabulary } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { CheckContext } from "../context.ts";
import { broken, doubtful, type Rule } from "../rule.ts";
import { type AllowedValues, allowedValues } from "../value.ts";
import { knownConditions } from "./conditions.ts";
import { insteadOfPattern, insteadOfValue, patternStart, setNamed } from "./value-advice.ts";

type Scalar = NonNullable<Condition["is"]>;

/** Comparisons suit the type of the field. */
export const checkOperators: Rule = (request, context) =>
	knownConditions(request, context).flatMap(({ condition, field, path }) => {
		const type = plainType(field.metadata);
		return (["from", "before", "at_least", "at_most"] as const).flatMap((operator) => {
			const bound = condition[operator];
			const problem = bound === undefined ? undefined : conditionProblem(type, { [operator]: bound });
			return problem === undefined
				? []
				: [broken("condition-operator", [...path, operator], `${field.id}: ${problem}`)];
		});
	});

/** Values are such as the field can hold: of its type, and among those it is known to have. */
export const checkValues: Rule = (request, context) => {
	const sets = valueSets(context);
	return knownConditions(request, context).flatMap(({ condition, field, path }) =>
		writtenValues(condition).flatMap(({ value, at }) => checkValue(field, value, [...path, ...at], sets)),
	);
};

function writtenValues({ is, not, in: list }: Condition): readonly { value: Scalar; at: Issue["path"] }[] {
	return [
		...(is === undefined ? [] : [{ value: is, at: ["is"] }]),
		...(not === undefined ? [] : [{ value: not, at: ["not"] }]),
		...(list ?? []).map((value, index) => ({ value, at: ["in", index] })),
	];
}

function checkValue(
	field: CatalogueField,
	value: Scalar,
	path: Issue["path"],
	sets: Vocabulary["terms"],
): readonly Issue[] {
	const type = plainType(field.metadata);
	const problem = conditionProblem(type, { is: value });
	const word = String(value);
	const set = setNamed(word, sets);
	const bySet = set === undefined ? undefined : `A value set is named by in_value_set: ${set}.`;
	if (problem !== undefined) return [broken("condition-value", path, `${field.id}: ${problem}`, bySet)];
	const known = allowedValues(field);
	if (known?.values.includes(word)) return [];
	const report = known?.closed === true ? broken : doubtful;
	const start = type === "text" ? patternStart(word) : undefined;
	if (start !== undefined) {
		const message = `a condition compares whole values and knows no wildcards, so ${field.id} would have to be exactly ${quoted(word)}`;
		return [report("condition-value", path, message, insteadOfPattern(start, { known, valueSets: sets }))];
	}
	if (known === undefined)
		return bySet === undefined
			? []
			: [doubtful("condition-value", path, `${quoted(word)} is the name of a value set`, bySet)];
	const message = known.closed
		? `${field.id} cannot be ${quoted(word)}`
		: `the data dictionary does not list ${quoted(word)} as a value of ${field.id}`;
	return [report("condition-value", path, message, bySet ?? insteadOfValue(word, known))];
}

/** Value sets are known, and their values are such as the field can hold. */
export const checkValueSets: Rule = (request, context) => {
	const terms = valueSets(context);
	return knownConditions(request, context).flatMap(({ condition, field, path }) => {
		const id = condition.in_value_set;
		if (id === undefined) return [];
		const at = [...path, "in_value_set"];
		const values = terms.find((term) => term.id === id)?.values;
		if (values === undefined) {
			const fix = suggestion(
				id,
				terms.map((term) => term.id),
				"Add it to dictionary/vocabulary/value-sets.yml first.",
			);
			return [broken("unknown-value-set", at, `there is no value set ${quoted(id)}`, fix)];
		}
		const problem = conditionProblem(plainType(field.metadata), { in: values });
		if (problem !== undefined) return [broken("condition-value", at, `${field.id}: ${problem}`)];
		const known = allowedValues(field);
		if (known === undefined || holdsSome(values, known)) return [];
		const message = known.closed
			? `${field.id} can have none of the values of ${quoted(id)}`
			: `the data dictionary lists none of the values of ${quoted(id)} as a value of ${field.id}`;
		const fitting = terms.filter((term) => holdsSome(term.values ?? [], known)).map((term) => term.id);
		const fix = fitting.length === 0 ? choices(known.values) : `Value sets with such values: ${fitting.join(", ")}.`;
		return [(known.closed ? broken : doubtful)("condition-value", at, message, fix)];
	});
};

function holdsSome(values: readonly Scalar[], { values: known }: AllowedValues): boolean {
	return values.some((value) => known.includes(String(value)));
}

function valueSets({ vocabularies }: CheckContext): Vocabulary["terms"] {
	return termsOf({ vocabularies }, "value-sets").filter(({ values }) => values !== undefined);
}
