import { beforeAll, describe, expect, it } from "vitest";
import { type CheckContext, checkContext } from "../../../scripts/check/context.ts";
import type { Records } from "../../../scripts/records/records.ts";
import request from "../../../scripts/schema/request.schema.json" with { type: "json" };
import { reduce } from "../../../site/src/request/actions.ts";
import { operatorsFor, scalarOf, withOperator } from "../../../site/src/request/conditions.ts";
import { type Draft, draftOf, emptyDraft, finished, numberOrText } from "../../../site/src/request/draft.ts";
import { idOf, withAdded, withoutValue, withValue } from "../../../site/src/request/draft-path.ts";
import { looksLikePatient } from "../../../site/src/request/issues.ts";
import { missingJoins } from "../../../site/src/request/joins.ts";
import { meaningOf } from "../../../site/src/request/meaning.ts";
import { nothingToChoose } from "../../../site/src/request/nothing-to-choose.ts";
import { checkProject, findProblems } from "../../../site/src/request/problems.ts";
import { pathLabel, stepOf, steps } from "../../../site/src/request/steps.ts";
import { fieldProblem, firstTreatment, treatmentChoices } from "../../../site/src/request/treatments.ts";
import { readHospital, today } from "../../check/hospital.ts";

let records: Records;
let context: CheckContext;
let sepsis: Draft;

beforeAll(async () => {
	records = await readHospital();
	context = checkContext(records, "sepsis-outcomes", today);
	const found = records.requests.get("sepsis-outcomes");
	if (found === undefined) throw new Error("the fixture has no such request");
	sepsis = draftOf("sepsis-outcomes", found);
});

describe("a draft", () => {
	it.each(["sepsis-outcomes", "heart-trial"])("of %s comes to the same request again", (project) => {
		const found = records.requests.get(project);
		if (found === undefined) throw new Error("the fixture has no such request");
		expect(finished(draftOf(project, found))).toEqual(found);
	});

	it("changes at a path without touching what it was made from", () => {
		const before = structuredClone(sepsis);
		const after = reduce(sepsis, { type: "set", path: ["law", "ethics", "reference"], value: "26/LO/1" });
		expect(after.request.law.ethics?.reference).toBe("26/LO/1");
		expect(reduce(after, { type: "remove", path: ["fields", 0] }).request.fields).toHaveLength(
			before.request.fields.length - 1,
		);
		expect(sepsis).toEqual(before);
	});

	it("begins lists and groups that are not there, and leaves out what is emptied", () => {
		const added = reduce(sepsis, { type: "add", path: ["rows", "a.b"], value: { field: "a.b.c" } });
		expect(added.request.rows?.["a.b"]).toEqual([{ field: "a.b.c" }]);
		const removed = reduce(added, { type: "remove", path: ["rows", "a.b", 0] });
		expect(Object.keys(finished(removed).rows ?? {})).not.toContain("a.b");
		const emptied = reduce(sepsis, { type: "set", path: ["retention", "place"], value: " " });
		expect(finished(emptied).retention).not.toHaveProperty("place");
	});

	it("asks for each field once, those of a table together, and for those of one source", () => {
		const field = (id: string) => ({ field: id, treatment: "", reason: "" });
		const begun = reduce(emptyDraft(), { type: "fields", source: "one", fields: [field("a.b.c"), field("a.d.e")] });
		const more = reduce(begun, { type: "fields", source: "one", fields: [field("a.b.f"), field("a.b.c")] });
		expect(more.request.fields.map((each) => each.field)).toEqual(["a.b.c", "a.b.f", "a.d.e"]);
		expect(reduce(more, { type: "fields", source: "two", fields: [field("x.y.z")] })).toBe(more);
	});

	it("follows the basket, and keeps what was written about fields that stay in it", () => {
		const item = (field: string, source = "one") => ({ source, field });
		const begun = reduce(emptyDraft(), { type: "basket", items: [item("a.b.c"), item("x.y.z", "two"), item("a.b.d")] });
		expect(begun.request.source).toBe("one");
		const written = reduce(begun, { type: "set", path: ["fields", 1, "reason"], value: "Because." });
		const left = reduce(written, { type: "basket", items: [item("a.b.d"), item("a.b.e")] });
		expect(left.request.fields).toEqual([
			{ field: "a.b.d", treatment: "", reason: "Because." },
			{ field: "a.b.e", treatment: "", reason: "" },
		]);
		expect(reduce(left, { type: "basket", items: [item("a.b.e"), item("a.b.d")] })).toBe(left);
	});

	it.each([
		["24", 24],
		[" -2.5 ", -2.5],
		["1e9", "1e9"],
		["", ""],
		["1234567890123456", "1234567890123456"],
	])("takes %j for %j", (text, value) => expect(numberOrText(text)).toBe(value));
});

