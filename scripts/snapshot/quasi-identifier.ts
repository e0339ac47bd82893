import type { SharedColumn, SharedTable } from "./shared-table.ts";

/**
 * The columns of a shared table by whose values together somebody might know a patient: the
 * quasi-identifiers of a table about patients, kept or cut to the year. One that is redacted is
 * empty, a pseudonym is known to nobody, and a moved date is no day that anybody knows.
 */
export function quasiColumns(table: SharedTable): readonly SharedColumn[] {
	if (table.class !== "patient") return [];
	return table.columns.filter(
		({ sensitivity, treatment }) =>
			sensitivity === "quasi-identifier" && (treatment === "keep" || treatment === "year"),
	);
}
