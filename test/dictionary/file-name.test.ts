import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEntry, parseEntry } from "../../scripts/dictionary/entry.ts";
import { isPageFileName, pageFileName } from "../../scripts/dictionary/file-name.ts";
import { seedBody } from "../../scripts/dictionary/seed.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";
import { planPages } from "../../scripts/survey/postgresql/plan.ts";

describe("file names of pages", () => {
	it.each([
		["clinical", "lab_results", "clinical.lab_results.md"],
		["clinical", "Lab Results", "clinical-lab-results-c911137d.md"],
		["a.b", "c", "a-b-c-1cdd4a12.md"],
		["a", "b.c", "a-b-c-017426cf.md"],
		["con", "x", "con-x-9c23cea3.md"],
		["CON", "x", "con-x-c270d31a.md"],
		["con.x", "y", "con-x-y-ade76541.md"],
		["com1", "x", "com1-x-e872d775.md"],
		["com¹", "x", "com-x-658e0ef1.md"],
		["conin$", "x", "conin-x-5bfdad0b.md"],
		["console", "x", "console.x.md"],
		["clinical", "con", "clinical.con.md"],
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

	it.each(["con", "prn", "aux", "nul", "com0", "com9", "lpt1", "lpt9"])("never begins with %s by itself", (device) => {
		for (const table of ["x", "Ü", "con"]) {
			expect(pageFileName({ schema: device, table }).split(".")[0]).not.toBe(device);
		}
	});

	it("stays what it was for a page that has such a name already", () => {
		const fields = [{ name: "a", type: "text", nullable: true }];
		const about = { schemaVersion: 1, source: "hampton", schema: "con", table: "x", kind: "table" } as const;
		const found: DictionaryEntry = { ...about, surveyed: "2026-11-22", rows: "none", key: [], fields };
		const path = "dictionary/sources/hampton/con.x.md";
		const page = parseEntry(Buffer.from(formatEntry({ ...found, rows: "under 10" }, seedBody(found))), path);
		const surveyed = { source: "hampton", tables: [found], closed: new Set<string>(), leftOut: new Map() };
		const plan = planPages([page], { ...surveyed, absentSchemas: new Set(), issues: [] }, "2026-11-22");
		expect(plan.issues).toEqual([]);
		expect(plan.pages.map((each) => each.path)).toEqual([path]);
		expect(isPageFileName("con.x.md")).toBe(true);
	});

	it("gives any table a name that every file system takes", () => {
		const part = fc.string({ unit: "binary", minLength: 1, maxLength: 63 });
		fc.assert(
			fc.property(part, part, (schema, table) => {
				expect(pageFileName({ schema, table })).toMatch(/^[a-z0-9_][a-z0-9_.-]{0,85}\.md$/);
			}),
		);
	});
});
