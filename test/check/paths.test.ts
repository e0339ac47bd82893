import { describe, expect, it } from "vitest";
import { checkRepository } from "../../scripts/check/repository.ts";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { hospitalFolder, today } from "./hospital.ts";

const fixture = await folderTree(hospitalFolder).readAll("");
const sources = "dictionary/sources.yml";
const results = "dictionary/sources/hampton/clinical.lab_results.md";
const toPatient = "  - { fields: [patient_id], table: clinical.patients, to: [patient_id] }\n";

/** The problems of the fixture without its requests, with texts of files replaced. */
async function problems(...changes: readonly (readonly [file: string, from: string, to: string])[]): Promise<string[]> {
	const files = new Map([...fixture].filter(([path]) => !/^requests\/(?!governance\/)/.test(path)));
	for (const [file, from, to] of changes) {
		const before = files.get(file)?.toString() ?? "";
		if (!before.includes(from)) throw new Error(`${file} has no such text`);
		files.set(file, Buffer.from(before.replace(from, () => to)));
	}
	return (await checkRepository(memoryTree("changed", files), today)).issues.map(formatIssue);
}

describe("checking that tables lead to their patients", () => {
	const second = "  - { fields: [value], table: clinical.patients, to: [patient_id] }\n";
	const listed = "clinical.lab_results: { class: patient, owner: Pathology }";

	it("has nothing against the fixture", async () => {
		expect(await problems()).toEqual([]);
	});

	it("names a table that is reached in several ways at its own line, before any request", async () => {
		expect(await problems([results, toPatient, toPatient + second])).toEqual([
			'dictionary/sources.yml:13:7 error: clinical.lab_results leads to the patient table in several ways (patient_id to clinical.patients; value to clinical.patients). Give the columns to follow as "path" of clinical.lab_results in the source list.',
		]);
		const block = "clinical.lab_results:\n        class: patient\n        owner: Pathology";
		expect(await problems([results, toPatient, toPatient + second], [sources, listed, block])).toEqual([
			expect.stringMatching(/^dictionary\/sources.yml:13:7 error: clinical.lab_results leads .* several ways/),
		]);
	});

	it("is content once a path chooses", async () => {
		const chosen = "clinical.lab_results: { class: patient, path: [clinical.lab_results.patient_id] }";
		expect(await problems([results, toPatient, toPatient + second], [sources, listed, chosen])).toEqual([]);
	});

	it("names a table that leads to no patient, and the path that leads nowhere, but none of another class", async () => {
		expect(await problems([results, toPatient, ""])).toEqual([
			expect.stringMatching(/sources.yml:13:7 error: no foreign key leads from clinical.lab_results/),
		]);
		const astray = "clinical.lab_results: { class: patient, path: [clinical.lab_results.test_code] }";
		expect(await problems([sources, listed, astray])).toEqual([
			expect.stringMatching(
				/sources.yml:13:47 error: the path of clinical.lab_results does not lead on from clinical.lab_results.test_code/,
			),
		]);
		const excluded = "clinical.lab_results: { class: excluded }";
		expect(await problems([results, toPatient, ""], [sources, listed, excluded])).toEqual([]);
	});

	it("asks no way of a table that the database no longer has", async () => {
		const retired = "rows: 100 or more\nretired: 2026-02-01";
		expect(await problems([results, toPatient, ""], [results, "rows: 100 or more", retired])).toEqual([]);
	});
});
