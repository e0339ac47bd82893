import { type CatalogueSource, findField } from "../dictionary/catalogue.ts";
import { plainType } from "../dictionary/column-type.ts";
import { isPatientTable } from "../dictionary/path-to-patient.ts";
import type { OptOutRule } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";

/**
 * Why a source's opt-out rule cannot be applied, in words, or undefined if it can. An unknown field is
 * not reported here: all names in the source list are checked together.
 */
export function optOutProblem(rule: OptOutRule, source: CatalogueSource): string | undefined {
	const field = findField({ sources: [source] }, source.id, rule.field);
	if (field === undefined) return undefined;
	if (!isPatientTable(source, { id: field.table })) return `${quoted(field.id)} is not a column of the patient table`;
	const type = plainType(field.metadata);
	// A code such as Y or N does not say whether it means that the patient objects.
	return type === "boolean"
		? undefined
		: `${quoted(field.id)} is ${field.metadata.type}, and only a true-or-false column says who objects`;
}
