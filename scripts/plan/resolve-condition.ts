import { type CatalogueSource, type CatalogueTable, findField } from "../dictionary/catalogue.ts";
import { isPlainText, plainType } from "../dictionary/column-type.ts";
import { error, type Issue } from "../issue/issue.ts";
import { findTerm } from "../records/lookup.ts";
import type { Condition, Vocabulary } from "../schema/types.ts";
import { type ColumnCondition, conditionProblem } from "./condition.ts";

/** What conditions are resolved against. */
export interface ConditionContext {
	readonly source: CatalogueSource;
	/** Vocabularies by name. Only `value-sets` counts: approvals cover the values that stand there. */
	readonly vocabularies: ReadonlyMap<string, Vocabulary>;
	/** Told of everything that does not resolve. */
	report(issue: Issue): void;
}

/** A condition with the table it is about. */
export interface ResolvedCondition {
	readonly table: CatalogueTable;
	readonly condition: ColumnCondition;
}

/** Finds a condition's field and writes out its value set; reports what is missing or does not fit. */
export function resolveCondition(
	condition: Condition,
	path: Issue["path"],
	{ source, vocabularies, report }: ConditionContext,
): ResolvedCondition | undefined {
	const { field: id, in_value_set: valueSet, ...comparisons } = condition;
	const field = findField({ sources: [source] }, source.id, id);
	const table = field && source.tables.find((candidate) => candidate.id === field.table);
	if (field === undefined || table === undefined) {
		report(error("unknown-field", path, `${id} is not in the dictionary of ${source.id}`));
		return undefined;
	}
	const values = valueSet === undefined ? undefined : valuesOf(valueSet, vocabularies);
	if (valueSet !== undefined && values === undefined) {
		report(error("value-set", path, `the vocabulary has no value set ${valueSet}`));
		return undefined;
	}
	const type = plainType(field.metadata);
	const tests = narrowed(comparisons, values);
	const problem = conditionProblem(type, tests);
	if (problem !== undefined) {
		report(error("condition-type", path, `${id}: ${problem}`));
		return undefined;
	}
	const castToText = type === "text" && !isPlainText(field.metadata);
	return { table, condition: { column: field.name, type, castToText, tests } };
}

/** Resolves a condition that must be about one given table; gives none where it is not, and reports it. */
export function resolveOwnCondition(
	table: CatalogueTable,
	condition: Condition,
	path: Issue["path"],
	context: ConditionContext,
): readonly ColumnCondition[] {
	const found = resolveCondition(condition, path, context);
	if (found === undefined) return [];
	if (found.table.id === table.id) return [found.condition];
	context.report(error("condition-table", path, `${condition.field} is not a field of ${table.id}`));
	return [];
}

type Comparisons = ColumnCondition["tests"];

/** With a value set beside a list, only values that are in both will do. */
function narrowed(comparisons: Comparisons, values: readonly NonNullable<Condition["is"]>[] | undefined): Comparisons {
	if (values === undefined) return comparisons;
	const texts = comparisons.in?.map(String);
	return { ...comparisons, in: values.filter((value) => texts === undefined || texts.includes(String(value))) };
}

function valuesOf(id: string, vocabularies: ReadonlyMap<string, Vocabulary>) {
	return findTerm({ vocabularies }, "value-sets", id)?.values;
}