describe("a path", () => {
	it("changes, begins and shortens lists", () => {
		expect(withValue({ a: [1, 2] }, ["a", 1], 3)).toEqual({ a: [1, 3] });
		expect(withValue({ a: 1, b: 2 }, ["a"], undefined)).toEqual({ b: 2 });
		expect(withAdded({}, ["a"], 1)).toEqual({ a: [1] });
		expect(withoutValue({ a: [1, 2, 3] }, ["a", 1])).toEqual({ a: [1, 3] });
	});

	it("has an id of its own, whatever a table is called", () => {
		const ids = [
			["rows", "a.b"],
			["rows", "a b"],
			["rows", "a-b"],
			["rows", "a", "b"],
			["rows", 'a."é"'],
		].map(idOf);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_.-]+$/);
	});

	it("is called what the page calls it", () => {
		const { request } = sepsis;
		const paths = [
			["fields", 0, "reason"],
			["fields", 1],
			["cohort", 2, "from"],
			["rows", "a.b", 0],
			["law", "dpia"],
			[],
		];
		expect(paths.map((path) => pathLabel(path, request))).toMatchInlineSnapshot(`
			[
			  "Reason for clinical.patients.patient_id",
			  "clinical.patients.sex",
			  "Patients, 3",
			  "Rows of a.b",
			  "Data protection impact assessment",
			  "Request",
			]
		`);
	});

	it("belongs to a part of the page, for every part of a request", () => {
		for (const key of Object.keys(request.properties).filter((each) => each !== "schemaVersion")) {
			expect(stepOf([key]), key).not.toBe(steps.at(-1)?.id);
		}
	});
});

