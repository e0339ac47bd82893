import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseCsv } from "../../scripts/document/csv.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { reportCsv } from "../../scripts/report/csv.ts";
import { reportMarkdown } from "../../scripts/report/markdown.ts";
import { odcsContract, reportOdcs } from "../../scripts/report/odcs.ts";
import { madeTree, reportOf } from "./dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");
const { report: hampton } = await reportOf(folderTree(repository));

describe("the report as CSV", () => {
	it("has a row for each field", () => {
		const rows = parseCsv(reportCsv(hampton)).filter(({ Source }) => Source === "hampton");
		expect(rows.length).toBe(hampton.completeness.all.fields);
		expect(rows.find((row) => row["Field id"] === "clinical.visits.stay_days")).toMatchInlineSnapshot(`
			{
			  "At least": "0",
			  "At most": "400",
			  "Department": "Health Records",
			  "Description": "Whole days from beginning to end: 0 for a visit of under 24 hours, missing where the end is. The database works it out. It counts hours in blocks of 24 and not midnights, so it can be one less than the "length of stay" of national returns.",
			  "Description is": "described",
			  "Different values": "10 to 99",
			  "Field": "stay_days",
			  "Field id": "clinical.visits.stay_days",
			  "Glossary": "",
			  "Gone since": "",
			  "Helps to identify a person": "",
			  "Inherited from": "",
			  "May be missing": "yes",
			  "Missing": "under 5 %",
			  "Primary key": "no",
			  "Refers to": "",
			  "Requests": "2",
			  "Rows": "1,000 to 9,999",
			  "Sensitivity": "ordinary",
			  "Shared": "patient",
			  "Source": "hampton",
			  "Suggested because": "",
			  "Suggested sensitivity": "",
			  "Table": "clinical.visits",
			  "Table title": "Visits",
			  "Type": "integer",
			  "Unit": "d",
			  "Values": "",
			  "Where it comes from": "Worked out from admitted_at and discharged_at",
			}
		`);
	});

	it("says why a sensitivity is suggested where no person has decided, in every format but not beside a decision", async () => {
		const suggested = "direct-identifier" as const;
		const fields = {
			nhs_number: { suggested },
			surname: { suggested, words: "- Sensitivity: direct-identifier" },
			// As a page may say that an earlier release's survey has written.
			colour: { suggested },
		};
		const { report } = await reportOf(madeTree([{ table: "patients", fields }]));
		const because = "its name has 'nhs number'";
		expect(parseCsv(reportCsv(report)).map((row) => row["Suggested because"])).toEqual([because, "", ""]);
		expect(report.sources[0]?.tables[0]?.fields.map((field) => field.suggestedBecause)).toEqual([
			because,
			undefined,
			undefined,
		]);
		expect(JSON.stringify(report.sources.map(odcsContract))).toContain(because);
	});

	it("says which fields help to identify a person, by their sensitivity or by a mark, in every format", async () => {
		const fields = {
			ethnic_category: "- Sensitivity: special-category\n- Helps to identify: yes",
			born: "- Sensitivity: quasi-identifier",
			mood: "- Sensitivity: special-category\n- Helps to identify: no",
			colour: "",
		};
		const { report } = await reportOf(madeTree([{ table: "patients", fields }]));
		expect(parseCsv(reportCsv(report)).map((row) => row["Helps to identify a person"])).toEqual(["yes", "yes", "", ""]);
		const reported = report.sources[0]?.tables[0]?.fields ?? [];
		expect(reported.map(({ helpsToIdentify }) => helpsToIdentify)).toEqual([true, true, undefined, undefined]);
		expect(reportMarkdown(report)).toContain("Sensitivity: special-category, helps to identify a person\n");
		const marks = report.sources.map((source) => JSON.stringify(odcsContract(source)).match(/"helpsToIdentify"/g));
		expect(marks[0]).toHaveLength(2);
	});

	it("has a row for a table without fields", async () => {
		const { report } = await reportOf(madeTree([{ table: "empty", fields: {} }]));
		expect(parseCsv(reportCsv(report))).toMatchObject([{ Table: "clinical.empty", Field: "" }]);
	});

	it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1+1"])("keeps a spreadsheet from running %j", async (formula) => {
		const { report } = await reportOf(
			madeTree([{ table: "patients", title: "T", fields: { [formula]: { type: formula } } }]),
		);
		const [row] = parseCsv(reportCsv(report));
		expect([row?.Field, row?.Type]).toEqual([`'${formula}`, `'${formula}`]);
	});
});

