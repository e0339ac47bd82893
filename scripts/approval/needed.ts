import type { CheckContext } from "../check/context.ts";
import { isQuasiIdentifier, type MarkedField } from "../dictionary/identifying-mark.ts";
import { findPerson } from "../records/lookup.ts";
import { isThirdParty } from "../records/third-party.ts";
import { touchedFields } from "../request/touched-fields.ts";
import type { ApprovalRule, Concern, Role, Sensitivity, SharingRequest } from "../schema/types.ts";

/** One role whose approval a request needs. */
export interface NeededApproval {
	readonly role: Role;
	/** The parts of the request the role answers for, in alphabetical order. */
	readonly concerns: readonly Concern[];
	/** Why, in plain words. */
	readonly because: string;
}

/** The records that say which approvals a request needs; both `Records` and `CheckContext` hold them. */
export type ApprovalRecords = Pick<CheckContext, "catalogue" | "policy" | "organisations" | "people">;

type Circumstance = Exclude<ApprovalRule["when"], "always">[number];

/** When each circumstance of a rule holds. What is not known counts as holding: an approval too many does no harm. */
const circumstances: Readonly<
	Record<Circumstance, { readonly label: string; holds(request: SharingRequest, records: ApprovalRecords): boolean }>
> = {
	"third-party": {
		label: "the data leave the hospital for a third party",
		holds: (request, { organisations, people }) =>
			[request.organisation, ...request.team.map((id) => findPerson(people, id)?.organisation)].some((organisation) =>
				isThirdParty(organisation, organisations),
			),
	},
	"special-category": { label: "it touches fields of a special category", holds: touches(isOf("special-category")) },
	"direct-identifier": { label: "it touches direct identifiers", holds: touches(isOf("direct-identifier")) },
	"quasi-identifier": { label: "it touches fields that can single a patient out", holds: touches(isQuasiIdentifier) },
	"no-consent": {
		label: "it does not rest on the patients' explicit consent",
		holds: (request) => request.law.confidentiality.basis !== "explicit-consent",
	},
};

/**
 * The roles that must approve a request under the policy, in the policy's order, each with the concerns of all its
 * rules that apply.
 */
export function approvalsNeeded(request: SharingRequest, records: ApprovalRecords): readonly NeededApproval[] {
	const needed = new Map<Role, { concerns: Set<Concern>; reasons: Set<string> }>();
	for (const { role, concerns, when } of records.policy.approvals) {
		const holding = when === "always" ? [] : when.filter((name) => circumstances[name].holds(request, records));
		if (when !== "always" && holding.length === 0) continue;
		const entry = needed.get(role) ?? { concerns: new Set(), reasons: new Set() };
		for (const concern of concerns) entry.concerns.add(concern);
		if (when === "always") entry.reasons.add("every request needs it");
		for (const name of holding) entry.reasons.add(circumstances[name].label);
		needed.set(role, entry);
	}
	return [...needed].map(([role, { concerns, reasons }]) => ({
		role,
		concerns: [...concerns].sort(),
		because: [...reasons].join("; "),
	}));
}

function isOf(sensitivity: Sensitivity): (field: MarkedField) => boolean {
	return (field) => field.sensitivity === sensitivity;
}

function touches(
	isMeant: (field: MarkedField) => boolean,
): (request: SharingRequest, records: ApprovalRecords) => boolean {
	return (request, records) =>
		touchedFields(request, records).some(
			({ field }) => field?.documentation.sensitivity === undefined || isMeant(field.documentation),
		);
}
