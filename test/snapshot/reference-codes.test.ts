import { beforeAll, expect, it } from "vitest";
import { connect, withClient } from "../../scripts/database/connect.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { productFolder } from "../../scripts/issue/product.ts";
import { type Records, readRecords } from "../../scripts/records/records.ts";
import type { Clause, SharingRequest } from "../../scripts/schema/types.ts";
import { adviseOnCodes } from "../../scripts/snapshot/reference-codes.ts";
import { type HospitalDatabase, hospitalDatabase } from "../support/database.ts";

let hospital: HospitalDatabase;
let records: Records;
beforeAll(async () => {
	hospital = await hospitalDatabase(50);
	const read = await readRecords(folderTree(productFolder()));
	if (read.records === undefined) throw new Error("the product's records cannot be read");
	records = read.records;
});

/** What is said of a cohort's conditions, place by place. */
async function advice(clauses: Clause[], changed = records, url = hospital.readOnlyUrl) {
	const request = { ...(records.requests.get("sepsis-outcomes") as SharingRequest), cohort: clauses, rows: {} };
	const options = { applicationName: "test", readOnly: true };
	const issues = await withClient(url, options, (client) => adviseOnCodes(client, request, changed));
	expect(issues.every(({ severity }) => severity === "warning")).toBe(true);
	return issues.map(({ path, message, fix }) => `${path.join(".")}: ${message}. ${fix ?? ""}`);
}

const code = "clinical.diagnoses.icd10_code";
const test = "clinical.lab_results.test_code";

it("says which codes the hospital does not have, with the nearest that it has", async () => {
	expect(
		await advice([
			{ field: code, is: "A41.*" },
			{ field: code, in: ["A41.9", "A41.99", "Z99.*"] },
			{
				any: [
					{ field: test, is: "Potassium" },
					{ field: test, not: "LACTATE" },
					{ field: test, is: "K" },
				],
			},
			{ field: code, in_value_set: "sepsis-icd10" },
			{ field: "clinical.medication.medicine_id", in: [1, 9999] },
		]),
	).toEqual([
		`cohort.0.is: reference.icd10 has no code "A41.*", and ${code} refers to it. A condition compares whole values and knows no wildcards. Those that begin so: A41.0, A41.5, A41.9.`,
		`cohort.1.in.1: reference.icd10 has no code "A41.99", and ${code} refers to it. Did you mean "A41.9"?`,
		`cohort.1.in.2: reference.icd10 has no code "Z99.*", and ${code} refers to it. A condition compares whole values and knows no wildcards.`,
		`cohort.2.any.0.is: reference.lab_tests has no test_code "Potassium", and ${test} refers to it. Did you mean "K", whose label is that?`,
		`cohort.2.any.1.not: reference.lab_tests has no test_code "LACTATE", and ${test} refers to it. Did you mean "LACT", whose label is that?`,
		expect.stringContaining('cohort.4.in.1: reference.medicines has no medicine_id "9999"'),
	]);
});

it("says that a value set has no code that the hospital has, and nothing of one that has some", async () => {
	const terms = (values: string[]) => [{ id: "made-up", label: "Made up", meaning: "Made up.", values }];
	const withSet = (values: string[]): Records => ({
		...records,
		vocabularies: new Map([["value-sets", { schemaVersion: 1, title: "Value sets", terms: terms(values) }]]) as never,
	});
	const clauses = [{ field: code, in_value_set: "made-up" }];
	expect(await advice(clauses, withSet(["X00.1", "X00.2"]))).toEqual([
		`cohort.0.in_value_set: reference.icd10 has no code of the value set "made-up", and ${code} refers to it. `,
	]);
	expect(await advice(clauses, withSet(["X00.1", "A41.9"]))).toEqual([]);
});

it("looks nothing up in a table whose rows lead to patients, whatever the source list calls it", async () => {
	const [source, ...others] = records.catalogue.sources;
	if (source === undefined) throw new Error("no source");
	const tables = source.tables.map((table) =>
		table.class === "patient" ? { ...table, class: "reference" as const } : table,
	);
	const mislabelled = { ...records, catalogue: { sources: [{ ...source, tables }, ...others] } };
	const clauses = [
		{ field: "clinical.diagnoses.visit_id", is: "1000000000" },
		{ field: "clinical.lab_results.visit_id", is: "1000000000" },
	];
	expect(await advice(clauses, mislabelled)).toEqual([]);
});

it("keeps no delivery back where a table cannot be asked", async () => {
	const owner = await connect(hospital.url, { applicationName: "test" });
	await owner.query("ALTER TABLE reference.lab_tests RENAME TO gone");
	await owner.end();
	expect(await advice([{ field: test, is: "K" }])).toEqual([
		expect.stringContaining("cohort.0: whether reference.lab_tests has these codes could not be asked"),
	]);
});
