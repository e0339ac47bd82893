import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { formatTableId, parseTableId, type TableName } from "./field-id.ts";
import { parseRelation } from "./relation.ts";

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
	/** Who says that there is a link: the database by a foreign key, or people in the source list. */
	readonly declaredBy: "database" | "people";
}

/** A table's links to other tables and to itself: foreign keys first, then declared relations. */
export function linksOf(source: CatalogueSource, table: CatalogueTable): readonly Link[] {
	const foreignKeys = (table.metadata.references ?? []).flatMap((reference) => {
		const name = parseTableId(reference.table);
		return name === undefined
			? []
			: [link(reference.fields, name, reference.to, reference.enforced ?? true, "database")];
	});
	const relations = declaredLinks(source).get(table.id) ?? [];
	return [...foreignKeys, ...relations.filter((relation) => !foreignKeys.some((key) => isSameLink(key, relation)))];
}

const linksByRelations = new WeakMap<CatalogueSource["relations"], ReadonlyMap<string, readonly Link[]>>();

/** The declared relations by the id of the referring table: a source list may have thousands, and every table asks. */
function declaredLinks({ relations }: CatalogueSource): ReadonlyMap<string, readonly Link[]> {
	const known = linksByRelations.get(relations);
	if (known !== undefined) return known;
	const parsed = relations.flatMap((relation) => parseRelation(relation) ?? []);
	const links = new Map(
		[...Map.groupBy(parsed, ({ from }) => formatTableId(from.table))].map(([id, group]) => [
			id,
			group.map(({ from, to }) => link(from.columns, to.table, to.columns, false, "people")),
		]),
	);
	linksByRelations.set(relations, links);
	return links;
}

/** Whether two links lead from the same columns to the same columns, in whatever order they pair them. */
export function isSameLink(one: Link, other: Link): boolean {
	return one.tableId === other.tableId && String(pairsOf(one)) === String(pairsOf(other));
}

function link(
	columns: readonly string[],
	table: TableName,
	to: readonly string[],
	enforced: boolean,
	declaredBy: Link["declaredBy"],
): Link {
	return { columns, table, tableId: formatTableId(table), to, enforced, declaredBy };
}

function pairsOf({ columns, to }: Link): readonly string[] {
	return columns.map((column, at) => JSON.stringify([column, to[at]])).sort();
}
