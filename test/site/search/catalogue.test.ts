import { describe, expect, it } from "vitest";
import { nameCatalogue, searchFiles } from "../../../scripts/site/search/catalogue.ts";
import { fieldNames, listNames } from "../../../scripts/site/search/name-catalogue.ts";
import { wordCatalogue } from "../../../scripts/site/search/told-words.ts";
import type { WordCatalogue } from "../../../scripts/site/search/word-catalogue.ts";
import { siteReading } from "../../support/site.ts";

describe("the catalogue of names", () => {
	it("has every table and field once, in the catalogue's order", async () => {
		const reading = await siteReading("internal");
		const names = nameCatalogue(reading);
		const tables = reading.records.catalogue.sources.flatMap((source) => source.tables);
		const fields = tables.flatMap((table) => table.fields);
		expect(names.tables.id).toEqual(tables.map(({ id }) => id));
		expect(fieldNames(names)).toEqual(fields.map(({ name }) => name));
		expect(names.tables.class).toHaveLength(tables.length);
		expect(names.fields.sensitivity).toHaveLength(fields.length);
		expect(names.fields.type).toHaveLength(fields.length);
		expect(names.tables.fields.reduce((sum, count) => sum + count)).toBe(fields.length);
		expect(tables[names.sources[0]?.patient ?? -1]?.id).toBe("clinical.patients");
	});

	it("says where a term's fields are, named by their own sections or by the term's page", async () => {
		const reading = await siteReading("internal");
		const glossary = new Map(
			[...reading.glossary].map(([id, term]) =>
				id === "sex" ? [id, { ...term, fields: [{ source: "hampton", field: "clinical.patients.town" }] }] : [id, term],
			),
		);
		const names = nameCatalogue({ ...reading, glossary });
		const all = fieldNames(names);
		const linked = (term: string) => {
			let at = 0;
			return names.terms.find(({ id }) => id === term)?.fields.map((gap) => all[(at += gap)]);
		};
		expect(linked("sex")).toEqual(["sex", "town"]);
		expect(linked("nhs-number")).toEqual(["nhs_number"]);
	});

	it("has no description, and on the public site no internal table", async () => {
		const [file] = searchFiles(await siteReading("public"));
		expect(file?.path).toBe("search/catalogue.json");
		expect(file?.text).toContain("date_of_birth");
		expect(file?.text).not.toContain("access_log");
		expect(file?.text).not.toContain("Ask for the decade of birth");
	});
});

describe("the words that are told of fields", () => {
	it("are those of values and first sentences, each with its fields", async () => {
		const reading = await siteReading("internal");
		const { words, fields } = wordCatalogue(reading);
		const all = reading.records.catalogue.sources.flatMap(({ tables }) => tables.flatMap(({ fields }) => fields));
		const toldOf = (word: string) => {
			let at = 0;
			return fields[words.indexOf(word)]?.map((gap) => all[(at += gap)]?.id);
		};
		expect(toldOf("potassium")).toEqual(["clinical.lab_results.test_code"]);
		expect(toldOf("died")).toEqual(["clinical.visit_summaries.discharge_method", "clinical.visits.discharge_method"]);
		expect(toldOf("wristband")).toEqual(["clinical.patients.hospital_number"]);
		expect(words).not.toContain("the");
		expect(new Set(words).size).toBe(words.length);
	});

	it("are none of what a page does not show", async () => {
		const reading = await siteReading("internal");
		const { sources } = reading.records.catalogue;
		const description = `Read [on](../zzaddress.md) <b class="zztag">here</b>. ${"More. ".repeat(40)}\n\nzzlater`;
		const catalogue = {
			sources: sources.map((source) => ({
				...source,
				tables: source.tables.map((table) => ({
					...table,
					fields: table.fields
						.slice(0, 1)
						.map((field) => ({ ...field, documentation: { ...field.documentation, description } })),
				})),
			})),
		};
		const few = { sources: catalogue.sources.map((source) => ({ ...source, tables: source.tables.slice(0, 5) })) };
		expect(wordCatalogue({ records: { ...reading.records, catalogue: few } }).words).toEqual([
			"read",
			"on",
			"here",
			"more",
		]);
	});

	it("are on the public site those of tables that it shows", async () => {
		const [, file] = searchFiles(await siteReading("public"));
		expect(file?.path).toBe("search/words.json");
		const { words } = JSON.parse(file?.text ?? "") as WordCatalogue;
		expect(words).toContain("potassium");
		const internal = wordCatalogue(await siteReading("internal")).words;
		expect(internal).toContain("opened");
		expect(words).not.toContain("opened");
	});
});

describe("listNames", () => {
	it("lists each name once, and fieldNames gives all back", () => {
		const all = ["id", "name", "id", "code", "name", "", "id"];
		const { names, numbers } = listNames(all);
		expect({ names, numbers }).toEqual({ names: ["id", "name", "code", ""], numbers: [0, 0, 1, 0, 2, 0, 1] });
		expect(fieldNames({ names, fields: { name: numbers, type: [], sensitivity: "", retired: [] } })).toEqual(all);
	});
});
