import { findSource, findTable } from "../dictionary/catalogue.ts";
import { isPatientTable } from "../dictionary/path-to-patient.ts";
import type { Clause } from "../schema/types.ts";
import { onOneLine } from "../text/quote.ts";
import { cohortGroups } from "./cohort-groups.ts";
import type { LocatedCondition } from "./condition.ts";
import { type DescriptionContext, describeCondition } from "./description.ts";
import { fieldTable } from "./field-table.ts";

/** One thing that a cohort asks of a patient, in exact words, and the conditions that it is made of. */
export interface CohortLine {
	readonly text: string;
	readonly conditions: readonly LocatedCondition[];
}

/**
 * What a cohort asks of each patient, line by line, as it is put to the rows: which conditions one row of a table meets
 * together, of what at least one must be met, and which rows no patient may have.
 */
export function describeCohort(clauses: readonly Clause[], context: DescriptionContext): readonly CohortLine[] {
	const { all, any, none } = cohortGroups(clauses);
	return [
		...byTable(all).map((group) => ({ text: rowText(group, context), conditions: group })),
		...any.map((alternatives) => ({
			text: `at least one of: ${alternatives.map(({ conditions }) => rowText(conditions, context)).join("; or ")}`,
			conditions: alternatives.flatMap(({ conditions }) => conditions),
		})),
		...none.map(({ conditions }) => ({ text: `not: ${rowText(conditions, context)}`, conditions })),
	];
}

/** Conditions by the table whose one row must meet them, in the order in which the tables are first named. */
function byTable(conditions: readonly LocatedCondition[]): readonly (readonly LocatedCondition[])[] {
	return [...Map.groupBy(conditions, ({ condition }) => fieldTable(condition.field)).values()];
}

function rowText(conditions: readonly LocatedCondition[], context: DescriptionContext): string {
	const groups = byTable(conditions).map((group) => {
		const inside = group.map(({ condition }) => describeCondition(condition, context)).join(", and ");
		return `${rowName(fieldTable(group[0]?.condition.field ?? ""), context)}: ${inside}`;
	});
	return onOneLine(groups.join("; and "));
}

function rowName(id: string, { catalogue, source }: DescriptionContext): string {
	const table = findTable(catalogue, source, id);
	const known = findSource(catalogue, source);
	if (table !== undefined && known !== undefined && isPatientTable(known, table)) return "of the patient";
	return `in one row of ${table?.title ?? id}`;
}
