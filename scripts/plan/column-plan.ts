import { findField } from "../dictionary/catalogue.ts";
import { plainType } from "../dictionary/column-type.ts";
import { identifyingMark } from "../dictionary/identifying-mark.ts";
import { rootColumn } from "../dictionary/root-column.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { RequestedField } from "../schema/types.ts";
import { treatmentProblem, treatments } from "../treatment/treatments.ts";
import type { ConditionContext } from "./resolve-condition.ts";
import type { SharedColumn } from "./shared-table.ts";

/** The columns asked for, by field id as the dictionary writes it. */
export function planColumns(
	fields: readonly RequestedField[],
	context: ConditionContext,
): ReadonlyMap<string, SharedColumn> {
	const chosen = new Map<string, SharedColumn>();
	for (const [index, requested] of fields.entries()) {
		const column = planColumn(requested, ["fields", index], context);
		if (column === undefined) continue;
		if (chosen.has(column.field)) {
			context.report(error("repeated-field", ["fields", index], `${column.field} is asked for twice`));
		}
		chosen.set(column.field, column);
	}
	return chosen;
}

function planColumn(
	requested: RequestedField,
	path: Issue["path"],
	context: ConditionContext,
): SharedColumn | undefined {
	const { source, report } = context;
	const { treatment } = requested;
	const field = findField({ sources: [source] }, source.id, requested.field);
	const table = field && source.tables.find(({ id }) => id === field.table);
	if (field === undefined || table === undefined || field.metadata.retired !== undefined) {
		report(error("unknown-field", path, `${requested.field} is not in the dictionary of ${source.id}`));
		return undefined;
	}
	const { sensitivity } = field.documentation;
	if (sensitivity === undefined) {
		report(error("unconfirmed", path, `nobody has confirmed how sensitive ${field.id} is`));
		return undefined;
	}
	const sourceType = plainType(field.metadata);
	const problem = treatmentProblem(treatment, sourceType, table.class === "patient");
	if (problem !== undefined) report(error("treatment", [...path, "treatment"], `${field.id}: ${problem}`));
	const name = { schema: table.metadata.schema, table: table.metadata.table };
	const root = rootColumn(source, name, field.name) ?? { id: field.id, type: sourceType };
	const type = treatments[treatment].gives(sourceType);
	const mark = identifyingMark(field.documentation);
	return { field: field.id, name: field.name, treatment, sensitivity, ...mark, sourceType, root, type };
}
