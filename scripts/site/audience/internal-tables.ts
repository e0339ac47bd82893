import { tableId } from "../../dictionary/field-id.ts";
import { listedTables } from "../../dictionary/listed-table.ts";
import { isDatabase } from "../../records/listed-sources.ts";
import type { SourceList } from "../../schema/types.ts";

/** The ids of a source's tables that its source list marks as internal, however it quotes them there. */
export function internalTables(source: SourceList["sources"][number] | undefined): ReadonlySet<string> {
	const tables = source !== undefined && isDatabase(source) ? Object.entries(listedTables(source)) : [];
	return new Set(tables.flatMap(([table, { internal }]) => (internal === true ? [tableId(table)] : [])));
}
