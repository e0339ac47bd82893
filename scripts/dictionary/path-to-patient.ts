import { error, type Issue } from "../issue/issue.ts";
import { isSameList } from "../text/list.ts";
import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { formatTableId, parseTableId } from "./field-id.ts";
import { type Link, linksOf } from "./link.ts";
import { type ColumnIds, idList, parseColumns } from "./relation.ts";

/** The longest way to the patient table that is looked for, in steps; as in the source list's `path`. */
const maxSteps = 6;

/** How a table's rows lead to their patient, or why that is not known: an issue about the source list. */
export type PatientPath =
	| { readonly path: readonly Link[]; readonly issue?: never }
	| { readonly path?: never; readonly issue: Issue };

/**
 * The links to follow from a table to the patient table, one after the other; none for the patient
 * table itself. It is the path that the source list gives, or else the one shortest way along
 * foreign keys and declared relations that passes through tables of class patient only. Where
 * there are several, a person must choose: a row could otherwise count as the wrong patient's.
 */
export function pathToPatient(source: CatalogueSource, table: CatalogueTable): PatientPath {
	if (isPatientTable(source, table)) return { path: [] };
	if (table.pathToPatient !== undefined) return declaredPath(source, table, table.pathToPatient);
	for (let steps = 1; steps <= maxSteps; steps++) {
		const [path, another] = waysOf(source, table, steps, [table.id]);
		if (path !== undefined && another !== undefined) return { issue: ambiguous(table, path, another) };
		if (path !== undefined) return { path };
	}
	return {
		issue: pathIssue(table, `no foreign key leads from ${table.id} to the patient table ${source.patient.table}`),
	};
}

/** Whether this is the source's one table of patients. */
export function isPatientTable(source: CatalogueSource, table: Pick<CatalogueTable, "id">): boolean {
	const name = parseTableId(source.patient.table);
	return name !== undefined && formatTableId(name) === table.id;
}

/** All ways of exactly so many steps that do not meet a table twice. */
function waysOf(
	source: CatalogueSource,
	table: CatalogueTable,
	steps: number,
	met: readonly string[],
): readonly (readonly Link[])[] {
	return linksOf(source, table).flatMap((link) => {
		const target = source.tables.find(({ id }) => id === link.tableId);
		if (target === undefined || met.includes(target.id)) return [];
		if (isPatientTable(source, target)) return steps === 1 ? [[link]] : [];
		if (steps === 1 || target.class !== "patient") return [];
		return waysOf(source, target, steps - 1, [...met, target.id]).map((rest) => [link, ...rest]);
	});
}

function declaredPath(source: CatalogueSource, table: CatalogueTable, steps: readonly ColumnIds[]): PatientPath {
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
		if (link === undefined || another !== undefined) {
			const columns = idList(step).join(", ");
			const how = "by one foreign key or relation";
			return { issue: pathIssue(table, `the path of ${table.id} does not lead on from ${columns} ${how}`) };
		}
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

function ambiguous(table: CatalogueTable, one: readonly Link[], other: readonly Link[]): Issue {
	const way = (path: readonly Link[]) => path.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`);
	return pathIssue(
		table,
		`${table.id} leads to the patient table in several ways (${way(one).join(", then ")}; ${way(other).join(", then ")})`,
	);
}

function pathIssue(table: CatalogueTable, message: string): Issue {
	return error(
		"patient-path",
		["tables", table.id, "path"],
		message,
		`Give the columns to follow as "path" of ${table.id}, or a relation, in the source list.`,
	);
}
