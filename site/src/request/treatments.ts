import type { CheckContext } from "../../../scripts/check/context.ts";
import { keptFromSharing } from "../../../scripts/check/rules/fields.ts";
import { checkTreatmentsAllowed, checkTreatmentsPossible } from "../../../scripts/check/rules/treatments.ts";
import { findField, findTable } from "../../../scripts/dictionary/catalogue.ts";
import type { Sensitivity, SharingRequest, Treatment } from "../../../scripts/schema/types.ts";
import { treatmentNames, treatments } from "../../../scripts/treatment/treatments.ts";

/** One treatment for a field, and why it cannot be chosen, if it cannot. */
export interface TreatmentChoice {
	readonly treatment: Treatment;
	/** What it does to the values. */
	readonly label: string;
	readonly problem?: string;
}

/**
 * The treatments to begin with for each sensitivity, the first that is allowed: what reveals least and is still of use.
 */
const begin: Readonly<Record<Exclude<Sensitivity, "free-text">, readonly Treatment[]>> = {
	"direct-identifier": ["pseudonymise", "redact"],
	"quasi-identifier": ["date-shift", "year", "keep"],
	"special-category": ["keep"],
	ordinary: ["keep"],
};

/** Every treatment for a field, judged by the rules that a request is held to. Empty while the field is not known. */
export function treatmentChoices(field: string, source: string, context: CheckContext): readonly TreatmentChoice[] {
	if (findField(context.catalogue, source, field) === undefined) return [];
	return treatmentNames.map((treatment) => {
		const request = { source, fields: [{ field, treatment, reason: "" }] } as unknown as SharingRequest;
		const [issue] = [...checkTreatmentsAllowed(request, context), ...checkTreatmentsPossible(request, context)];
		return {
			treatment,
			label: treatments[treatment].label,
			...(issue === undefined ? {} : { problem: issue.message }),
		};
	});
}

/** What keeps a field from being shared at all, in words; undefined if nothing does, or nothing is known of it yet. */
export function fieldProblem(field: string, source: string, context: CheckContext): string | undefined {
	const found = findField(context.catalogue, source, field);
	const table = found && findTable(context.catalogue, source, found.table);
	if (found === undefined || table === undefined) return undefined;
	return keptFromSharing(found, table, [])[0]?.message;
}

/**
 * The treatment to begin with, of those that policy and type allow; empty where none is.
 */
export function firstTreatment(field: string, source: string, context: CheckContext): string {
	const found = findField(context.catalogue, source, field);
	const possible = treatmentChoices(field, source, context).filter(({ problem }) => problem === undefined);
	const names = possible.map(({ treatment }) => treatment);
	const { sensitivity } = found?.documentation ?? {};
	const preferred = sensitivity === undefined || sensitivity === "free-text" ? [] : begin[sensitivity];
	return preferred.find((treatment) => names.includes(treatment)) ?? names[0] ?? "";
}
