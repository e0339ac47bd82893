import { beforeAll, describe, expect, it } from "vitest";
import type { Catalogue } from "../../scripts/dictionary/catalogue.ts";
import type { Records } from "../../scripts/records/records.ts";
import { conditionsIn } from "../../scripts/request/condition.ts";
import { describeCohort } from "../../scripts/request/describe-cohort.ts";
import {
	type DescriptionContext,
	describeClause,
	describeCondition,
	describeContractRange,
	describeField,
} from "../../scripts/request/description.ts";
import { describeRequest } from "../../scripts/request/show.ts";
import requestSchema from "../../scripts/schema/request.schema.json" with { type: "json" };
import type { Clause, Condition } from "../../scripts/schema/types.ts";
import { pageDescriptionContext } from "../../scripts/site/request/description-context.ts";
import { type Changeable, readHospital } from "../check/hospital.ts";

let records: Records;
let context: DescriptionContext;
beforeAll(async () => {
	records = await readHospital();
	context = { catalogue: records.catalogue, source: "hampton" };
});

const comparisons: Readonly<Record<Exclude<keyof Condition, "field">, [Condition, string]>> = {
	is: [{ field: "clinical.patients.sex", is: "F" }, "clinical.patients.sex is F (Female)"],
	not: [{ field: "clinical.patients.sex", not: "M" }, "clinical.patients.sex is present and not M (Male)"],
	in: [{ field: "clinical.patients.sex", in: ["F", "M", "X"] }, "clinical.patients.sex is F (Female), M (Male) or X"],
	in_value_set: [{ field: "a.b.c", in_value_set: "sepsis-tests" }, "a.b.c is in the value set sepsis-tests"],
	from: [{ field: "a.b.c", from: "2024-01-01" }, "a.b.c is on or after 2024-01-01"],
	before: [
		{ field: "a.b.c", from: "2024-01-01", before: "2025-01-01" },
		"a.b.c is on or after 2024-01-01 and is before 2025-01-01",
	],
	at_least: [{ field: "a.b.c", at_least: 0 }, "a.b.c is 0 or more"],
	at_most: [{ field: "a.b.c", at_most: 7 }, "a.b.c is 7 or less"],
	is_null: [{ field: "a.b.c", is_null: false }, "a.b.c is present"],
};

describe("says a condition in plain words", () => {
	it.each(Object.entries(comparisons))("with %s", (_, [condition, words]) => {
		expect(describeCondition(condition, context)).toBe(words);
	});

	it("with every comparison of the schema", () => {
		expect(["field", ...Object.keys(comparisons)].sort()).toEqual(
			Object.keys(requestSchema.$defs.condition.properties).sort(),
		);
	});
});

const grouped: Clause[] = [
	{ field: "a.b.c", is: 1 },
	{
		any: [
			{ field: "a.b.d", is: 2 },
			{
				all: [
					{ field: "a.b.e", is: 3 },
					{ field: "a.b.f", is: 4 },
				],
			},
		],
	},
	{ none: [{ field: "a.b.g", is_null: true }] },
];

it("says groups in plain words", () => {
	expect(grouped.map((clause) => describeClause(clause, context))).toEqual([
		"a.b.c is 1",
		"at least one of: a.b.d is 2; or a.b.e is 3 and, in the same row, a.b.f is 4",
		"not: a.b.g is missing",
	]);
});

it("says which conditions one row meets together", () => {
	const clauses: Clause[] = [
		{ field: "clinical.lab_results.test_code", is: "LACT" },
		{ field: "clinical.patients.sex", is: "F" },
		{ field: "clinical.lab_results.taken_on", from: "2024-01-01" },
		{ none: [{ all: [{ field: "clinical.lab_results.test_code", is: "K" }] }] },
	];
	const hospital = { catalogue: records.catalogue, source: "hampton" };
	expect(describeCohort(clauses, hospital).map(({ text }) => text)).toEqual([
		"in one row of Laboratory results: clinical.lab_results.test_code is LACT, and clinical.lab_results.taken_on is on or after 2024-01-01",
		"of the patient: clinical.patients.sex is F (Female)",
		"not: in one row of Laboratory results: clinical.lab_results.test_code is K",
	]);
});

