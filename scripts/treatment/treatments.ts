import type { PlainType } from "../dictionary/column-type.ts";
import type { Treatment } from "../schema/types.ts";
import { dateShift } from "./date-shift.ts";
import { keep } from "./keep.ts";
import { pseudonymise } from "./pseudonymise.ts";
import { redact } from "./redact.ts";
import type { TreatmentKind } from "./treatment-kind.ts";
import { year } from "./year.ts";

/**
 * Every treatment that a request can ask for. The schema lists the names; what each does stands here, and the schema's
 * check, the plan, the package, the website and the guide all read it.
 */
export const treatments: Readonly<Record<Treatment, TreatmentKind>> = {
	keep,
	pseudonymise,
	year,
	"date-shift": dateShift,
	redact,
};

/** A treatment by a name that may be none, as in a form that nobody has finished. */
export function findTreatment(name: string): TreatmentKind | undefined {
	return (treatments as Readonly<Record<string, TreatmentKind>>)[name];
}

/** The names of all treatments, in the order in which they are offered. */
export const treatmentNames = Object.keys(treatments) as readonly Treatment[];

/**
 * What keeps a treatment from a column, in words, if anything does.
 *
 * @param aboutPatients whether the table has a patient for each row
 */
export function treatmentProblem(treatment: Treatment, type: PlainType, aboutPatients: boolean): string | undefined {
	const kind = treatments[treatment];
	const problem = kind.problem(type);
	if (problem !== undefined || aboutPatients || !kind.needsPatient) return problem;
	return `the treatment ${treatment} moves a patient's dates, and this table is about none`;
}
