import { isDated, type PlainType } from "../dictionary/column-type.ts";
import type { Treatment } from "../schema/types.ts";

/**
 * What keeps a treatment from a column, in words, if anything does. Free of Node, so that a request is judged alike
 * when it is checked, in a page too, and when its delivery is worked out.
 *
 * @param aboutPatients whether the table has a patient for each row
 */
export function treatmentProblem(treatment: Treatment, type: PlainType, aboutPatients: boolean): string | undefined {
	if (treatment !== "year" && treatment !== "date-shift") return undefined;
	if (!isDated(type)) return `the treatment ${treatment} needs a date, and this field is ${type}`;
	if (treatment === "year" || aboutPatients) return undefined;
	return "the treatment date-shift moves a patient's dates, and this table is about none";
}
