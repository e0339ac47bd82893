import { type CatalogueSource, findField } from "../dictionary/catalogue.ts";
import { isInteger, isPlainText, plainType } from "../dictionary/column-type.ts";
import { optOutFieldOf } from "../dictionary/opt-out.ts";
import { isPatientTable } from "../dictionary/path-to-patient.ts";
import type { OptOutColumn, OptOutRule } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";
import { conditionProblem } from "./condition.ts";

/**
 * Why a source's opt-out rule cannot be applied, in words, or undefined if it can. An unknown field is
 * not reported here: all names in the source list are checked together.
 */
export function optOutProblem(rule: OptOutRule, source: CatalogueSource): string | undefined {
	const field = findField({ sources: [source] }, source.id, optOutFieldOf(rule));
	if (field === undefined) return undefined;
	if (!isPatientTable(source, { id: field.table })) return `${quoted(field.id)} is not a column of the patient table`;
	const type = plainType(field.metadata);
	if ("list" in rule) {
		return isPlainText(field.metadata) || isInteger(type) || type === "numeric"
			? undefined
			: `${quoted(field.id)} is ${field.metadata.type}, and NHS numbers stand in a text or a whole number`;
	}
	const { objects, notObjecting } = rule;
	// A code such as Y or N does not say whether it means that the patient objects.
	if (objects === undefined && notObjecting === undefined) {
		return type === "boolean"
			? undefined
			: `${quoted(field.id)} is ${field.metadata.type}, and only a true-or-false column says who objects`;
	}
	if (objects === undefined || notObjecting === undefined)
		return 'of "objects" and "notObjecting" one is missing, and a column is read with both';
	const both = objects.filter((value) => notObjecting.some((other) => String(other) === String(value)));
	if (both.length > 0) return 'a value stands both in "objects" and in "notObjecting"';
	const problem = conditionProblem(type, { in: [...objects, ...notObjecting] });
	return problem === undefined ? undefined : `${quoted(field.id)}: ${problem}`;
}

/** The condition that a patient's row meets whose column says that they do not object. */
export function notObjectingCondition({ field, notObjecting }: OptOutColumn) {
	return notObjecting === undefined ? { field, is: false } : { field, in: [...notObjecting] };
}
