import { printable } from "../text/control-characters.ts";
import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { describeEmptyStep } from "./empty-step.ts";
import { isPatientTable, pathToPatient } from "./path-to-patient.ts";

/**
 * How a table's rows reach their patient, for people to judge: first the way, such as "clinical.lab_results →
 * visit_id → clinical.visits → patient_id → clinical.patients", then a sentence for each step at which rows may be
 * left out. Where the way is not known, the one sentence says why; of the patient table it says that its rows are the
 * patients.
 */
export function describePatientPath(source: CatalogueSource, table: CatalogueTable): readonly string[] {
	if (isPatientTable(source, table)) return [printable(`Each row of ${table.id} is a patient.`)];
	const { path, mayBeEmpty, issue } = pathToPatient(source, table);
	if (issue !== undefined) return [sentence(issue.message)];
	const steps = path.flatMap(({ columns, to, tableId }) => [stepColumns(columns, to), tableId]);
	return [printable([table.id, ...steps].join(" → ")), ...mayBeEmpty.map((step) => sentence(describeEmptyStep(step)))];
}

/** The columns of a step, each with the one that it refers to where that is called otherwise. */
export function stepColumns(columns: readonly string[], to: readonly string[]): string {
	return columns.map((column, at) => (column === to[at] ? column : `${column} = ${to[at]}`)).join(", ");
}

/** A clause as a sentence; a name at its beginning stays as it is. */
function sentence(clause: string): string {
	const text = printable(clause);
	return `${/^(?:rows|no|the) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text}.`;
}
