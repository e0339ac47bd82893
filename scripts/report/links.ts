import type { CatalogueSource } from "../dictionary/catalogue.ts";
import { type Link, linksOf } from "../dictionary/link.ts";

/** The links of every table of a source, by table id. */
export function sourceLinks(source: CatalogueSource): ReadonlyMap<string, readonly Link[]> {
	return new Map(source.tables.map((table) => [table.id, linksOf(source, table)]));
}
