import type { Source, TableClass } from "../schema/types.ts";
import { formatTableId, parseTableId, tableId } from "./field-id.ts";

/** What the source list says of tables, by their ids as it writes them: nothing before anybody has written it. */
export function listedTables({ tables }: Pick<Source, "tables">): Readonly<Record<string, TableClass>> {
	return tables ?? nothing;
}

const nothing: Readonly<Record<string, TableClass>> = {};

/**
 * What the source list says of a table, however the list quotes its name; undefined if it does not
 * name the table, which is then not shared.
 *
 * @param id the table's id as {@link formatTableId} writes it
 */
export function listedTable(source: Pick<Source, "tables">, id: string): TableClass | undefined {
	const tables = listedTables(source);
	const known = listedByTables.get(tables) ?? byId(tables);
	listedByTables.set(tables, known);
	return known.get(id);
}

/** Made once for each source: its list may name thousands of tables, and each of them is looked up. */
const listedByTables = new WeakMap<ReturnType<typeof listedTables>, ReadonlyMap<string, TableClass>>();

/** By the tables' ids; of a table named twice the first entry counts. */
function byId(tables: ReturnType<typeof listedTables>): ReadonlyMap<string, TableClass> {
	const entries = Object.entries(tables).flatMap(([written, listed]) => {
		const name = parseTableId(written);
		return name === undefined ? [] : [[formatTableId(name), listed] as const];
	});
	return new Map(entries.toReversed());
}

/** Whether a written id, in whatever quotes, means the table. */
export function isTable(written: string, id: string): boolean {
	return tableId(written) === id;
}
