import type { CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId, parseFieldId, parseTableId } from "../dictionary/field-id.ts";
import { sourcesFile } from "../dictionary/source-list.ts";
import { error, type Issue } from "../issue/issue.ts";
import { type Link, linksOf } from "./link.ts";

/** The longest way to the patient table that is looked for, in steps; as in the source list's `path`. */
const maxSteps = 6;

/** How a table's rows lead to their patient, or why that is not known. */
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

function declaredPath(source: CatalogueSource, table: CatalogueTable, fields: readonly string[]): PatientPath {
	const path: Link[] = [];
	let at: CatalogueTable | undefined = table;
	for (const [index, field] of fields.entries()) {
		const name = parseFieldId(field);
		const next = fields[index + 1] === undefined ? source.patient.table : fields[index + 1];
		const nextTable = next === undefined ? undefined : (parseFieldId(next) ?? parseTableId(next));
		const links: readonly Link[] =
			at === undefined || name === undefined || nextTable === undefined || formatTableId(name) !== at.id
				? []
				: linksOf(source, at).filter(
						({ columns, tableId }) => columns.includes(name.column) && tableId === formatTableId(nextTable),
					);
		const [link, another] = links;
		if (link === undefined || another !== undefined) {
			return { issue: pathIssue(table, `the path of ${table.id} does not lead on from ${field} by one foreign key`) };
		}
		path.push(link);
		at = source.tables.find(({ id }) => id === link.tableId);
	}
	return { path };
}

function ambiguous(table: CatalogueTable, one: readonly Link[], other: readonly Link[]): Issue {
	const way = (path: readonly Link[]) => path.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`);
	return pathIssue(
		table,
		`${table.id} leads to the patient table in several ways (${way(one).join(", then ")}; ${way(other).join(", then ")})`,
	);
}

function pathIssue(table: CatalogueTable, message: string): Issue {
	return {
		...error(
			"patient-path",
			["tables", table.id, "path"],
			message,
			`Give the columns to follow as "path" of ${table.id}, or a relation, in the source list.`,
		),
		file: sourcesFile,
	};
}
