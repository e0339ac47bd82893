import type { CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId, parseFieldId, parseTableId, type TableName } from "../dictionary/field-id.ts";

/** A foreign key, or a relation that the source list declares, seen from the referring table. */
export interface Link {
	/** The referring columns. */
	readonly columns: readonly string[];
	readonly table: TableName;
	/** Id of the table referred to. */
	readonly tableId: string;
	/** The columns referred to, in the order of `columns`. */
	readonly to: readonly string[];
	/** Whether the database itself makes sure that the row referred to exists. */
	readonly enforced: boolean;
}

/** A table's links to other tables and to itself: foreign keys first, then declared relations. */
export function linksOf(source: CatalogueSource, table: CatalogueTable): readonly Link[] {
	const foreignKeys = (table.facts.references ?? []).flatMap((reference) => {
		const name = parseTableId(reference.table);
		return name === undefined ? [] : [link(reference.fields, name, reference.to, true)];
	});
	const relations = source.relations.flatMap((relation) => {
		const from = parseFieldId(relation.from);
		const to = parseFieldId(relation.to);
		if (from === undefined || to === undefined || formatTableId(from) !== table.id) return [];
		return [link([from.column], { schema: to.schema, table: to.table }, [to.column], false)];
	});
	return [...foreignKeys, ...relations.filter((relation) => !foreignKeys.some((key) => isSameLink(key, relation)))];
}

/** Whether two links lead from the same columns to the same columns. */
export function isSameLink(one: Link, other: Link): boolean {
	return one.tableId === other.tableId && same(one.columns, other.columns) && same(one.to, other.to);
}

function link(columns: readonly string[], table: TableName, to: readonly string[], enforced: boolean): Link {
	return { columns, table, tableId: formatTableId(table), to, enforced };
}

function same(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((name, index) => name === other[index]);
}
