import { describe, expect, it } from "vitest";
import type { DataRule, Setting } from "../../../scripts/governance/data/rule.ts";
import {
	type FieldStrictness,
	isStricter,
	type StrictnessPolicy,
	tightened,
} from "../../../scripts/governance/data/strictness.ts";
import type { Sensitivity } from "../../../scripts/schema/types.ts";

const policy: StrictnessPolicy = {
	treatments: {
		"direct-identifier": ["redact"],
		"special-category": ["keep", "redact"],
		"quasi-identifier": ["keep", "year", "redact"],
		ordinary: ["keep", "year", "date-shift", "redact"],
	},
	approvals: [
		{ role: "data-custodian", concerns: ["data"], when: ["direct-identifier", "quasi-identifier"] },
		{ role: "caldicott-guardian", concerns: ["data"], when: ["direct-identifier", "special-category"] },
	],
};
const marked = (sensitivity: Sensitivity): FieldStrictness => ({ sensitivity, helpsToIdentify: true });
const plain = (sensitivity: Sensitivity): FieldStrictness => ({ sensitivity });

/** What is in force of a field once records that say one thing have been merged over a decision. */
function inForce(now: FieldStrictness, decided: FieldStrictness): Setting {
	const value = { ...now, type: "text" };
	const rule: DataRule<"field"> = { about: "field", id: "clinical.patients.sex", table: "clinical.patients", value };
	return tightened(rule, { ...decided, type: "text" }, policy);
}

describe("a mark that a field helps to identify a person", () => {
	it.each<[name: string, now: FieldStrictness, decided: FieldStrictness, counts: FieldStrictness]>([
		["is in force where it is set", marked("special-category"), plain("special-category"), marked("special-category")],
		["stays where it is taken away", plain("special-category"), marked("special-category"), marked("special-category")],
		["counts beside a looser sensitivity", marked("ordinary"), plain("special-category"), marked("special-category")],
		["stays beside a stricter sensitivity", plain("special-category"), marked("ordinary"), marked("special-category")],
		[
			"is not needed beside a stricter one that says so",
			plain("direct-identifier"),
			marked("ordinary"),
			plain("direct-identifier"),
		],
		[
			"adds nothing to a sensitivity that says so",
			marked("ordinary"),
			plain("quasi-identifier"),
			plain("quasi-identifier"),
		],
		[
			"is not made of a quasi-identifier that waits",
			plain("quasi-identifier"),
			plain("special-category"),
			plain("special-category"),
		],
	])("%s", (_name, now, decided, counts) => {
		expect(inForce(now, decided)).toEqual({ ...counts, type: "text" });
	});

	it("makes a field stricter, and asks for whoever is asked about quasi-identifiers", () => {
		expect(isStricter(marked("ordinary"), plain("ordinary"), policy)).toBe(true);
		expect(isStricter(plain("ordinary"), marked("ordinary"), policy)).toBe(false);
		expect(isStricter(marked("ordinary"), marked("ordinary"), policy)).toBe(false);
		expect(isStricter(marked("special-category"), plain("quasi-identifier"), policy)).toBe(true);
		expect(isStricter(plain("special-category"), plain("quasi-identifier"), policy)).toBe(false);
	});
});