describe("what is wrong with a draft", () => {
	const said = (draft: Draft) =>
		findProblems(draft, context, [])
			.filter(({ severity }) => severity === "error")
			.map(({ path, message, fix }) => `${pathLabel(path, draft.request)}: ${message}. ${fix ?? ""}`.trimEnd());

	it("is nothing for a request that the command line accepts", () => {
		expect(findProblems(sepsis, context, []).filter(({ severity }) => severity === "error")).toEqual([]);
	});

	it("is said in words for a form, each thing once", () => {
		const { request } = emptyDraft();
		const empty = findProblems(emptyDraft(), context, []).map(
			({ path, message }) => `${pathLabel(path, request)}: ${message}`,
		);
		expect(empty).toMatchInlineSnapshot(`
			[
			  "Short name: the project has no short name yet",
			  "Title: still empty",
			  "Requester: still empty",
			  "Organisation: still empty",
			  "Team: still empty",
			  "Summary: still empty",
			  "Benefit: still empty",
			  "Purposes: still empty",
			  "Lawful basis: still empty",
			  "Condition for health data: still empty",
			  "Confidentiality: still empty",
			  "Data protection impact assessment: still empty",
			  "Agreement: still empty",
			  "Source: still empty",
			  "Patients: still empty",
			  "Fields: still empty",
			  "Months: still empty",
			  "Destruction: still empty",
			  "Role of the organisation: this is missing: what the recipient is, controller, joint-controller or processor",
			  "The hospital’s own basis: this is missing: the role and the legal basis of the hospital, which discloses the data",
			]
		`);
	});

	it("speaks of the form, not of the file and its keys", () => {
		const parts = [
			["cohort", { field: "clinical.patients.sex" }],
			["cohort", { any: [{ field: "clinical.patients.sex" }] }],
			["cohort", { field: "" }],
			["cohort", { field: "clinical.patients.height_cm", at_least: 5, at_most: 4 }],
			["cohort", { field: "clinical.patients.date_of_birth", from: "2020-01-01", before: "2020-01-01" }],
			["ranges", { field: "clinical.lab_results.value" }],
			[
				"ranges",
				{ field: "clinical.lab_results.value", where: [{ field: "clinical.lab_results.value", at_least: 1 }] },
			],
		] as const;
		const found = parts.flatMap(([part, value]) => said(reduce(sepsis, { type: "add", path: [part], value })));
		expect(found).toMatchInlineSnapshot(`
			[
			  "Patients, 4: something is missing here. Choose a comparison.",
			  "Patients, 4: something is missing here. Choose a comparison.",
			  "Patients, 4: still empty.",
			  "Patients, 4: “at most” is less than “at least”.",
			  "Patients, 4: no day is on or after 2020-01-01 and before 2020-01-01. “is before” leaves that day itself out.",
			  "Ranges, 2: something is missing here. Fill in “At least”, “At most” or both.",
			  "Ranges, 2: the range has no bounds. Fill in “At least”, “At most” or both.",
			]
		`);
	});

	it("is told where it is put right, with advice that can be followed there", () => {
		const changes = [
			["organisation", "alpenia"],
			["organisation", "nowhere"],
			["law.confidentiality", { basis: "explicit-consent" }],
			["law.confidentiality", { basis: "section-251" }],
			["acceptedTerms", []],
		] as const;
		const found = changes.flatMap(([path, value]) =>
			said(reduce(sepsis, { type: "set", path: path.split("."), value })),
		);
		expect(found).toMatchInlineSnapshot(`
			[
			  "Requester: rita works for hampton-hospital. The data may go to alpenia only.",
			  "Transfer out of the United Kingdom: alpenia keeps data in CH, and no mechanism for the transfer is given. Say which, such as adequacy regulations.",
			  "Written by: a third party's request must be written by a data custodian. Choose the one who wrote it on their behalf.",
			  "Agreement: the agreement in-house is with hampton-hospital, not with "alpenia".",
			  "Organisation: "nowhere" is not in the list of organisations. Ask the data custodian to add it.",
			  "Agreement: the agreement in-house is with hampton-hospital, not with "nowhere".",
			  "Purpose that patients agreed to: the request rests on explicit consent, but names no consent purpose. Say which.",
			  "National Data Opt-out: this is missing, which a request under section 251 says. It applies unless the letter of the Confidentiality Advisory Group exempts the use.",
			  "Reference of the approval: this is missing, which approval under section 251 needs.",
			  "Last day of the approval: this is missing, which approval under section 251 needs.",
			  "Terms: the terms "data-protection-v1" have not been accepted. Read them to the end and accept them.",
			]
		`);
	});

	it("is told by the rules also while parts are still empty", () => {
		const long = reduce(reduce(sepsis, { type: "set", path: ["title"], value: "" }), {
			type: "set",
			path: ["retention", "months"],
			value: 500,
		});
		const found = findProblems(long, context, []).filter(({ severity }) => severity === "error");
		expect(found.map(({ rule }) => rule)).toContain("retention-policy");
		expect(found.map(({ path }) => path)).toContainEqual(["title"]);
	});

	it.each(["title", "summary", "benefit"])("is a patient’s detail in %s, which is never repeated", (part) => {
		const written = reduce(sepsis, { type: "set", path: [part], value: "Such as 999 000 0018." });
		const found = findProblems(written, context, []);
		expect(looksLikePatient(found)).toBe(true);
		expect(JSON.stringify(found)).not.toContain("943");
	});

	it.each([
		["", "the project has no short name yet"],
		["governance", "this name is reserved"],
		["access", "this name is reserved"],
		["Sepsis", "this cannot be a project’s short name"],
		["taken-one", "a project of this name exists"],
		["p9990000018", "this looks like a patient’s detail"],
		["sepsis-2", undefined],
	])("about the name %j: %j", (name, message) => expect(checkProject(name, ["taken-one"])[0]?.message).toBe(message));
});