it("finds every condition with its place", () => {
	expect(conditionsIn(grouped).map(({ condition, path }) => `${condition.field} ${path.join(".")}`)).toEqual([
		"a.b.c 0",
		"a.b.d 1.any.0",
		"a.b.e 1.any.1.all.0",
		"a.b.f 1.any.1.all.1",
		"a.b.g 2.none.0",
	]);
});

it("says fields and ranges in plain words", () => {
	expect(describeField({ field: "clinical.patients.height_cm", treatment: "keep" }, context)).toBe(
		"clinical.patients.height_cm (cm): as it is; ordinary",
	);
	expect(
		describeContractRange({ field: "a.b.c", at_least: 1, at_most: 2, where: [{ field: "a.b.d", is: "x" }] }, context),
	).toBe("a.b.c is 1 or more and is 2 or less, where a.b.d is x");
});

it("says of a field that it helps to identify a person, where its sensitivity does not say so", () => {
	const changed = structuredClone(records.catalogue) as Changeable<Catalogue>;
	const marked = ["clinical.patients.height_cm", "clinical.patients.date_of_birth"];
	const fields = changed.sources.flatMap(({ tables }) => tables.flatMap((table) => table.fields));
	for (const field of fields.filter(({ id }) => marked.includes(id))) field.documentation.helpsToIdentify = true;
	const said = marked.map((field) => describeField({ field, treatment: "keep" }, { ...context, catalogue: changed }));
	expect(said).toEqual([
		"clinical.patients.height_cm (cm): as it is; ordinary, helps to identify a person",
		"clinical.patients.date_of_birth: as it is; quasi-identifier",
	]);
});

it("tells days and fields as a page does where it is asked to, within groups and ranges too", () => {
	const page = pageDescriptionContext(records.catalogue, "hampton");
	const condition = { field: "clinical.patients.date_of_birth", from: "2023-02-01", before: "2024-02-01" };
	expect([
		describeClause(condition, page),
		describeClause({ none: [{ all: [condition, { field: "clinical.patients.sex", is: "F" }] }] }, page),
		describeContractRange({ field: "clinical.patients.height_cm", at_most: 250, where: [condition] }, page),
		describeClause({ field: "no.such.field", before: "no day" }, page),
	]).toMatchInlineSnapshot(`
		[
		  "date_of_birth of Patients (clinical.patients.date_of_birth) is on or after 1 February 2023 and is before 1 February 2024",
		  "not: date_of_birth of Patients (clinical.patients.date_of_birth) is on or after 1 February 2023 and is before 1 February 2024 and, in the same row, sex of Patients (clinical.patients.sex) is F (Female)",
		  "height_cm of Patients (clinical.patients.height_cm) is 250 or less, where date_of_birth of Patients (clinical.patients.date_of_birth) is on or after 1 February 2023 and is before 1 February 2024",
		  "no.such.field is before no day",
		]
	`);
});

it("keeps control characters out of the words", () => {
	expect(describeCondition({ field: "a.b.c", is: "x\u001b[2J\ny" }, context)).toBe("a.b.c is x [2J y");
});

it("says which tables the conditions on others' rows limit, and which not", () => {
	const request = records.requests.get("sepsis-outcomes");
	if (request === undefined) throw new Error("the fixture has no such request");
	const limited = { ...request, rows: { 'clinical."patients"': [{ field: "clinical.patients.sex", is: "F" }] } };
	const told = (shown: typeof request) =>
		describeRequest("sepsis-outcomes", shown, records).filter((line, at, lines) =>
			[line, lines[at - 1]].some((each) => each?.startsWith("So of these") || each?.startsWith("Of these tables also")),
		);
	expect(told(limited)).toEqual([
		"So of these tables only rows that belong to such rows",
		"  - clinical.lab_results: rows of clinical.patients",
	]);
	expect(told({ ...limited, unfilteredTables: ["clinical.lab_results"] })).toEqual([
		"Of these tables also rows that belong to no such row",
		"  - clinical.lab_results",
	]);
	expect(told(request)).toEqual([]);
});

