import type { Source, TableClass } from "../schema/types.ts";
import { formatTableId, parseTableId } from "./field-id.ts";

/**
 * What the source list says of a table, however the list quotes its name; undefined if it does not
 * name the table, which is then not shared.
 *
 * @param id the table's id as {@link formatTableId} writes it
 */
export function listedTable(source: Source, id: string): TableClass | undefined {
	return Object.entries(source.tables).find(([written]) => isTable(written, id))?.[1];
}

/** Whether a written id, in whatever quotes, means the table. */
export function isTable(written: string, id: string): boolean {
	const name = parseTableId(written);
	return name !== undefined && formatTableId(name) === id;
}
