import { identifyingMark, isIdentifying, isQuasiIdentifier } from "../../dictionary/identifying-mark.ts";
import type { ApprovalRule, OptOutRule, Policy, Role, Treatment } from "../../schema/types.ts";
import { treatmentNames } from "../../treatment/treatments.ts";
import { canonicalDigest } from "../canonical.ts";
import type { DataRule, Setting } from "./rule.ts";

/** The rules of policy that say how strictly a field is treated. */
export type StrictnessPolicy = Pick<Policy, "treatments" | "approvals">;

/** The parts of a field's decision of which one can be stricter than another. */
export type FieldStrictness = Pick<Setting<"field">, "sensitivity" | "helpsToIdentify">;

/**
 * What is in force once records that say `now` have been merged over a decision: `before`, made stricter wherever
 * `now` is stricter. What is stricter acts at once and without a signature; what is looser, and what has no stricter
 * side, waits for one.
 */
export function tightened(rule: DataRule, before: Setting, policy: StrictnessPolicy): Setting {
	switch (rule.about) {
		case "field":
			return tightenedField(rule.value as Setting<"field">, before as Setting<"field">, policy);
		case "table": {
			const [now, decided] = [rule.value as Setting<"table">, before as Setting<"table">];
			if (now.class !== "excluded" || decided.class === "excluded") return decided;
			// An excluded table leads to nobody: its way is no part of what is decided.
			return { class: "excluded", ...(decided.owner === undefined ? {} : { owner: decided.owner }) };
		}
		case "optOut":
			return heeded(rule.value as Setting<"optOut">, before as Setting<"optOut">);
		default:
			return before;
	}
}

/** Every rule that is decided goes on being heeded, and one that is said besides is heeded too. */
function heeded(now: Setting<"optOut">, decided: Setting<"optOut">): Setting<"optOut"> {
	const [said, known] = [now, decided].map((rules) => (rules === null ? [] : [rules].flat())) as [
		OptOutRule[],
		OptOutRule[],
	];
	const isAmong = (rule: OptOutRule, rules: readonly OptOutRule[]): boolean =>
		rules.some((other) => canonicalDigest(other) === canonicalDigest(rule));
	if (known.every((rule) => isAmong(rule, said))) return now;
	const added = said.filter((rule) => !isAmong(rule, known));
	return added.length === 0 ? decided : [...known, ...added];
}

/** Sensitivity and mark are made stricter each for itself: a mark counts beside a looser sensitivity that waits. */
function tightenedField(now: FieldStrictness, decided: Setting<"field">, policy: StrictnessPolicy): Setting<"field"> {
	const { helpsToIdentify: before, ...rest } = decided;
	const marked = now.helpsToIdentify ?? before;
	const mark = marked === undefined ? {} : { helpsToIdentify: marked };
	const isTighter = isStricter({ sensitivity: now.sensitivity, ...mark }, decided, policy);
	const sensitivity = isTighter ? now.sensitivity : decided.sensitivity;
	return { ...rest, sensitivity, ...identifyingMark({ sensitivity, ...mark }) };
}

/**
 * Whether what is said of one field is stricter than what is said of another: it forbids all treatments that the other
 * forbids, asks for all roles that the other asks for and counts as identifying if the other does; and more in one of
 * these.
 */
export function isStricter(one: FieldStrictness, than: FieldStrictness, policy: StrictnessPolicy): boolean {
	const [strict, loose] = [strictness(one, policy), strictness(than, policy)];
	return [...loose].every((rule) => strict.has(rule)) && strict.size > loose.size;
}

/** What is asked for beyond what nobody asks for, each as a text. */
function strictness(field: FieldStrictness, { treatments, approvals }: StrictnessPolicy): ReadonlySet<string> {
	const { sensitivity } = field;
	const allowed: readonly Treatment[] = sensitivity === "free-text" ? [] : treatments[sensitivity];
	const forbidden = treatmentNames.filter((treatment) => !allowed.includes(treatment));
	return new Set([
		...forbidden.map((treatment) => `not ${treatment}`),
		...rolesFor(field, approvals).map((role) => `seen by ${role}`),
		...(isIdentifying(field) ? ["identifies"] : []),
	]);
}

function rolesFor(field: FieldStrictness, rules: readonly ApprovalRule[]): readonly Role[] {
	const circumstances: readonly string[] = [
		field.sensitivity,
		...(isQuasiIdentifier(field) ? ["quasi-identifier" as const] : []),
	];
	return rules.flatMap(({ role, when }) =>
		when !== "always" && when.some((circumstance) => circumstances.includes(circumstance)) ? [role] : [],
	);
}
