import type { ApprovalRule, Policy, Role, Sensitivity, Treatment } from "../../schema/types.ts";
import { treatmentNames } from "../../treatment/treatments.ts";
import type { DataRule, Setting } from "./rule.ts";

/** The rules of policy that say how strictly a sensitivity is treated. */
export type StrictnessPolicy = Pick<Policy, "treatments" | "approvals">;

/**
 * What is in force once records that say `now` have been merged over a decision: `before`, made stricter wherever
 * `now` is stricter. What is stricter acts at once and without a signature; what is looser, and what has no stricter
 * side, waits for one.
 */
export function tightened(rule: DataRule, before: Setting, policy: StrictnessPolicy): Setting {
	switch (rule.about) {
		case "field": {
			const [now, decided] = [rule.value as Setting<"field">, before as Setting<"field">];
			return isStricter(now.sensitivity, decided.sensitivity, policy)
				? { ...decided, sensitivity: now.sensitivity }
				: decided;
		}
		case "table": {
			const [now, decided] = [rule.value as Setting<"table">, before as Setting<"table">];
			if (now.class !== "excluded" || decided.class === "excluded") return decided;
			// An excluded table leads to nobody: its way is no part of what is decided.
			return { class: "excluded", ...(decided.owner === undefined ? {} : { owner: decided.owner }) };
		}
		// Where none was heeded, an objection more is heeded; another rule in its place could heed fewer.
		case "optOut":
			return before === null ? rule.value : before;
		default:
			return before;
	}
}

/**
 * Whether one sensitivity is stricter than another: it forbids all treatments that the other forbids, asks for all
 * roles that the other asks for and counts as identifying if the other does; and more in one of these.
 */
export function isStricter(one: Sensitivity, than: Sensitivity, policy: StrictnessPolicy): boolean {
	const [strict, loose] = [strictness(one, policy), strictness(than, policy)];
	return [...loose].every((rule) => strict.has(rule)) && strict.size > loose.size;
}

/** What a sensitivity asks for beyond what none does, each as a text. */
function strictness(sensitivity: Sensitivity, { treatments, approvals }: StrictnessPolicy): ReadonlySet<string> {
	const allowed: readonly Treatment[] = sensitivity === "free-text" ? [] : treatments[sensitivity];
	const forbidden = treatmentNames.filter((treatment) => !allowed.includes(treatment));
	const identifies = sensitivity === "direct-identifier" || sensitivity === "quasi-identifier";
	return new Set([
		...forbidden.map((treatment) => `not ${treatment}`),
		...rolesFor(sensitivity, approvals).map((role) => `seen by ${role}`),
		...(identifies ? ["identifies"] : []),
	]);
}

function rolesFor(sensitivity: Sensitivity, rules: readonly ApprovalRule[]): readonly Role[] {
	return rules.flatMap(({ role, when }) =>
		when !== "always" && (when as readonly string[]).includes(sensitivity) ? [role] : [],
	);
}
