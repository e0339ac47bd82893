import { formatDay } from "../document/day.ts";
import type { ObjectionsDone, OptOutCovers, OptOutRuleApplied } from "../schema/types.ts";

const subjects = {
	national: "National Data Opt-out",
	local: "Objections made to the hospital",
	both: "Objections to sharing",
} as const satisfies Record<OptOutCovers, string>;

type Told = (rule: OptOutRuleApplied) => string;

/** What each form of a rule does, before a delivery and after it. */
const forms = {
	column: {
		planned: () => "patients who object, and those of whom it is not recorded whether they do, are left out",
		done: () => "patients who objected, and those of whom it was not recorded whether they did, were left out",
	},
	objectors: {
		planned: () =>
			"patients on the list of objectors, and those without a valid NHS number to look for in it, are left out",
		done: (rule) =>
			`patients on the list of objectors${asOf(rule)}, and those without a valid NHS number to look for in it, were left out`,
	},
	cleared: {
		planned: () =>
			"only patients on the list of the cleared are included; whoever was not asked about, or has no valid NHS number, is left out",
		done: (rule) =>
			`only patients on the list of the cleared${asOf(rule)} were included; whoever was not asked about, or had no valid NHS number, was left out`,
	},
} as const satisfies Record<OptOutRuleApplied["form"], { readonly planned: Told; readonly done: Told }>;

/**
 * What a request will do about patients' objections to sharing, in sentences. It is the one text of it for the terminal,
 * the register and the audit's pages, and is computed from the rules that will be applied.
 */
export function describePlannedObjections(plan: ObjectionsDone): readonly string[] {
	return sentences(plan, "planned");
}

/**
 * What a delivery did about patients' objections, in sentences, from its record: for the package, the manifest's pages and
 * the audit. Says that it is not known where the record, older than this, does not tell.
 */
export function describeObjections(done: ObjectionsDone | undefined): readonly string[] {
	if (done === undefined)
		return ["Not recorded: this delivery is from before the hub recorded what it did about objections."];
	const { leftOut, rules } = done;
	return [
		...sentences(done, "done"),
		...(leftOut === undefined || rules.length === 0 ? [] : [`Patients left out by this: ${leftOut}.`]),
	];
}

/**
 * What a request will do about withdrawn consent, in a sentence; undefined where the source records no consent.
 *
 * @param purpose the purpose that patients must have consented to; undefined on any other basis than explicit consent
 */
export function describeWithdrawals(records: boolean, purpose: string | undefined): string | undefined {
	if (!records) return undefined;
	const which =
		purpose === undefined ? "consent, to any use" : `consent to ${purpose}, or to a use that is not recorded`;
	return `Patients who have withdrawn ${which}, are left out, unless they have consented to the same again on a later day.`;
}

function sentences({ decidedBy, rules, exempt, letter }: ObjectionsDone, when: "planned" | "done"): readonly string[] {
	const verb = when === "planned" ? "is" : "was";
	if (decidedBy === "consent")
		return [
			`Each patient’s own consent decides; nobody ${verb} left out for a general objection, which gives way to it.`,
		];
	return [
		...rules.map((rule) => `${subjects[rule.covers]}: ${forms[rule.form][when](rule)}.`),
		...(exempt === "letter"
			? [
					`The National Data Opt-out ${verb} not applied: the Confidentiality Advisory Group has exempted this use (${letter ?? "no reference"}).`,
				]
			: []),
		...(exempt === "policy"
			? [`The National Data Opt-out ${verb} not applied: the hospital’s policy exempts anonymised data.`]
			: []),
		...(rules.length === 0 ? [`Nobody ${verb} left out for an objection.`] : []),
	];
}

function asOf({ date }: OptOutRuleApplied): string {
	return date === undefined ? "" : ` of ${formatDay(date)}`;
}
