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
import { allowedValues } from "../value.ts";
import { knownConditions } from "./conditions.ts";

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
export const checkValues: Rule = (request, context) =>
	knownConditions(request, context).flatMap(({ condition, field, path }) =>
		writtenValues(condition).flatMap(({ value, at }) => checkValue(field, value, [...path, ...at])),
	);

function writtenValues({ is, not, in: list }: Condition): readonly { value: Scalar; at: Issue["path"] }[] {
	return [
		...(is === undefined ? [] : [{ value: is, at: ["is"] }]),
		...(not === undefined ? [] : [{ value: not, at: ["not"] }]),
		...(list ?? []).map((value, index) => ({ value, at: ["in", index] })),
	];
}

function checkValue(field: CatalogueField, value: Scalar, path: Issue["path"]): readonly Issue[] {
	const problem = conditionProblem(plainType(field.metadata), { is: value });
	if (problem !== undefined) return [broken("condition-value", path, `${field.id}: ${problem}`)];
	const known = allowedValues(field);
	const word = String(value);
	if (known === undefined || known.values.includes(word)) return [];
	const message = known.closed
		? `${field.id} cannot be ${quoted(word)}`
		: `the data dictionary does not list ${quoted(word)} as a value of ${field.id}`;
	const fix = suggestion(word, known.values, choices(known.values));
	return [(known.closed ? broken : doubtful)("condition-value", path, message, fix)];
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
		return problem === undefined ? [] : [broken("condition-value", at, `${field.id}: ${problem}`)];
	});
};

function valueSets({ vocabularies }: CheckContext): Vocabulary["terms"] {
	return termsOf({ vocabularies }, "value-sets").filter(({ values }) => values !== undefined);
}

/** No condition contradicts itself, which would leave nobody. */
export const checkContradictions: Rule = (request, context) =>
	knownConditions(request, context).flatMap(({ condition, path }) => {
		const { from, before, at_least, at_most, is_null } = condition;
		const found: Issue[] = [];
		if (from !== undefined && before !== undefined && from >= before) {
			const message = `no day is on or after ${from} and before ${before}`;
			found.push(broken("condition-contradiction", [...path, "before"], message, '"before" is exclusive.'));
		}
		if (at_least !== undefined && at_most !== undefined && at_least > at_most) {
			found.push(broken("condition-contradiction", [...path, "at_most"], "at_most is less than at_least"));
		}
		if (is_null === true && Object.keys(condition).length > 2) {
			found.push(broken("condition-contradiction", [...path, "is_null"], "a missing value meets no other comparison"));
		}
		return found;
	});
