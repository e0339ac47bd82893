import { findField } from "../dictionary/catalogue.ts";
import { isNumeric, type PlainType } from "../dictionary/column-type.ts";
import { formatFieldId, parseTableId } from "../dictionary/field-id.ts";
import { error, type Issue } from "../issue/issue.ts";
import { describeCondition } from "../request/description.ts";
import type { Condition, SharingRequest } from "../schema/types.ts";
import { treatments } from "../treatment/treatments.ts";
import type { ColumnCondition } from "./condition.ts";
import { type ConditionContext, resolveOwnCondition } from "./resolve-condition.ts";
import type { SharedColumn, SharedTable } from "./shared-table.ts";

/** What the values of one column of a share must lie within. */
export interface SharedRange {
	/** Id of the source's field. */
	readonly field: string;
	/** Id of the source's table. */
	readonly tableId: string;
	/** Name of the share's table. */
	readonly table: string;
	/** Name of the column, in source and share. */
	readonly column: string;
	/** Its type in the share. */
	readonly type: PlainType;
	readonly atLeast?: number;
	readonly atMost?: number;
	/** Only rows of the share that meet all of these. */
	readonly where: readonly ColumnCondition[];
	readonly origin: "contract" | "dictionary";
	/** The range in words, such as `60 to 250, where clinical.measurements.type is pulse`; one line of at most 300 characters. */
	readonly expected: string;
}

/**
 * The ranges to hold a share against: those of the contract, and for kept numbers the dictionary's
 * acceptable ranges. Contract ranges are checked on the share, as the recipient can, so their
 * field and the fields of their conditions must be shared as they are.
 */
export function planRanges(
	request: SharingRequest,
	tables: readonly SharedTable[],
	context: ConditionContext,
): readonly SharedRange[] {
	const contract = (request.ranges ?? []).flatMap((range, index) => {
		const path: Issue["path"] = ["ranges", index];
		const placed = keptColumn(range.field, path, tables, context);
		if (placed === undefined) return [];
		if (!isNumeric(placed.column.type)) {
			context.report(error("range", [...path, "field"], `${range.field} is not a number`));
			return [];
		}
		const where = (range.where ?? []).flatMap((condition, at) =>
			planWhere(condition, placed.table, [...path, "where", at], tables, context),
		);
		const limits = limitsOf(range.at_least, range.at_most);
		const expected = expectation(limits.expected, placed.table, where, context);
		return [{ ...described(placed.table, placed.column), ...limits, expected, where, origin: "contract" as const }];
	});
	const dictionary = tables.flatMap((table) =>
		table.columns.flatMap((column) => {
			const range = findField({ sources: [context.source] }, context.source.id, column.field)?.documentation.range;
			if (range === undefined || !treatments[column.treatment].unchanged || !isNumeric(column.type)) return [];
			const limits = limitsOf(range.atLeast, range.atMost);
			return [{ ...described(table, column), ...limits, where: [], origin: "dictionary" as const }];
		}),
	);
	return [...contract, ...dictionary];
}

function planWhere(
	condition: Condition,
	table: SharedTable,
	path: Issue["path"],
	tables: readonly SharedTable[],
	context: ConditionContext,
): readonly ColumnCondition[] {
	const entry = context.source.tables.find(({ id }) => id === table.id);
	if (entry === undefined || keptColumn(condition.field, path, tables, context) === undefined) return [];
	// In the share every column already has the plain type that the source's was cast to.
	return resolveOwnCondition(entry, condition, path, context).map((own) => ({ ...own, castToText: false }));
}

function keptColumn(
	id: string,
	path: Issue["path"],
	tables: readonly SharedTable[],
	{ source, report }: ConditionContext,
) {
	const field = findField({ sources: [source] }, source.id, id);
	const table = tables.find((candidate) => candidate.id === field?.table);
	const column = table?.columns.find((candidate) => candidate.field === field?.id);
	if (table !== undefined && column !== undefined && treatments[column.treatment].unchanged) return { table, column };
	const message = `a range is checked on the data shared, and ${id} is not shared as it is`;
	report(error("range", path, message, `Ask for ${id} with the treatment keep, or leave the range out.`));
	return undefined;
}

function described(table: SharedTable, column: SharedColumn) {
	return { field: column.field, tableId: table.id, table: table.name, column: column.name, type: column.type };
}

function expectation(
	limits: string,
	table: SharedTable,
	where: readonly ColumnCondition[],
	{ source }: ConditionContext,
): string {
	const name = parseTableId(table.id);
	if (name === undefined || where.length === 0) return limits;
	const words = { catalogue: { sources: [source] }, source: source.id };
	const conditions = where.map(({ column, tests }) =>
		describeCondition({ field: formatFieldId({ ...name, column }), ...tests }, words),
	);
	const text = `${limits}, where ${conditions.join(" and ")}`;
	return text.length > 300 ? `${[...text].slice(0, 299).join("")}…` : text;
}

function limitsOf(atLeast: number | undefined, atMost: number | undefined) {
	const expected =
		atLeast === undefined
			? `at most ${atMost}`
			: atMost === undefined
				? `at least ${atLeast}`
				: `${atLeast} to ${atMost}`;
	return {
		...(atLeast === undefined ? {} : { atLeast }),
		...(atMost === undefined ? {} : { atMost }),
		expected,
	};
}
