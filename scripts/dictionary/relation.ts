import type { Relation } from "../schema/types.ts";
import { type FieldName, formatFieldId, formatTableId, parseFieldId, type TableName } from "./field-id.ts";

/** One column of a source list, or several, as it writes them: an id by itself, or a list of ids. */
export type ColumnIds = string | readonly string[];

/** Columns of one table, in an order that counts. */
export interface TableColumns {
	readonly table: TableName;
	/** Exact names, at least one. */
	readonly columns: readonly string[];
}

/** A declared relation: the columns at the same places join. */
export interface RelationColumns {
	readonly from: TableColumns;
	readonly to: TableColumns;
}

/** The ids, whether there is one by itself or a list. */
export function idList(ids: ColumnIds): readonly string[] {
	return typeof ids === "string" ? [ids] : ids;
}

/** Reads the ids of columns; undefined if one is no field id, or they are of several tables. */
export function parseColumns(ids: ColumnIds): TableColumns | undefined {
	const names = idList(ids).map(parseFieldId);
	const [first] = names;
	if (first === undefined) return undefined;
	const id = formatTableId(first);
	const own = names.filter((name): name is FieldName => name !== undefined && formatTableId(name) === id);
	if (own.length < names.length) return undefined;
	return { table: { schema: first.schema, table: first.table }, columns: own.map(({ column }) => column) };
}

/** Reads a declared relation, of one column or of several; undefined if its columns cannot be paired. */
export function parseRelation(relation: Relation): RelationColumns | undefined {
	const [from, to] = [parseColumns(relation.from), parseColumns(relation.to)];
	if (from === undefined || to === undefined || from.columns.length !== to.columns.length) return undefined;
	return { from, to };
}

/** The ids of columns, as {@link formatFieldId} writes them. */
export function columnIds({ table, columns }: TableColumns): string[] {
	return columns.map((column) => formatFieldId({ ...table, column }));
}
