import { coversOf, formOf, optOutRules } from "../dictionary/opt-out.ts";
import type { ObjectionsDone, OptOut, OptOutRule, Policy, SharingRequest } from "../schema/types.ts";

/** What is to be done about patients' objections to sharing under a request. */
export interface ObjectionsPlan extends Pick<ObjectionsDone, "decidedBy" | "exempt" | "letter"> {
	/** The rules by which patients are left out, in the source list's order. */
	readonly heeded: readonly OptOutRule[];
}

/**
 * Which of a source's rules about objections a request is held to, by its legal basis and the policy:
 *
 * - with explicit consent none, since a general objection gives way to it;
 * - otherwise all of them, but for a rule of the National Data Opt-out alone where the Confidentiality Advisory Group's
 *   letter exempts the use, or policy exempts anonymised data. A rule that also records objections made to the hospital
 *   cannot be divided, so it always applies.
 */
export function planObjections(
	{ law }: Pick<SharingRequest, "law">,
	optOut: OptOut | undefined,
	policy: Pick<Policy, "optOut">,
): ObjectionsPlan {
	const { basis, exemption } = law.confidentiality;
	if (basis === "explicit-consent") return { decidedBy: "consent", heeded: [] };
	const rules = optOutRules(optOut);
	const exempt = exemptionOf(law.confidentiality, policy);
	const isExempt = (rule: OptOutRule) => exempt !== undefined && coversOf(rule) === "national";
	// A rule that records both kinds applies in full: then nothing is exempted from.
	const isApplied = exempt === undefined || rules.some((rule) => coversOf(rule) === "both");
	return {
		decidedBy: "objections",
		heeded: rules.filter((rule) => !isExempt(rule)),
		...(isApplied ? {} : { exempt }),
		...(isApplied || exempt !== "letter" || exemption === undefined ? {} : { letter: exemption }),
	};
}

/** By what a use is exempted from the National Data Opt-out, if it is; never without the reference of the letter. */
function exemptionOf(
	{ basis, nationalOptOut, exemption }: SharingRequest["law"]["confidentiality"],
	policy: Pick<Policy, "optOut">,
): ObjectionsDone["exempt"] {
	if (basis === "section-251") return nationalOptOut === "exempt" && exemption !== undefined ? "letter" : undefined;
	return basis === "anonymised" && policy.optOut?.anonymised === "exempt" ? "policy" : undefined;
}

/** The plan as a record tells of it, without the columns' names and before it is known which lists there are. */
export function recordedObjections({ heeded, ...rest }: ObjectionsPlan): ObjectionsDone {
	return { ...rest, rules: heeded.map((rule) => ({ form: formOf(rule), covers: coversOf(rule) })) };
}
