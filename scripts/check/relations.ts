import { type CatalogueField, type CatalogueSource, type CatalogueTable, findField } from "../dictionary/catalogue.ts";
import { isComparable } from "../dictionary/column-type.ts";
import { formatTableId } from "../dictionary/field-id.ts";
import { type ColumnIds, columnIds, idList, parseColumns, type TableColumns } from "../dictionary/relation.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import type { Relation, Source } from "../schema/types.ts";
import { onOneLine, quoted } from "../text/quote.ts";

/** Checks that the columns of declared relations can be joined; unknown and retired fields are reported elsewhere. */
export function checkRelations(source: Source, described: CatalogueSource, at: Issue["path"]): readonly Issue[] {
	return (source.relations ?? []).flatMap((relation, index) =>
		checkRelation(relation, described, [...at, "relations", index]),
	);
}

/** Checks that the columns named at one place, if they are several, are different columns of one table. */
export function checkOneTable(ids: ColumnIds, path: Issue["path"]): readonly Issue[] {
	const list = idList(ids);
	// A name that cannot be read is unknown, and reported as such.
	if (list.some((id) => parseColumns(id) === undefined)) return [];
	const parsed = parseColumns(list);
	if (parsed === undefined) {
		return [
			error("relation-tables", path, "these columns are of several tables", "Name columns of one table together."),
		];
	}
	return new Set(parsed.columns).size === list.length
		? []
		: [error("relation-columns", path, "a column stands here twice", "Remove one of the two.")];
}

function checkRelation({ from, to }: Relation, described: CatalogueSource, at: Issue["path"]): readonly Issue[] {
	const sides = [...checkOneTable(from, [...at, "from"]), ...checkOneTable(to, [...at, "to"])];
	const [own, other] = [parseColumns(from), parseColumns(to)];
	if (own === undefined || other === undefined) return sides;
	if (own.columns.length !== other.columns.length) {
		const message = `"from" has ${count(own)} and "to" has ${count(other)}`;
		const fix = "Give both as lists of the same length: the columns that join, in the same order.";
		return [...sides, error("relation-columns", at, message, fix)];
	}
	return [
		...sides,
		...checkTypes(from, columnIds(own), columnIds(other), described, [...at, "from"]),
		...checkKey(other, described, [...at, "to"]),
	];
}

function count({ columns }: TableColumns): string {
	return columns.length === 1 ? "one column" : `${columns.length} columns`;
}

function checkTypes(
	written: Relation["from"],
	own: readonly string[],
	others: readonly string[],
	described: CatalogueSource,
	at: Issue["path"],
): readonly Issue[] {
	const fieldOf = (id: string): CatalogueField | undefined => findField({ sources: [described] }, described.id, id);
	return own.flatMap((id, index) => {
		const [field, target] = [fieldOf(id), fieldOf(others[index] ?? "")];
		if (field === undefined || target === undefined || isComparable(field.metadata, target.metadata)) return [];
		const path = typeof written === "string" ? at : [...at, index];
		const message = `${onOneLine(field.id)} (${field.metadata.type}) cannot be compared with ${onOneLine(target.id)} (${target.metadata.type})`;
		return [error("relation-types", path, message, "Correct the columns, or their order.")];
	});
}

/** Checks that the columns referred to are the whole of a key, where the database declares keys. */
function checkKey(to: TableColumns, described: CatalogueSource, path: Issue["path"]): readonly Issue[] {
	const id = formatTableId(to.table);
	const table = described.tables.find((each) => each.id === id);
	const keys = table === undefined ? [] : keysOf(table);
	// A view has no keys of its own, nor have some tables: then a snapshot finds out whether rows repeat.
	if (table === undefined || keys.length === 0) return [];
	if (keys.some((key) => key.every((column) => to.columns.includes(column)))) return [];
	const name = onOneLine(id);
	const part = keys.find((key) => to.columns.every((column) => key.includes(column)));
	const known = `Its keys are: ${keys.map((key) => key.map(quoted).join(" with ")).join("; ")}.`;
	// The key of a partitioned table must hold what it is divided by, also where less would tell rows apart.
	if (part !== undefined && table.metadata.kind !== "partitioned table") {
		const message = `this is only a part of a key of ${name}, and several rows may have the same`;
		return [error("relation-key", path, message, `Join by the whole of the key. ${known}`)];
	}
	const message = `the database does not say that this tells the rows of ${name} apart: a delivery is refused where it does not`;
	return [warning("relation-key", path, message, known)];
}

function keysOf({ metadata }: CatalogueTable): readonly (readonly string[])[] {
	return [metadata.key, ...(metadata.uniqueKeys ?? [])].filter((key) => key.length > 0);
}
