import { beforeAll, expect, it } from "vitest";
import { checkRequest } from "../../../scripts/check/request.ts";
import type { Records } from "../../../scripts/records/records.ts";
import type { Clause } from "../../../scripts/schema/types.ts";
import { type Changeable, draft, readHospital } from "../hospital.ts";

let records: Records;
beforeAll(async () => {
	records = await readHospital();
});

const code = "clinical.lab_results.test_code";
const group = "clinical.patients.blood_group";

/** What the rules about values say of a cohort of nothing but these clauses. */
function said(...clauses: readonly Clause[]): readonly string[] {
	const { request, context } = draft(records, "sepsis-outcomes");
	request.cohort = clauses as Changeable<Clause>[];
	return checkRequest(request, context)
		.filter(({ rule }) => rule === "condition-value" || rule === "condition-contradiction")
		.map(({ path, message, fix }) => `${path.join(".")}: ${message}. ${fix ?? ""}`);
}

it("offers in place of a pattern what exists: listed values, then value sets, then a way to one", () => {
	const whole = "a condition compares whole values and knows no wildcards, so";
	expect(
		said(
			{ field: group, is: "a*" },
			{
				any: [
					{ field: code, is: "LAC*" },
					{ field: code, in: ["A41.*"] },
				],
			},
		),
	).toEqual([
		`cohort.0.is: ${whole} ${group} would have to be exactly "a*". List what is meant: in: [A, AB].`,
		`cohort.1.any.0.is: ${whole} ${code} would have to be exactly "LAC*". List the codes with "in", or write in_value_set: sepsis-tests (LACT).`,
		`cohort.1.any.1.in.0: ${whole} ${code} would have to be exactly "A41.*". List the codes with "in", or have a value set added to dictionary/vocabulary/value-sets.yml.`,
	]);
});

it("finds a value by what it means, and a value set by its name", () => {
	const sex = "clinical.patients.sex";
	const list = (word: string) => `the data dictionary does not list "${word}" as a value of ${sex}`;
	expect(
		said({
			any: [
				{ field: sex, is: "female" },
				{ field: sex, is: "Femal" },
				{ field: sex, is: "Z9Z9" },
				{ field: code, is: "Tests for sepsis" },
				{ field: sex, in_value_set: "sepsis-tests" },
			],
		}),
	).toEqual([
		`cohort.0.any.0.is: ${list("female")}. Did you mean "F" (Female)?`,
		`cohort.0.any.1.is: ${list("Femal")}. Did you mean "F" (Female)?`,
		`cohort.0.any.2.is: ${list("Z9Z9")}. Choose from: F, M.`,
		'cohort.0.any.3.is: "Tests for sepsis" is the name of a value set. A value set is named by in_value_set: sepsis-tests.',
		`cohort.0.any.4.in_value_set: the data dictionary lists none of the values of "sepsis-tests" as a value of ${sex}. Choose from: F, M.`,
	]);
});

it("says of two values for one row how to ask for either, and for patients with both where there can be both", () => {
	const side = "conditions side by side are about one row";
	expect(said({ field: group, is: "A" }, { field: group, is: "O" })).toEqual([
		`cohort.1.is: one row cannot have "A" and "O" as ${group}: ${side}. For either, write in: ["A", "O"].`,
	]);
	expect(said({ field: code, is: "LACT" }, { field: code, in: ["CRP", "WCC"] })).toEqual([
		`cohort.1.in: one row cannot have "LACT" and "CRP", "WCC" as ${code}: ${side}. For either, write in: ["LACT", "CRP", "WCC"]. For patients with a row of each, put each condition into an "any" of its own.`,
	]);
	expect(
		said({
			any: [
				{
					all: [
						{ field: code, is: "LACT" },
						{ field: code, is: "CRP" },
					],
				},
			],
		}),
	).toEqual([
		`cohort.0.any.0.all.1.is: one row cannot have "LACT" and "CRP" as ${code}: ${side}. For either, write in: ["LACT", "CRP"].`,
	]);
	const many = Array.from({ length: 11 }, (_, index) => `T${index}`);
	const [long] = said({ field: code, is: "LACT" }, { field: code, in: many });
	expect(long).toContain("For either, list all values in one condition. For patients with a row of each");
	expect(
		said({ field: code, is: "LACT" }, { field: code, in_value_set: "sepsis-tests" }, { field: code, not: "LACT" }),
	).toEqual([`cohort.2.not: no value of ${code} meets this together with what else one row must meet. `]);
});