it("shows a request on one page", () => {
	const request = records.requests.get("sepsis-outcomes");
	if (request === undefined) throw new Error("the fixture has no such request");
	expect(describeRequest("sepsis-outcomes", request, records).join("\n")).toMatchInlineSnapshot(`
		"sepsis-outcomes: Outcomes of sepsis

		Requester: Rita Research (rita)
		For: Hampton Hospital, hospital, United Kingdom
		Team: Rita Research (rita)
		Purposes: Health research (DUO:0000006)
		Roles: the hospital controller, the recipient controller
		Lawful basis: UK GDPR Article 6(1)(e)
		Condition for data about health: UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4
		Lawful basis on which the hospital discloses: UK GDPR Article 6(1)(e)
		Condition on which the hospital discloses: UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4
		Duty of confidentiality: explicit-consent, for the purpose research
		Objections to sharing: Each patient’s own consent decides; nobody is left out for a general objection, which gives way to it.
		Withdrawn consent: Patients who have withdrawn consent to research, or to a use that is not recorded, are left out, unless they have consented to the same again on a later day.
		Research ethics approval: 26/LO/9041, until 31 December 2027
		Data protection impact assessment: DPIA-1
		Agreement: Research at Hampton Hospital, HH-1, 1 January 2026 to 31 December 2026
		Terms accepted: data-protection-v1 by Rita Research on 1 February 2026
		Kept for: 12 months; then: Deleted, with a certificate.
		Source: Hampton Hospital (hampton), read by the connection HAMPTON_DATABASE_URL

		What the agreement allows
		  - purposes: Health research (DUO:0000006)
		  - kinds of field: direct-identifier, quasi-identifier, special-category and ordinary
		  - terms: data-protection-v1
		  - kept for at most 18 months

		Keys that could open the package
		  - rita: age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq, added on 1 January 2026, confirmed by robbie on 2 January 2026: By telephone

		What it is for
		  Looks at how sepsis ends.

		What patients gain
		  Better care for patients with sepsis.

		Patients who meet all of these
		  - in one row of Laboratory results: clinical.lab_results.test_code is in the value set sepsis-tests, and clinical.lab_results.taken_on is on or after 2024-01-01 and is before 2026-01-01
		  - at least one of: of the patient: clinical.patients.sex is F (Female); or of the patient: clinical.patients.height_cm is 150 or more and is 190 or less, and clinical.patients.blood_group is A or O

		Values of the value sets named
		  - sepsis-tests (2): LACT, CRP

		Of clinical.lab_results only rows that meet all of these
		  - clinical.lab_results.test_code is LACT

		Patients (clinical.patients)
		  Each row of clinical.patients is a patient.
		  - clinical.patients.patient_id: replaced by a code of this project; direct-identifier
		    Joins results to patients.
		  - clinical.patients.sex: as it is; special-category
		    Outcomes differ by sex.
		  - clinical.patients.date_of_birth: only the year; quasi-identifier
		    Outcomes differ by age.

		Laboratory results (clinical.lab_results)
		  clinical.lab_results → patient_id → clinical.patients
		  Rows whose patient_id is empty belong to no patient and are left out.
		  - clinical.lab_results.patient_id: replaced by a code of this project; direct-identifier
		    Joins results to patients.
		  - clinical.lab_results.test_code: as it is; special-category
		    Says which test it was.
		  - clinical.lab_results.value: as it is; special-category
		    The result itself.

		Ranges agreed
		  - clinical.lab_results.value is 0 or more and is 30 or less, where clinical.lab_results.test_code is LACT"
	`);
});
