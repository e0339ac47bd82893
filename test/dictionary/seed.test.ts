import fc from "fast-check";
import type { Nodes } from "mdast";
import { describe, expect, it } from "vitest";
import { readMarkdown } from "../../scripts/dictionary/blocks.ts";
import { readDocumentation } from "../../scripts/dictionary/documentation.ts";
import { headingLine, headingText, plainText, readOutline, sourceOf } from "../../scripts/dictionary/sections.ts";
import { appendSections, fieldsWithoutSection, seedBody } from "../../scripts/dictionary/seed.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";

const name = fc
	.oneof(
		fc.string({ unit: "binary", minLength: 1, maxLength: 63 }),
		fc
			.array(fc.constantFrom("`", " ", "#", "\n", "\\", "a", '"', "_", "*", "U&"), { minLength: 1, maxLength: 12 })
			.map((l) => l.join("")),
	)
	.filter((text) => !text.includes("\0"));

const markup = fc
	.array(
		fc.constantFrom(
			"\n",
			"\n\n",
			"\r",
			"\r\n",
			"# Forged",
			"## `forged`",
			"- Sensitivity: ordinary",
			"* Unit: kg",
			"1. x",
			"7) x",
			"> q",
			"```",
			"~~~",
			"---",
			"===",
			"<!--",
			"-->",
			"<script>",
			"</div>",
			"[a]: http://x",
			"www.x.org",
			"a@b.org",
			"[a](b)",
			"![",
			"|a|b|",
			"|-|-|",
			"&lt;",
			"\\",
			"_x_",
			"a_b",
			"**",
			"\t",
			"    ",
			" ",
			"\u001b[2J",
			"\u202e",
			"\u2028",
			"[^1]: n",
			"+ y",
			": z",
			"word",
		),
		{ maxLength: 10 },
	)
	.map((pieces) => pieces.join(""));

const metadata = (comment: string, fields: readonly string[] = ["a"]): DictionaryEntry => ({
	schemaVersion: 1,
	source: "hampton",
	schema: "clinical",
	table: "lab_results",
	kind: "table",
	surveyed: "2026-11-02",
	comment,
	rows: "none",
	key: [],
	fields: fields.map((field) => ({ name: field, type: "text", nullable: true, comment })),
});

/** Plain text, or an address that Markdown links by itself. */
function saysItself(part: Nodes): boolean {
	return part.type === "text" || (part.type === "link" && part.url.endsWith(plainText(part)));
}

describe("seeding a page", () => {
	it("makes a title, the comment and a section for each field", () => {
		expect(
			seedBody(metadata("Results of the lab.\n\nSince 2004, see *notes*.", ["hba1c", "a`b"])),
		).toMatchInlineSnapshot(`
			"
			# Lab results

			Results of the lab.

			Since 2004, see \\*notes\\*.

			## \`hba1c\`

			Results of the lab.

			Since 2004, see \\*notes\\*.

			## \`\`a\`b\`\`

			Results of the lab.

			Since 2004, see \\*notes\\*.
			"
		`);
	});

	it("lets no comment forge a heading, an attribute or anything else", () => {
		fc.assert(
			fc.property(markup, (comment) => {
				const body = seedBody(metadata(comment, ["a", "b"]));
				const { title, introduction, sections } = readOutline(body);
				expect(title).toBe("Lab results");
				expect(sections.map(({ heading }) => heading)).toEqual(["a", "b"]);
				for (const blocks of [introduction, ...sections.map(({ content }) => content)]) {
					for (const block of readMarkdown(sourceOf(body, blocks))) {
						expect(block.type).toBe("paragraph");
						for (const part of "children" in block ? block.children : []) expect(saysItself(part)).toBe(true);
					}
				}
				const seen = readMarkdown(sourceOf(body, introduction)).map(plainText).join(" ").replace(/\s+/g, " ");
				expect(seen).toBe(
					comment
						.replaceAll(/\p{Cc}|[\u202e\u2028]/gu, " ")
						.replace(/\s+/g, " ")
						.trim(),
				);
				for (const section of sections)
					expect(Object.keys(readDocumentation(body, section).documentation)).toEqual(["description"]);
			}),
			{ numRuns: 500 },
		);
	});

	it("writes headings that say any column's exact name", () => {
		fc.assert(
			fc.property(name, (text) => {
				expect(readOutline(headingLine(text)).sections.map(({ heading }) => heading)).toEqual([headingText(text)]);
			}),
			{ numRuns: 500 },
		);
	});

	it("gives no two columns one heading", () => {
		fc.assert(
			fc.property(name, name, (a, b) => {
				expect(headingText(a) === headingText(b)).toBe(a === b);
			}),
		);
		expect(headingText("a\nb")).toBe('U&"a\\000Ab"');
		expect(headingText('U&"a\\000Ab"')).toBe('U&"U&""a\\\\000Ab"""');
		expect(headingText("\\")).toBe("\\");
	});

	it.each([
		["words", "words\n\n## `a`\n"],
		["words\n", "words\n\n## `a`\n"],
		["words\r\n", "words\r\n\r\n## `a`\r\n"],
		["- list\n  - item\n\n", "- list\n  - item\n\n## `a`\n"],
		["", "## `a`\n"],
	])("adds a section below %j", (body, longer) => {
		expect(appendSections(body, metadata("").fields)).toBe(longer);
	});

	it.each(["```\ncode", "words\n\n<!-- note", "~~~\n```\n", "<script>\n"])(
		"adds none below %j, where it would be no section",
		(body) => expect(appendSections(body, metadata("").fields)).toBeUndefined(),
	);

	it("finds the fields that have no section, and headings in code are none", () => {
		const body = "## `a`\n\n```\n## `b`\n```\n\n### `c`\n\n> ## `d`\n\n## e\n";
		const missing = fieldsWithoutSection(body, metadata("", ["a", "b", "c", "d", "e"]));
		expect(missing.map((field) => field.name)).toEqual(["b", "c", "d", "e"]);
	});
});
