import { type CatalogueSource, findTable } from "../dictionary/catalogue.ts";
import { listedTables } from "../dictionary/listed-table.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { Source } from "../schema/types.ts";
import { onOneLine } from "../text/quote.ts";

/**
 * Checks that the rows of each table of class patient lead to their patient, and in one way: before any request, at the
 * table's own line. Nothing is said where that follows from what is reported already: that the patient table is
 * unknown, or a column of the path.
 *
 * @param at where the source stands in its list
 * @param reported what is wrong with single columns
 */
export function checkPaths(
	source: Source,
	described: CatalogueSource,
	at: Issue["path"],
	reported: readonly Issue[],
): readonly Issue[] {
	const catalogue = { sources: [described] };
	if (findTable(catalogue, source.id, source.patient.table) === undefined) return [];
	const wrong = new Set(reported.flatMap(({ path }) => (path[at.length] === "tables" ? [path[at.length + 1]] : [])));
	return Object.entries(listedTables(source)).flatMap(([written, listed]) => {
		const table = findTable(catalogue, source.id, written);
		if (listed.class !== "patient" || wrong.has(written) || table === undefined || table.metadata.retired !== undefined)
			return [];
		const { issue } = pathToPatient(described, table);
		if (issue === undefined) return [];
		return [error(issue.rule, [...at, "tables", written, "path"], onOneLine(issue.message), issue.fix)];
	});
}
