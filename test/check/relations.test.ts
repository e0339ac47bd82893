import { describe, expect, it } from "vitest";
import { checkRepository } from "../../scripts/check/repository.ts";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { hospitalFolder, today } from "./hospital.ts";

const fixture = await folderTree(hospitalFolder).readAll("");
const file = "dictionary/sources.yml";

/** The problems of the fixture with a text of its source list replaced. */
async function problems(from: string, to: string): Promise<string[]> {
	const before = fixture.get(file)?.toString() ?? "";
	const files = new Map(fixture).set(file, Buffer.from(before.replace(from, () => to)));
	return (await checkRepository(memoryTree("changed", files), today)).issues.map(formatIssue);
}

/** The problems with a relation that stands in lines 18 and 19. */
const relate = (from: string, to: string) =>
	problems("consent:", `relations:\n      - from: ${from}\n        to: ${to}\n    consent:`);

describe("a declared relation", () => {
	it.each([
		["one column to a key", "clinical.lab_results.patient_id", "clinical.patients.patient_id"],
		["lists of one", "[clinical.lab_results.patient_id]", "[clinical.patients.patient_id]"],
		["numbers of two types", "clinical.lab_results.value", "clinical.lab_results.result_id"],
		[
			"the whole of a key",
			"[clinical.lab_results.patient_id, clinical.lab_results.test_code]",
			"[clinical.consents.patient_id, clinical.consents.purpose]",
		],
		[
			"the whole of a key in another order",
			"[clinical.lab_results.test_code, clinical.lab_results.patient_id]",
			"[clinical.consents.purpose, clinical.consents.patient_id]",
		],
		[
			"a key and more",
			"[clinical.lab_results.value, clinical.lab_results.test_code]",
			"[clinical.lab_results.result_id, clinical.lab_results.test_code]",
		],
	])("may be by %s", async (_, from, to) => {
		expect(await relate(from, to)).toEqual([]);
	});

	it.each([
		[
			"lists of several lengths",
			"[clinical.lab_results.patient_id, clinical.lab_results.value]",
			"clinical.patients.patient_id",
			/:18:9 error: "from" has 2 columns and "to" has one column\. Give both/,
		],
		[
			"columns of several tables",
			"[clinical.lab_results.patient_id, clinical.consents.purpose]",
			"[clinical.patients.patient_id, clinical.patients.sex]",
			/:18:9 error: these columns are of several tables/,
		],
		[
			"one column twice, however it is quoted",
			`[clinical.lab_results.patient_id, 'clinical."lab_results".patient_id']`,
			"[clinical.patients.patient_id, clinical.patients.height_cm]",
			/:18:9 error: a column stands here twice/,
		],
		[
			"an unknown field",
			"[clinical.lab_results.patient_id, clinical.lab_results.test_cod]",
			"[clinical.consents.patient_id, clinical.consents.purpose]",
			/:18:49 error: unknown field "clinical.lab_results.test_cod"\. Did you mean "clinical.lab_results.test_code"\?/,
		],
		[
			"a field that is retired",
			"[clinical.lab_results.patient_id, clinical.lab_results.test_code]",
			"[clinical.patients.patient_id, clinical.patients.fax]",
			/:19:44 error: "clinical.patients.fax" is retired: the database no longer has it/,
		],
		[
			"types that cannot be equal",
			"[clinical.lab_results.patient_id, clinical.lab_results.taken_on]",
			"[clinical.consents.patient_id, clinical.consents.purpose]",
			/:18:49 error: clinical.lab_results.taken_on \(date\) cannot be compared with clinical.consents.purpose \(text\)/,
		],
		[
			"a part of a key",
			"clinical.lab_results.patient_id",
			"clinical.consents.patient_id",
			/:19:13 error: this is only a part of a key of clinical.consents.* Its keys are: "patient_id" with "purpose"\.$/,
		],
		[
			"what is no key",
			"clinical.lab_results.test_code",
			"reference.lab_tests.name",
			/:19:13 warning: the database does not say that this tells the rows of reference.lab_tests apart/,
		],
		["nothing", "[]", "clinical.patients.patient_id", /:18:9 error: "from" must not be empty/],
		["what is no text", "[5]", "clinical.patients.patient_id", /:18:16 error: this must be text/],
		["a group", "{ a: 1 }", "clinical.patients.patient_id", /:18:9 error: this is none of what can stand here/],
	])("cannot be by %s", async (_, from, to, says) => {
		const found = await relate(from, to);
		expect(found).toEqual([expect.stringMatching(says)]);
	});
});

describe("a path to the patient", () => {
	const follow = (path: string) =>
		problems("clinical.consents: { class: patient }", `clinical.consents: { class: patient, path: ${path} }`);

	it("may follow one column, and several together only where a link has them", async () => {
		expect(await follow("[clinical.consents.patient_id]")).toEqual([]);
		expect(await follow("[[clinical.consents.patient_id]]")).toEqual([]);
		expect(await follow("[[clinical.consents.patient_id, clinical.consents.purpose]]")).toEqual([
			expect.stringContaining("does not lead on from clinical.consents.patient_id, clinical.consents.purpose by one"),
		]);
	});

	it("is told of by the very column that is wrong", async () => {
		expect([
			...(await follow("[[clinical.consents.patient_id, clinical.consents.site]]")),
			...(await follow("[[clinical.consents.patient_id, clinical.patients.sex]]")),
			...(await follow("[[clinical.consents.patient_id], clinical.patients.fax]")),
		]).toMatchInlineSnapshot(`
			[
			  "dictionary/sources.yml:14:82 error: unknown field "clinical.consents.site". Did you mean "clinical.consents.purpose"?",
			  "dictionary/sources.yml:14:51 error: these columns are of several tables. Name columns of one table together.",
			  "dictionary/sources.yml:14:83 error: "clinical.patients.fax" is retired: the database no longer has it. Correct the name, or take it out.",
			]
		`);
	});
});
