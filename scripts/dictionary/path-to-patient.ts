import { error, type Issue } from "../issue/issue.ts";
import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { followPath } from "./declared-path.ts";
import { type EmptyStep, emptySteps } from "./empty-step.ts";
import type { Link } from "./link.ts";
import { isTable } from "./listed-table.ts";
import { idList } from "./relation.ts";
import { shortestWays } from "./shortest-ways.ts";

/** How a table's rows lead to their patient, or why that is not known: an issue about the source list. */
export type PatientPath =
	| {
			readonly path: readonly Link[];
			/** The steps of the path that may be missing in a row, which then belongs to no patient. */
			readonly mayBeEmpty: readonly EmptyStep[];
			readonly issue?: never;
	  }
	| { readonly path?: never; readonly mayBeEmpty?: never; readonly issue: Issue };

/**
 * The links to follow from a table to the patient table, one after the other; none for the patient
 * table itself. It is the path that the source list gives, or else the one shortest way along foreign
 * keys that passes through tables of class patient only. A declared relation counts where no way of
 * foreign keys alone exists, and then as few of them as possible: it never shortens such a way or
 * competes with one. A way that comes to a table with a path of its own goes on along that. Where there
 * are several, a person must choose: a row could otherwise count as the wrong patient's.
 */
export function pathToPatient(source: CatalogueSource, table: CatalogueTable): PatientPath {
	if (isPatientTable(source, table)) return { path: [], mayBeEmpty: [] };
	if (table.pathToPatient !== undefined) {
		const { path, astray } = followPath(source, table, table.pathToPatient);
		return path === undefined ? { issue: leadsAstray(table, idList(astray)) } : found(source, table, path);
	}
	const [path, another] = shortestWays(source, table);
	if (path === undefined) return { issue: leadsNowhere(source, table) };
	return another === undefined ? found(source, table, path) : { issue: ambiguous(table, path, another) };
}

/** Whether this is the source's one table of patients. */
export function isPatientTable(source: CatalogueSource, table: Pick<CatalogueTable, "id">): boolean {
	return isTable(source.patient.table, table.id);
}

function found(source: CatalogueSource, table: CatalogueTable, path: readonly Link[]): PatientPath {
	return { path, mayBeEmpty: emptySteps(source, table, path) };
}

function leadsNowhere(source: CatalogueSource, table: CatalogueTable): Issue {
	const message = `no foreign key leads from ${table.id} to the patient table ${source.patient.table}`;
	const fix = `Give the columns to follow as "path" of ${table.id}, or a relation, in the source list.`;
	return pathIssue(table, message, fix);
}

function leadsAstray(table: CatalogueTable, step: readonly string[]): Issue {
	const message = `the path of ${table.id} does not lead on from ${step.join(", ")} by one foreign key or relation`;
	return pathIssue(table, message, `Give the columns to follow from ${table.id} to the patient table, step by step.`);
}

function ambiguous(table: CatalogueTable, one: readonly Link[], other: readonly Link[]): Issue {
	const way = (path: readonly Link[]) => path.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`);
	const message = `${table.id} leads to the patient table in several ways (${way(one).join(", then ")}; ${way(other).join(", then ")})`;
	// What the ways have in common is not in question: the path of the table where they part settles them all.
	const parting = one.findIndex((link, at) => link !== other[at]);
	const fork = parting > 0 ? one[parting - 1]?.tableId : undefined;
	return pathIssue(table, message, `Give the columns to follow as "path" of ${fork ?? table.id} in the source list.`);
}

function pathIssue(table: CatalogueTable, message: string, fix: string): Issue {
	return error("patient-path", ["tables", table.id, "path"], message, fix);
}
