import type { CatalogueSource } from "../dictionary/catalogue.ts";
import { formatTableId, parseFieldId } from "../dictionary/field-id.ts";
import { type Link, linksOf } from "../snapshot/link.ts";

/** The links of every table of a source, by table id. Declared relations are looked through once, not once a table. */
export function sourceLinks(source: CatalogueSource): ReadonlyMap<string, readonly Link[]> {
	const relations = Map.groupBy(source.relations, ({ from }) => {
		const name = parseFieldId(from);
		return name === undefined ? "" : formatTableId(name);
	});
	return new Map(
		source.tables.map((table) => [table.id, linksOf({ ...source, relations: relations.get(table.id) ?? [] }, table)]),
	);
}
