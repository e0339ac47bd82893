import type { CatalogueTable } from "../../dictionary/catalogue.ts";
import { formatFieldId } from "../../dictionary/field-id.ts";
import { type Link, linksOf } from "../../dictionary/link.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import type { Source } from "../../schema/types.ts";
import type { PatientLinks } from "./patient-links.ts";
import type { OpenQuestion } from "./relations.ts";

/** Tables whose patients stand in another table that refers to them, a row for a row. */
export interface HeldPatients {
	/** Which table holds the patients, by the id of each table whose rows are about them in this way, however far. */
	readonly holders: ReadonlyMap<string, string>;
	/** A line for each such table that is referred to: the relation that would lead its rows to their patients. */
	readonly open: readonly OpenQuestion[];
}

/**
 * Finds tables that lead to no patient, but to which a table refers that does, with at most one row for each of theirs:
 * a laboratory's `samples` beside its `sample_human`, which names the patient of a human sample. What refers to such
 * a table is about patients too, although no link says so.
 */
export function findHeldPatients(found: PatientLinks, source: Source): HeldPatients {
	const { catalogue, links, leading } = found;
	const open = new Map<string, OpenQuestion>();
	const holders = new Map<string, string>();
	for (const child of catalogue.tables.filter(({ id }) => leading.has(id))) {
		for (const link of linksOf(catalogue, child)) {
			const parent = catalogue.tables.find(({ id }) => id === link.tableId);
			if (parent === undefined || leading.has(parent.id) || holders.has(parent.id)) continue;
			if (listedTable(source, parent.id) !== undefined || !isWholeKey(child, link)) continue;
			holders.set(parent.id, child.id);
			const [first = ""] = link.to;
			const from = formatFieldId({ ...link.table, column: first });
			open.set(parent.id, { from, about: tellHolder(child, link) });
		}
	}
	const referring = [...links].flatMap(([id, targets]) => targets.map((target) => ({ id, target })));
	const byTarget = Map.groupBy(referring, ({ target }) => target);
	for (const [id, holder] of holders) {
		for (const { id: other } of byTarget.get(id) ?? [])
			if (!holders.has(other) && !leading.has(other)) holders.set(other, holder);
	}
	return { holders, open: [...open.values()] };
}

/** Whether a link's columns hold a whole key of its own table, so that no two rows refer to the same row. */
function isWholeKey({ metadata }: CatalogueTable, { columns }: Link): boolean {
	const keys = [metadata.key, ...(metadata.uniqueKeys ?? [])].filter((key) => key.length > 0);
	return keys.some((key) => key.every((column) => columns.includes(column)));
}

function tellHolder({ metadata, id }: CatalogueTable, { columns, to, table }: Link): string {
	const idsOf = (name: typeof table, list: readonly string[]) =>
		list.map((column) => formatFieldId({ ...name, column }));
	const written = (ids: readonly string[]) => (ids.length === 1 ? ids.join() : `[${ids.join(", ")}]`);
	const [from, target] = [written(idsOf(table, to)), written(idsOf(metadata, columns))];
	return `may be about the patient of the one row of ${id} that refers to it: if so, relate it from ${from} to ${target}`;
}
