import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { inheritedDescriptions } from "../../scripts/dictionary/inherited.ts";
import { parseRelation } from "../../scripts/dictionary/relation.ts";
import { readBook } from "../../scripts/form/book.ts";
import { makeForm } from "../../scripts/form/form.ts";
import { reportCsv } from "../../scripts/report/csv.ts";
import { reportMarkdown } from "../../scripts/report/markdown.ts";
import { odcsContract } from "../../scripts/report/odcs.ts";
import { explainSuggestions } from "../../scripts/sensitivity/explain.ts";
import { madeTree, reportOf } from "../report/dictionary-maker.ts";

describe("reading a relation", () => {
	it.each([
		["a.b.c", "d.e.f", ["b.c", "e.f"]],
		[["a.b.c"], "d.e.f", ["b.c", "e.f"]],
		[
			["a.b.c", 'a."b"."C"'],
			["d.e.f", "d.e.g"],
			["b.c,C", "e.f,g"],
		],
		[["a.b.c", "a.b.d"], "d.e.f", undefined],
		[["a.b.c", "a.x.d"], ["d.e.f", "d.e.g"], undefined],
		[["a.b.c", "x.b.d"], ["d.e.f", "d.e.g"], undefined],
		[["a.b.c", "a.b"], ["d.e.f", "d.e.g"], undefined],
		[[], [], undefined],
	] as const)("of %j to %j gives %j", (from, to, expected) => {
		const list = (ids: string | readonly string[]) => (typeof ids === "string" ? ids : [...ids]);
		const read = parseRelation({ from: list(from), to: list(to) });
		const told = read && [read.from, read.to].map(({ table, columns }) => `${table.table}.${columns.join(",")}`);
		expect(told).toEqual(expected);
	});
});

describe("a relation by several columns", () => {
	const tree = madeTree(
		[
			{ table: "patients", key: ["site", "number"], fields: { site: "The hospital.", number: "Its number." } },
			{ table: "stays", fields: { place: "", patient: "", ward: "" } },
		],
		{
			relations: [
				{
					from: ["clinical.stays.place", "clinical.stays.patient"],
					to: ["clinical.patients.site", "clinical.patients.number"],
				},
			],
		},
	);

	it("hands descriptions on from column to column", async () => {
		const [source] = (await reportOf(tree)).catalogue.sources;
		if (source === undefined) throw new Error("no source");
		expect([...inheritedDescriptions(source)].map(([id, { description }]) => [id, description])).toEqual([
			["clinical.stays.place", "The hospital."],
			["clinical.stays.patient", "Its number."],
		]);
	});

	it("is told of in a form, at each of its fields", async () => {
		const { text } = makeForm(await readBook(tree), { blankOnly: false }, "a".repeat(40));
		expect(text.split("\n").filter((line) => line.startsWith("Refers to"))).toEqual([
			"Refers to: `hampton/clinical.patients.site`",
			"Refers to: `hampton/clinical.patients.number`",
		]);
	});

	it("is told of as one link in every report", async () => {
		const { report } = await reportOf(tree);
		expect(
			reportMarkdown(report)
				.split("\n")
				.filter((line) => line.includes("by declaration only")),
		).toMatchInlineSnapshot(`
			[
			  "- Link: \`place\`, \`patient\` to [\`clinical.patients\`](#table-1-1) \`site\`, \`number\`, by declaration only",
			]
		`);
		expect(reportCsv(report).match(/[^,\n]*patients\.(?:site|number)[^,\n]*/g)).toMatchInlineSnapshot(`
			[
			  "clinical.patients.site",
			  "clinical.patients.number",
			  "clinical.patients.site",
			  "clinical.patients.number",
			]
		`);
		const [source] = report.sources;
		if (source === undefined) throw new Error("no source");
		const contract = odcsContract(source);
		const stays = (contract.schema as { name: string; relationships?: unknown }[]).find(
			({ name }) => name === "clinical.stays",
		);
		expect(stays?.relationships).toMatchInlineSnapshot(`
			[
			  {
			    "from": [
			      "schema/clinical-stays/properties/place",
			      "schema/clinical-stays/properties/patient",
			    ],
			    "to": [
			      "schema/clinical-patients/properties/site",
			      "schema/clinical-patients/properties/number",
			    ],
			    "type": "foreignKey",
			  },
			]
		`);
		const schema = JSON.parse(readFileSync(join(import.meta.dirname, "../report/odcs-structure.schema.json"), "utf8"));
		expect(new Ajv2020().validate(schema, contract)).toBe(true);
	});

	it("makes the columns of a patient's key identifiers", async () => {
		const [source] = (await reportOf(tree)).catalogue.sources;
		const stays = source?.tables.find(({ id }) => id === "clinical.stays");
		if (source === undefined || stays === undefined) throw new Error("no stays");
		const listed = {
			...{ id: "hampton", title: "Hampton", kind: "postgresql" as const, connection: "HAMPTON_URL" },
			...{ schemas: ["clinical"], patient: source.patient, tables: {}, relations: [...source.relations] },
		};
		expect(explainSuggestions(stays.metadata, listed).get("place")?.reason).toMatchInlineSnapshot(
			`"it refers to clinical.patients, a table about patients"`,
		);
		expect(explainSuggestions(stays.metadata, { ...listed, relations: [] }).get("place")?.reason).toMatchInlineSnapshot(
			`undefined`,
		);
	});
});
