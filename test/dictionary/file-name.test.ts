import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPageFileName, pageFileName } from "../../scripts/dictionary/file-name.ts";

describe("file names of pages", () => {
	it.each([
		["clinical", "lab_results", "clinical.lab_results.md"],
		["clinical", "Lab Results", "clinical-lab-results-c911137d.md"],
		["a.b", "c", "a-b-c-1cdd4a12.md"],
		["a", "b.c", "a-b-c-017426cf.md"],
		["con", "x", "con-x-9c23cea3.md"],
		["../..", "/etc/passwd", "etc-passwd-f91ceabb.md"],
		["é", "ü", "table-d03a1da3.md"],
		["a".repeat(40), "b".repeat(39), `${"a".repeat(40)}.${"b".repeat(39)}.md`],
		["a".repeat(40), "b".repeat(40), `${"a".repeat(40)}-${"b".repeat(19)}-9824946b.md`],
	])("names the page of %j.%j %s", (schema, table, name) => {
		expect(pageFileName({ schema, table })).toBe(name);
		expect(isPageFileName(name)).toBe(true);
	});

	it.each(["50%25 é.md", "odd #1.md", "A.md", "..md", "-x.md", "sub/x.md", "x.txt", "x?.md"])(
		"cannot be %s",
		(name) => {
			expect(isPageFileName(name)).toBe(false);
		},
	);

	it("gives any table a name that every file system takes", () => {
		const part = fc.string({ unit: "binary", minLength: 1, maxLength: 63 });
		fc.assert(
			fc.property(part, part, (schema, table) => {
				expect(pageFileName({ schema, table })).toMatch(/^[a-z0-9_][a-z0-9_.-]{0,85}\.md$/);
			}),
		);
	});
});
