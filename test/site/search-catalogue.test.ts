import { describe, expect, it } from "vitest";
import { fieldNames, listNames } from "../../scripts/site/name-catalogue.ts";
import { nameCatalogue, searchFiles } from "../../scripts/site/search-catalogue.ts";
import { siteReading } from "../support/site.ts";

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

describe("listNames", () => {
	it("lists each name once, and fieldNames gives all back", () => {
		const all = ["id", "name", "id", "code", "name", "", "id"];
		const { names, places } = listNames(all);
		expect({ names, places }).toEqual({ names: ["id", "name", "code", ""], places: [0, 0, 1, 0, 2, 0, 1] });
		expect(fieldNames({ names, fields: { name: places, type: [], sensitivity: "", retired: [] } })).toEqual(all);
	});
});