describe("the report as a data contract", () => {
	const schema = JSON.parse(readFileSync(join(import.meta.dirname, "odcs-structure.schema.json"), "utf8"));
	const valid = new Ajv2020({ allErrors: true }).compile(schema);

	it("has the structure of ODCS v3.1.0", () => {
		for (const source of hampton.sources) {
			const read = parse(reportOdcs(source));
			expect(valid(read), JSON.stringify(valid.errors)).toBe(true);
			expect(read).toEqual(odcsContract(source));
		}
	});

	it("says what kind of value each field has, what it refers to and what holds of it", () => {
		const tables = odcsContract(hampton.sources[0] as never).schema as {
			name: string;
			properties: { name: string }[];
		}[];
		const field = (table: string, name: string) =>
			tables.find((each) => each.name === table)?.properties.find((each) => each.name === name);
		expect(field("clinical.visits", "patient_id")).toMatchObject({
			logicalType: "integer",
			required: true,
			classification: "direct-identifier",
			relationships: [{ to: "schema/clinical-patients/properties/patient_id" }],
		});
		expect(field("clinical.visits", "stay_days")).toMatchObject({
			quality: [{ type: "text", description: "Acceptable range: 0 to 400 d" }],
		});
		expect(field("clinical.visits", "kind")).toMatchObject({
			logicalType: "string",
			quality: [{ metric: "invalidValues" }],
		});
		expect(field("clinical.patients", "patient_id")).toMatchObject({
			primaryKey: true,
			primaryKeyPosition: 1,
			unique: true,
		});
	});

	it("links to terms that the glossary has, and says which names it does not have", async () => {
		const term = "---\nschemaVersion: 1\ntitle: UCUM\n---\nHow units are written.\n";
		const tree = madeTree(
			[{ table: "t", fields: { unit: "Unit.\n\n- Glossary: UCUM, Nonsuch" } }],
			{},
			{ "dictionary/glossary/ucum.md": term },
		);
		const { report } = await reportOf(tree);
		const contract = odcsContract(report.sources[0] as never) as {
			schema: { properties: { authoritativeDefinitions: unknown; customProperties: unknown }[] }[];
		};
		expect(valid(contract), JSON.stringify(valid.errors)).toBe(true);
		const [unit] = contract.schema[0]?.properties ?? [];
		expect(unit?.authoritativeDefinitions).toEqual([
			{ url: "dictionary/glossary/ucum.md", type: "businessDefinition" },
		]);
		expect(unit?.customProperties).toContainEqual({ property: "glossaryTermsNotFound", value: ["Nonsuch"] });
		expect(parseCsv(reportCsv(report))[0]?.Glossary).toBe("ucum; Nonsuch");
	});

	it("keeps every reference within the contract and every id apart, also for hostile names", async () => {
		const references = [
			{ fields: ["a b", "A B"], table: 'clinical."T/1"', to: ["x", "y"] },
			{ fields: ["a b"], table: "elsewhere.gone", to: ["id"] },
		];
		const tree = madeTree([
			{ table: "T/1", fields: { x: "", y: "", né: "", "😀": "", '"': "" } },
			{ table: "t-1", fields: { "a b": "", "A B": "", a_b: "" }, references },
		]);
		const { report } = await reportOf(tree);
		const contract = report.sources.map(odcsContract)[0] as { schema: { id: string; properties: { id: string }[] }[] };
		expect(valid(contract), JSON.stringify(valid.errors)).toBe(true);
		const places = contract.schema.flatMap(({ id, properties }) =>
			properties.map((each) => `schema/${id}/properties/${each.id}`),
		);
		expect(new Set(places).size).toBe(places.length);
		const used = [...JSON.stringify(contract).matchAll(/schema\/[^"]+/g)].map(([path]) => path);
		expect(used.length).toBe(4);
		expect(used.filter((path) => !places.includes(path))).toEqual([]);
	});

	it("quotes text that readers of older YAML would take for something else", async () => {
		const tree = madeTree([{ table: "t", fields: { no: "yes", answer: "- Values: `NO` = No; `2026-01-01` = A day" } }]);
		const text = reportOdcs((await reportOf(tree)).report.sources[0] as never);
		expect(parse(text, { version: "1.1" })).toEqual(parse(text));
	});
});
