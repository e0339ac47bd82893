import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEntry, parseEntry } from "../../scripts/dictionary/entry.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";

const path = "dictionary/sources/hampton/clinical.patients.md";

const name = fc.string({ unit: "binary", minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed());
const comment = fc.oneof(
	fc.string({ unit: "binary", maxLength: 40 }).filter((text) => text.isWellFormed()),
	fc
		.array(
			fc.constantFrom(
				"---",
				"---js",
				"\n",
				"\r\n",
				"\r",
				"...",
				"&a",
				"*a",
				"!!js",
				"# x",
				": ",
				"- ",
				" ",
				"\t",
				"'",
				'"',
				"\\",
				"null",
				"1e3",
				"\u2028",
				"\u0085",
				"%YAML",
			),
			{
				maxLength: 8,
			},
		)
		.map((pieces) => pieces.join("")),
);
const entry = fc
	.record({
		schema: name,
		table: name,
		comment,
		checks: fc.array(comment, { maxLength: 2 }),
		names: fc.uniqueArray(name, { maxLength: 3 }),
	})
	.map(
		({ names, ...rest }): DictionaryEntry => ({
			schemaVersion: 1,
			source: "hampton",
			kind: "table",
			surveyed: "2026-11-02",
			rows: "10 to 99",
			key: names,
			uniqueKeys: [names],
			...rest,
			fields: names.map((field) => ({
				name: field,
				type: "text",
				nullable: true,
				comment: rest.comment,
				values: [field],
			})),
		}),
	);

describe("a page of the dictionary", () => {
	it("reads back whatever metadata and words it was written with", () => {
		fc.assert(
			fc.property(entry, comment, (metadata, body) => {
				const page = parseEntry(Buffer.from(formatEntry(metadata, body)), path);
				expect(page.issues).toEqual([]);
				expect(page.metadata).toEqual(metadata);
				expect(page.body).toBe(body);
			}),
			{ numRuns: 500 },
		);
	});

	it("locates what is wrong with the metadata on the page's line", () => {
		const text =
			"---\nschemaVersion: 1\nsource: hampton\nschema: clinical\ntable: patients\nkind: tabel\nsurveyed: 2026-11-02\nrows: none\nkey: []\nfields:\n  - name: a\n    type: text\n    nullable: perhaps\n---\nwords\n";
		const page = parseEntry(Buffer.from(text), path);
		expect(page).not.toHaveProperty("metadata");
		expect(page.issues.map(({ file, line }) => `${file}:${line}`)).toEqual([`${path}:6`, `${path}:13`]);
	});

	it("refuses a list of fields that has one twice", () => {
		const field = { name: "a", type: "text", nullable: true };
		const metadata: DictionaryEntry = {
			schemaVersion: 1,
			source: "hampton",
			schema: "clinical",
			table: "patients",
			kind: "table",
			surveyed: "2026-11-02",
			rows: "none",
			key: [],
			fields: [field, field],
		};
		const page = parseEntry(Buffer.from(formatEntry(metadata, "")), path);
		expect(page).not.toHaveProperty("metadata");
		expect(page.issues).toMatchObject([
			{ rule: "dictionary-page", line: 14, message: "this field stands in the list twice" },
		]);
	});
});
