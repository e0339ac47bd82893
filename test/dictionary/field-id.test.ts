import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFieldId, formatTableId, parseFieldId, parseTableId } from "../../scripts/dictionary/field-id.ts";

const part = fc.string({ unit: "binary", minLength: 1, maxLength: 63 }).filter((text) => !text.includes("\0"));

describe("field ids", () => {
	it.each([
		["clinical.patients.sex", { schema: "clinical", table: "patients", column: "sex" }],
		['clinical."Lab Results"."a.b"', { schema: "clinical", table: "Lab Results", column: "a.b" }],
		['"a""b"._x1."1"', { schema: 'a"b', table: "_x1", column: "1" }],
	])("reads %s and writes it again", (text, name) => {
		expect(parseFieldId(text)).toEqual(name);
		expect(formatFieldId(name)).toBe(text);
	});

	it("reads needless quotes, and writes none", () => {
		const name = parseFieldId('"clinical"."patients".sex');
		expect(name && formatFieldId(name)).toBe("clinical.patients.sex");
	});

	it.each([
		"",
		"clinical",
		"clinical.patients",
		"clinical.patients.sex.x",
		"clinical.patients.",
		"clinical..sex",
		"Clinical.patients.sex",
		"clinical.patients.1sex",
		"clinical.patients.se x",
		" clinical.patients.sex",
		"clinical.patients.sex\n",
		'clinical.patients."sex',
		'clinical.patients.""',
		'clinical.patients."se"x"',
		'clinical.patients."a\0"',
		"clinical.patients.größe",
	])("refuses %j", (text) => {
		expect(parseFieldId(text)).toBeUndefined();
	});

	it("reads back any names it wrote", () => {
		fc.assert(
			fc.property(part, part, part, (schema, table, column) => {
				expect(parseFieldId(formatFieldId({ schema, table, column }))).toEqual({ schema, table, column });
				expect(parseTableId(formatTableId({ schema, table }))).toEqual({ schema, table });
			}),
		);
	});
});