describe("the choice of fields", () => {
	it("begins with the treatment that tells least and that policy allows", () => {
		const all = records.catalogue.sources.flatMap(({ id, tables }) =>
			tables.flatMap(({ fields }) => fields.map((field) => ({ source: id, field: field.id }))),
		);
		for (const { source, field } of all) {
			const first = firstTreatment(field, source, context);
			const choice = treatmentChoices(field, source, context).find(({ treatment }) => treatment === first);
			if (first !== "") expect(choice?.problem, field).toBeUndefined();
			else if (fieldProblem(field, source, context) === undefined) {
				expect(
					treatmentChoices(field, source, context).every(({ problem }) => problem !== undefined),
					field,
				).toBe(true);
			}
		}
	});

	it("lacks nothing to join its tables if it is that of a request with all keys, and names what is taken out", () => {
		const { source, fields } = sepsis.request;
		expect(missingJoins({ source, fields }, context)).toEqual([]);
		const without = fields.filter(({ field }) => !field.endsWith("patient_id"));
		expect(
			missingJoins({ source, fields: without }, context).map(({ field, treatment }) => `${field}: ${treatment}`),
		).toMatchInlineSnapshot(`
			[
			  "clinical.patients.patient_id: pseudonymise",
			  "clinical.lab_results.patient_id: pseudonymise",
			]
		`);
	});

	it("names a marked field among those by which somebody may be known, unless nothing is left of it", () => {
		const marked = structuredClone(context);
		const fields = marked.catalogue.sources.flatMap(({ tables }) => tables.flatMap((table) => table.fields));
		const value = fields.find(({ id }) => id === "clinical.lab_results.value");
		expect(value?.documentation.sensitivity).toBe("special-category");
		Object.assign(value?.documentation ?? {}, { helpsToIdentify: true });
		const { identifying } = meaningOf(sepsis, marked);
		expect(identifying).toEqual(["clinical.patients.date_of_birth", "clinical.lab_results.value"]);
		const redacted = structuredClone(sepsis);
		for (const field of redacted.request.fields) Object.assign(field, { treatment: "redact" });
		expect(meaningOf(redacted, marked).identifying).toEqual([]);
	});

	it("says what it means", () => {
		const { limits, ...meaning } = meaningOf(sepsis, context);
		expect(meaning).toMatchInlineSnapshot(`
			{
			  "approvals": [
			    {
			      "because": "every request needs it",
			      "concerns": [
			        "data",
			        "keeping",
			        "people",
			      ],
			      "role": "data-custodian",
			    },
			    {
			      "because": "every request needs it",
			      "concerns": [
			        "law",
			        "purpose",
			      ],
			      "role": "information-governance",
			    },
			  ],
			  "fields": 6,
			  "identifying": [
			    "clinical.patients.date_of_birth",
			  ],
			  "mayGrow": false,
			  "sensitivities": [
			    {
			      "count": 2,
			      "sensitivity": "direct-identifier",
			    },
			    {
			      "count": 3,
			      "sensitivity": "special-category",
			    },
			    {
			      "count": 1,
			      "sensitivity": "quasi-identifier",
			    },
			  ],
			  "tables": 2,
			}
		`);
		expect(limits).toHaveLength(3);
	});

	it("needs no more approvals for what is not filled in yet, but says that more may come", () => {
		const begun = {
			...emptyDraft(),
			request: { ...emptyDraft().request, source: "hampton", fields: sepsis.request.fields },
		};
		const { approvals, mayGrow } = meaningOf(begun, context);
		expect(mayGrow).toBe(true);
		expect(approvals.map(({ because }) => because).join()).not.toMatch(/third party|consent/);
	});
});

describe("an organisation without anything to choose", () => {
	const told = (missing: "agreement" | "person", organisation: string, contact?: string) => {
		const { publication: _, ...policy } = records.policy;
		const publication = contact === undefined ? {} : { publication: { publicSources: [], contact } };
		return nothingToChoose(missing, organisation, { ...records, policy: { ...policy, ...publication } });
	};

	it("is told by its name, with whom to ask", () => {
		expect([
			told("agreement", "alpenia", "extension 4410"),
			told("person", "alpenia", "extension 4410"),
			told("agreement", "alpenia"),
			told("agreement", ""),
			told("person", ""),
		]).toMatchInlineSnapshot(`
			[
			  "There is no agreement with Alpenia AG yet. Ask the data custodian: extension 4410.",
			  "There is nobody of Alpenia AG in the list of people yet. Ask the data custodian: extension 4410.",
			  "There is no agreement with Alpenia AG yet. Ask the data custodian.",
			  "There is no agreement yet. Ask the data custodian.",
			  "There is nobody in the list of people yet. Ask the data custodian.",
			]
		`);
	});
});

describe("a condition", () => {
	const condition = { field: "a.b.c", is: "x", is_null: false } as const;

	it("keeps its place and what it compares with where that suits", () => {
		expect(Object.entries(withOperator(condition, "is", "not"))).toEqual([
			["field", "a.b.c"],
			["not", "x"],
			["is_null", false],
		]);
		expect(withOperator(condition, "is", "in")).toEqual({ field: "a.b.c", in: ["x"], is_null: false });
		expect(withOperator({ field: "a.b.c", in: ["x", "y"] }, "in", "is")).toEqual({ field: "a.b.c", is: "x" });
		expect(withOperator({ field: "a.b.c", from: "2024-01-01" }, "from", "at_least")).toEqual({
			field: "a.b.c",
			at_least: "",
		});
		expect(withOperator({ field: "a.b.c" }, undefined, "in")).toEqual({ field: "a.b.c", in: [] });
	});

	it("offers comparisons that suit the field, and reads values as its type has them", () => {
		const field = (type: string) => ({ metadata: { name: "c", type, nullable: true } }) as never;
		expect(operatorsFor(field("date"))).toContain("before");
		expect(operatorsFor(field("date"))).not.toContain("at_least");
		expect(operatorsFor(field("integer"))).not.toContain("from");
		expect([
			scalarOf("12", "integer"),
			scalarOf("12", "text"),
			scalarOf("true", "boolean"),
			scalarOf("x", "integer"),
		]).toEqual([12, "12", true, "x"]);
	});
});
