import { describe, expect, it } from "vitest";
import { plainTypes } from "../../scripts/dictionary/column-type.ts";
import { packageFormats } from "../../scripts/package/formats.ts";
import { type DataFormat, dataFile, parseDataFile } from "../../scripts/plan/data-file.ts";
import schema from "../../scripts/schema/request.schema.json" with { type: "json" };

const named = schema.$defs.delivery.properties.format.enum;

describe("the formats of a package", () => {
	it("are those that a request can name", () => {
		expect(Object.keys(packageFormats)).toEqual(named);
	});

	it("each describe every type that a column of the share can have", () => {
		for (const { types } of Object.values(packageFormats))
			expect(Object.keys(types).sort()).toEqual([...plainTypes].sort());
	});

	it("each tell their tables' files from the package's other files, by their paths", () => {
		for (const format of named as DataFormat[])
			expect(parseDataFile(dataFile("visits_2", format))).toEqual({ table: "visits_2", format });
		for (const other of ["datapackage.json", "field-dictionary.csv", "terms/care-v1.md", "data/visits.xlsx"])
			expect(parseDataFile(other)).toBeUndefined();
	});
});
