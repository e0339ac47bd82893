import { beforeAll, describe, expect, it } from "vitest";
import type { Catalogue } from "../../scripts/dictionary/catalogue.ts";
import type { Records } from "../../scripts/records/records.ts";
import { diffRequests } from "../../scripts/request/diff.ts";
import requestSchema from "../../scripts/schema/request.schema.json" with { type: "json" };
import type { SharingRequest } from "../../scripts/schema/types.ts";
import { type Changeable, readHospital } from "../check/hospital.ts";

let records: Records;
let before: SharingRequest;
beforeAll(async () => {
	records = await readHospital();
	const request = records.requests.get("sepsis-outcomes");
	if (request === undefined) throw new Error("the fixture has no such request");
	before = request;
});

function changes(change: (request: Changeable<SharingRequest>) => void): readonly string[] {
	const after = structuredClone(before) as Changeable<SharingRequest>;
	change(after);
	return diffRequests(before, after, records);
}

/** For each part of a request, a change and what is told of it. */
const parts: Readonly<Record<keyof SharingRequest, [(request: Changeable<SharingRequest>) => void, string[]]>> = {
	schemaVersion: [(request) => void Object.assign(request, { schemaVersion: 2 }), ["format version 1 -> 2"]],
	title: [(request) => void (request.title = "Other"), ["title Outcomes of sepsis -> Other"]],
	requester: [(request) => void (request.requester = "lena"), ["requester rita -> lena"]],
	writtenBy: [(request) => void (request.writtenBy = "robbie"), ["written by (nothing) -> robbie"]],
	organisation: [(request) => void (request.organisation = "alpenia"), ["organisation hampton-hospital -> alpenia"]],
	team: [(request) => void (request.team = ["lena"]), ["+team member: lena", "-team member: rita"]],
	summary: [(request) => void (request.summary = "Other."), ["summary reworded"]],
	benefit: [(request) => void (request.benefit = "Other."), ["benefit reworded"]],
	purposes: [(request) => void request.purposes.push("DUO:0000007"), ["+purpose: DUO:0000007"]],
	law: [
		(request) => void (request.law.confidentiality = { basis: "section-251", reference: "23/CAG/0042" }),
		[
			"law: confidentiality basis explicit-consent -> section-251",
			"law: confidentiality consentPurpose research -> (nothing)",
			"law: confidentiality reference (nothing) -> 23/CAG/0042",
		],
	],
	agreement: [(request) => void (request.agreement = "heart-trial"), ["agreement in-house -> heart-trial"]],
	source: [(request) => void (request.source = "other"), ["source hampton -> other"]],
	cohort: [
		(request) => void request.cohort.splice(0, 1),
		["-condition on patients: clinical.lab_results.test_code is in the value set sepsis-tests"],
	],
	rows: [
		(request) => void delete request.rows,
		["-condition on rows: clinical.lab_results: clinical.lab_results.test_code is LACT"],
	],
	unfilteredTables: [
		(request) => void (request.unfilteredTables = ["clinical.lab_results"]),
		["+table with rows beyond those conditions: clinical.lab_results"],
	],
	fields: [
		(request) =>
			void request.fields.push(
				{ field: "clinical.patients.blood_group", treatment: "keep", reason: "Needed here." },
				{ field: "clinical.patients.height_cm", treatment: "keep", reason: "Needed here." },
			),
		[
			"+2 fields, one special-category: clinical.patients.blood_group (as it is), clinical.patients.height_cm (as it is)",
		],
	],
	ranges: [
		(request) => void Object.assign(request.ranges?.[0] ?? {}, { at_most: 40 }),
		[
			"+range: clinical.lab_results.value is 0 or more and is 40 or less, where clinical.lab_results.test_code is LACT",
			"-range: clinical.lab_results.value is 0 or more and is 30 or less, where clinical.lab_results.test_code is LACT",
		],
	],
	delivery: [
		(request) => void Object.assign(request.delivery, { schedule: "monthly" }),
		["delivery: schedule once -> monthly"],
	],
	retention: [(request) => void (request.retention.months = 20), ["retention 12 -> 20 months"]],
	acceptedTerms: [
		(request) => void (request.acceptedTerms = []),
		[expect.stringMatching(/^-acceptance of terms: data-protection-v1 by rita on 2026-02-01 \([0-9a-f]{8}\)$/)],
	],
};

describe("tells a change of", () => {
	it.each(Object.entries(parts))("%s", (_, [change, told]) => {
		expect(changes(change)).toEqual(told);
	});

	it("every part of the schema", () => {
		expect(Object.keys(parts).sort()).toEqual(Object.keys(requestSchema.properties).sort());
	});
});

it("tells fields that go, treatments that change and reasons that are reworded", () => {
	expect(
		changes((request) => {
			request.fields.splice(2, 1);
			Object.assign(request.fields[0] ?? {}, { treatment: "keep" });
			Object.assign(request.fields[1] ?? {}, { reason: "Another reason." });
		}),
	).toEqual([
		"-1 field: clinical.patients.date_of_birth",
		"clinical.patients.patient_id: replaced by a code of this project -> as it is",
		"reason of 1 field reworded",
	]);
});

it("tells of an added field that it helps to identify a person", () => {
	const catalogue = structuredClone(records.catalogue) as Changeable<Catalogue>;
	const fields = catalogue.sources.flatMap(({ tables }) => tables.flatMap((table) => table.fields));
	const marked = fields.find(({ id }) => id === "clinical.patients.blood_group");
	Object.assign(marked?.documentation ?? {}, { helpsToIdentify: true });
	const added = { field: "clinical.patients.blood_group", treatment: "keep", reason: "Needed here." } as const;
	expect(diffRequests(before, { ...before, fields: [...before.fields, added] }, { catalogue })).toEqual([
		"+1 field, one special-category: clinical.patients.blood_group (as it is, helps to identify a person)",
	]);
});

it("takes a new order of fields and conditions for no change", () => {
	const reorder = (request: SharingRequest): void => {
		request.fields.reverse();
		request.cohort.reverse();
	};
	expect(changes(reorder)).toEqual([]);
});

it("tells nothing of equal requests", () => {
	expect(changes(() => {})).toEqual([]);
});
