import { type CatalogueField, type CatalogueTable, findSource } from "../../dictionary/catalogue.ts";
import { holdsDays, plainType } from "../../dictionary/column-type.ts";
import { fieldPairs } from "../../dictionary/field-pairs.ts";
import { choices } from "../../issue/suggestion.ts";
import { treatmentProblem, treatments } from "../../treatment/treatments.ts";
import { broken, doubtful, type Rule } from "../rule.ts";
import { knownFields } from "./fields.ts";

/** The policy allows each field's treatment for its sensitivity. */
export const checkTreatmentsAllowed: Rule = (request, context) =>
	knownFields(request, context).flatMap(({ field, requested, path }) => {
		const { sensitivity } = field.documentation;
		if (sensitivity === undefined || sensitivity === "free-text") return [];
		const allowed = context.policy.treatments[sensitivity];
		if (allowed.includes(requested.treatment)) return [];
		const message = `the policy does not allow the treatment ${requested.treatment} for ${field.id}, a ${sensitivity} field`;
		const fix = allowed.length === 0 ? "Leave it out." : choices(allowed);
		return [broken("treatment-not-allowed", [...path, "treatment"], message, fix)];
	});

/** Each field's treatment can be done to its type; codes are made of identifiers only. */
export const checkTreatmentsPossible: Rule = (request, context) => {
	const relations = findSource(context.catalogue, request.source)?.relations ?? [];
	const linked = new Set(fieldPairs([], relations).flatMap(({ from, to }) => [from, to]));
	return knownFields(request, context).flatMap(({ field, table, requested, path }) => {
		const at = [...path, "treatment"];
		const { treatment } = requested;
		const problem = treatmentProblem(treatment, plainType(field.metadata), table.class === "patient");
		if (problem !== undefined) return [broken("treatment-impossible", at, `${field.id}: ${problem}`)];
		const identifies =
			field.documentation.sensitivity === "direct-identifier" || isKey(field, table) || linked.has(field.id);
		if (!treatments[treatment].forIdentifiers || identifies) return [];
		const message = `${field.id} is neither a key nor an identifier, so a code in its place would tell nothing`;
		return [broken("treatment-impossible", at, message, "Choose another treatment, or leave it out.")];
	});
};

/**
 * Where dates of patients are moved, no other date of theirs goes out where it stands: a day or a year beside a moved
 * date tells by how much it was moved, and with it every other date of the patient.
 */
export const checkDateTreatments: Rule = (request, context) => {
	const dates = knownFields(request, context).filter(
		({ field, table }) => table.class === "patient" && holdsDays(field.metadata),
	);
	const shifted = dates.find(({ requested }) => treatments[requested.treatment].days === "moved")?.field.id;
	if (shifted === undefined) return [];
	return dates
		.filter(({ requested }) => treatments[requested.treatment].days === "in-place")
		.map(({ field, requested, path }) => {
			const message = `${field.id} would go out with ${requested.treatment}, beside ${shifted} with date-shift: together they tell by how much the patient's dates were moved`;
			const fix = "Treat all dates of patients alike, or leave some out.";
			return broken("mixed-dates", [...path, "treatment"], message, fix);
		});
};

function isKey({ name }: CatalogueField, { metadata }: CatalogueTable): boolean {
	return [
		metadata.key,
		...(metadata.uniqueKeys ?? []),
		...(metadata.references ?? []).map(({ fields }) => fields),
	].some((columns) => columns.includes(name));
}

/** Where the policy lets a request keep direct identifiers, everyone who judges it is told. */
export const checkKeptIdentifiers: Rule = (request, context) =>
	knownFields(request, context).flatMap(({ field, requested, path }) => {
		if (field.documentation.sensitivity !== "direct-identifier" || !treatments[requested.treatment].unchanged)
			return [];
		if (!context.policy.treatments["direct-identifier"].includes(requested.treatment)) return [];
		return [
			doubtful("kept-identifier", [...path, "treatment"], `${field.id} names patients and would go out as it is`),
		];
	});
