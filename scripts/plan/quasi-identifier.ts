import { isQuasiIdentifier } from "../dictionary/identifying-mark.ts";
import { treatments } from "../treatment/treatments.ts";
import type { SharedColumn, SharedTable } from "./shared-table.ts";

/**
 * The columns of a shared table by whose values together somebody might know a patient: of a table about patients the
 * quasi-identifiers, and whatever else is marked as helping to identify a person, kept or cut to the year. One that is
 * redacted is empty, a pseudonym is known to nobody, and the moved date of an event is no day that anybody knows. A
 * moved date in the patient table itself is another matter: of a birth it still tells the year, give or take one, and
 * few are a hundred years old.
 */
export function quasiColumns(table: SharedTable): readonly SharedColumn[] {
	if (table.class !== "patient") return [];
	const isPatientTable = table.path.length === 0;
	return table.columns.filter((column) => {
		const { recognisedBy } = treatments[column.treatment];
		const isRecognised = recognisedBy === "value" || (recognisedBy === "own-year" && isPatientTable);
		return isQuasiIdentifier(column) && isRecognised;
	});
}

/** SQL of what counts of a quasi-identifier's treated value: of a moved date only the year is near the truth. */
export function quasiValueSql({ treatment }: SharedColumn, treated: string): string {
	return treatments[treatment].recognisedBy === "own-year" ? `extract(year FROM ${treated})::integer` : treated;
}
