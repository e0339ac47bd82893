import type { ReportedSource, ReportedTable } from "../../report/contents.ts";
import { onOneLine } from "../../text/quote.ts";
import { tableAddress } from "../page/address.ts";
import { databaseName, databaseNames, type SentencePart } from "./sentence.ts";

/** One link between two tables of a source, from the side of the referring one. */
export interface TableLink {
	readonly from: ReportedTable;
	readonly columns: readonly string[];
	/** Undefined if the dictionary does not have the table referred to. */
	readonly to: ReportedTable | undefined;
	/** Id of the table referred to. */
	readonly toId: string;
	readonly toColumns: readonly string[];
	/** Whether the database itself sees to it. */
	readonly enforced: boolean;
}

/** A table's links in both directions. A link of a table with itself is in both. */
export interface LinksOfTable {
	readonly to: readonly TableLink[];
	readonly from: readonly TableLink[];
}

/** The links of all tables of a source, by table id. */
export function tableLinks({ tables }: Pick<ReportedSource, "tables">): ReadonlyMap<string, LinksOfTable> {
	const byId = new Map(tables.map((table) => [table.id, table]));
	const all = tables.flatMap((from) =>
		from.links.map(
			({ columns, tableId, to: toColumns, enforced }): TableLink => ({
				...{ from, columns, to: byId.get(tableId), toId: tableId, toColumns, enforced },
			}),
		),
	);
	const leaving = Map.groupBy(all, ({ from }) => from.id);
	const arriving = Map.groupBy(all, ({ toId }) => toId);
	return new Map(tables.map(({ id }) => [id, { to: leaving.get(id) ?? [], from: arriving.get(id) ?? [] }]));
}

/** A link in words, on the page of the referring table. */
export function describeReferring(source: string, link: TableLink): readonly SentencePart[] {
	const { from, columns, to, toId, toColumns } = link;
	const target = to?.id === from.id ? "this table itself" : linkToTable(source, to, toId);
	return [
		...databaseNames(columns),
		columns.length === 1 ? " refers to " : " refer to ",
		...databaseNames(toColumns),
		" of ",
		target,
		...how(link),
	];
}

/** A link in words, on the page of the table referred to. */
export function describeReferred(source: string, link: TableLink): readonly SentencePart[] {
	const { from, columns, toColumns } = link;
	return [
		linkToTable(source, from, from.id),
		": its ",
		...databaseNames(columns),
		columns.length === 1 ? " refers to " : " refer to ",
		...databaseNames(toColumns),
		...how(link),
	];
}

function how({ enforced }: TableLink): readonly SentencePart[] {
	return enforced ? [] : [" (declared by people; the database does not enforce it)"];
}

function linkToTable(source: string, table: ReportedTable | undefined, id: string): SentencePart {
	if (table === undefined) return databaseName(id);
	return { link: onOneLine(table.title), address: tableAddress({ source, path: table.path }) };
}
