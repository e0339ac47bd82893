import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordFormats } from "../../scripts/schema/formats.ts";
import { generateTypes, generateValidators } from "../../scripts/schema/generate.ts";
import * as validators from "../../scripts/schema/validators.js";

const folder = join(import.meta.dirname, "../../scripts/schema");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const schemaFiles = readdirSync(folder).filter((file) => file.endsWith(".schema.json"));

describe("generated files", () => {
	it("has the types that the schemas define", async () => {
		expect((await generateTypes()) === read("types.ts"), "run npm run generate").toBe(true);
	});

	it("has the validators that the schemas define", async () => {
		expect((await generateValidators()) === read("validators.js"), "run npm run generate").toBe(true);
	});

	it("loads nothing, so that a browser page can use the validators as they are", () => {
		// Ajv's helpers carry the text of a require call, in quotes, which nothing runs.
		expect(/(?<!')\brequire\(|\bimport\b|new Function|\beval\(/.test(read("validators.js"))).toBe(false);
	});
});

describe("the list of formats", () => {
	it("names every schema but the common definitions", () => {
		const listed = Object.values(recordFormats).map(({ schema }) => schema as string);
		expect(listed.toSorted()).toEqual(schemaFiles.filter((file) => file !== "common.schema.json").toSorted());
	});

	it("has a validator for each", () => {
		expect(Object.keys(validators).toSorted()).toEqual(Object.keys(recordFormats).toSorted());
	});
});

describe.each(schemaFiles)("%s", (file) => {
	const schema = JSON.parse(read(file));

	it("is draft 2020-12", () => {
		expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
	});

	it("describes every property for the person who fills it in", () => {
		expect(undescribed(schema, file)).toEqual([]);
	});
});

it.each(schemaFiles.filter((file) => file !== "common.schema.json"))(
	"%s asks for schemaVersion and allows no unknown property",
	(file) => {
		const schema = JSON.parse(read(file));
		expect(schema.required).toContain("schemaVersion");
		expect(schema.additionalProperties).toBe(false);
	},
);

/** The properties without a description of their own or of the definition they refer to. */
function undescribed(node: unknown, path: string): string[] {
	if (typeof node !== "object" || node === null) return [];
	const missing = Object.entries((node as { properties?: object }).properties ?? {})
		.filter(([, property]) => !property.description && !property.$ref)
		.map(([name]) => `${path}/${name}`);
	return [...missing, ...Object.entries(node).flatMap(([key, child]) => undescribed(child, `${path}/${key}`))];
}
