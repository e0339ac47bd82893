import { approvalsNeeded, type NeededApproval } from "../../../scripts/approval/needed.ts";
import type { CheckContext } from "../../../scripts/check/context.ts";
import { type CatalogueField, findField } from "../../../scripts/dictionary/catalogue.ts";
import { isIdentifying } from "../../../scripts/dictionary/identifying-mark.ts";
import { sensitivitiesByGravity } from "../../../scripts/schema/sensitivities.ts";
import type { Policy, Sensitivity, SharingRequest } from "../../../scripts/schema/types.ts";
import { findTreatment } from "../../../scripts/treatment/treatments.ts";
import { type Draft, finished } from "./draft.ts";

/** What a choice of fields means. */
export interface Meaning {
	readonly fields: number;
	readonly tables: number;
	/** How many fields there are of each sensitivity, the gravest first; those of none that is known last. */
	readonly sensitivities: readonly { readonly sensitivity: Sensitivity | undefined; readonly count: number }[];
	/** Fields that name a patient or could single one out, and go out as they are or in part. */
	readonly identifying: readonly string[];
	readonly approvals: readonly NeededApproval[];
	/** Whether parts that may add to the approvals are still to be filled in. */
	readonly mayGrow: boolean;
	/** The least numbers that a delivery must have. */
	readonly limits: readonly string[];
}

/** See {@link Meaning}. As far as the fields' tables are known. */
export function meaningOf(draft: Draft, context: CheckContext): Meaning {
	const request = finished(draft);
	const asked = request.fields.map(({ field, treatment }) => ({
		field,
		treatment,
		found: findField(context.catalogue, request.source, field),
	}));
	const of = (sensitivity: Sensitivity | undefined) =>
		asked.filter(({ found }) => found?.documentation.sensitivity === sensitivity).length;
	return {
		fields: asked.length,
		tables: new Set(asked.map(({ found, field }) => found?.table ?? field)).size,
		sensitivities: [...sensitivitiesByGravity, undefined]
			.map((sensitivity) => ({ sensitivity, count: of(sensitivity) }))
			.filter(({ count }) => count > 0),
		identifying: asked
			.filter(({ found, treatment }) => found !== undefined && identifiesTreated(found, treatment))
			.map(({ field }) => field),
		...approvalsSoFar(request, context),
		limits: describeLimits(context.policy),
	};
}

/** The approvals for what is filled in: an organisation or a basis that is still to be chosen adds none yet. */
function approvalsSoFar(request: SharingRequest, context: CheckContext): Pick<Meaning, "approvals" | "mayGrow"> {
	const { home } = context.organisations;
	const { law, organisation } = request;
	const basis = law.confidentiality.basis || "explicit-consent";
	const assumed = {
		...request,
		organisation: organisation || home,
		law: { ...law, confidentiality: { ...law.confidentiality, basis } },
	};
	const mayGrow = organisation === "" || !law.confidentiality.basis;
	return { approvals: request.fields.length === 0 ? [] : approvalsNeeded(assumed, context), mayGrow };
}

/** Whether somebody may be known by what a treatment leaves of a field. */
function identifiesTreated({ documentation }: CatalogueField, treatment: string): boolean {
	const kind = findTreatment(treatment);
	// Nobody can be recognised by what some treatments leave, such as a code. A treatment that is not chosen yet may be
	// any.
	if (kind !== undefined && kind.recognisedBy === undefined) return false;
	return isIdentifying(documentation);
}

/** What policy asks of the numbers of a delivery. */
function describeLimits({ disclosure }: Policy): readonly string[] {
	const { minCohort, minRows, kAnonymity } = disclosure;
	return [
		`A delivery is held back if it has fewer than ${minCohort.value} patients.`,
		`A table is held back if it has some rows, but fewer than ${minRows.value}, or rows of fewer than ${minCohort.value} patients.`,
		`Each combination of the fields that could single a patient out must be shared by ${kAnonymity.value} patients or more.`,
	];
}
