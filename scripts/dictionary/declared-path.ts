import { isSameList } from "../text/list.ts";
import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { formatTableId, parseTableId } from "./field-id.ts";
import { type Link, linksOf } from "./link.ts";
import { type ColumnIds, parseColumns } from "./relation.ts";

/** The links of a path that a person gave, or the first step of it that no link, or more than one, follows. */
export type FollowedPath =
	| { readonly path: readonly Link[]; readonly astray?: never }
	| { readonly path?: never; readonly astray: ColumnIds };

/** Follows the columns that the source list gives as a table's path to the patient table. */
export function followPath(source: CatalogueSource, table: CatalogueTable, steps: readonly ColumnIds[]): FollowedPath {
	const path: Link[] = [];
	let at: CatalogueTable | undefined = table;
	for (const [index, step] of steps.entries()) {
		const from = parseColumns(step);
		const next = steps[index + 1];
		const nextTable = next === undefined ? parseTableId(source.patient.table) : parseColumns(next)?.table;
		const links: readonly Link[] =
			at === undefined || from === undefined || nextTable === undefined || formatTableId(from.table) !== at.id
				? []
				: linksAlong(
						from.columns,
						linksOf(source, at).filter(({ tableId }) => tableId === formatTableId(nextTable)),
					);
		const [link, another] = links;
		if (link === undefined || another !== undefined) return { astray: step };
		path.push(link);
		at = source.tables.find(({ id }) => id === link.tableId);
	}
	return { path };
}

/** The links over exactly these columns, in any order; or for one column, where there is none, those that it is part of. */
function linksAlong(columns: readonly string[], links: readonly Link[]): readonly Link[] {
	const named = [...columns].sort();
	const exact = links.filter((link) => isSameList([...link.columns].sort(), named));
	const [only, another] = columns;
	if (exact.length > 0 || only === undefined || another !== undefined) return exact;
	return links.filter((link) => link.columns.includes(only));
}
