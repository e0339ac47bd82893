import { describe, expect, it } from "vitest";
import { readBlocks } from "../../scripts/dictionary/blocks.ts";
import { complexityProblem } from "../../scripts/dictionary/complexity.ts";
import { parseEntry } from "../../scripts/dictionary/entry.ts";

const megabyte = 2 ** 20;
const fill = (unit: string, length = megabyte) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
const columns = (count: number) => `${"|a".repeat(count)}|\n${"|-".repeat(count)}|\n`;
const refused = (text: string) => complexityProblem(text) !== undefined;

describe("a text that cannot be read in bounded time", () => {
	it("may nest 20 quotations or lists on a line, and no more", () => {
		for (const sign of [">", "> ", "- ", "* ", "1. ", "> - "]) {
			const deep = sign.length > 2 && sign.includes(">") ? 10 : 20;
			expect(refused(`Above.\n\n${sign.repeat(deep)}words`)).toBe(false);
			expect(complexityProblem(`Above.\n\n${sign.repeat(deep + 1)}words`)?.line).toBe(3);
		}
	});

	it("may set a list in by 60 blanks, and code by any number", () => {
		expect(refused(`${" ".repeat(60)}- words`)).toBe(false);
		expect(refused(`${" ".repeat(61)}- words`)).toBe(true);
		expect(refused(`${" ".repeat(500)}> 5 and words`)).toBe(false);
	});

	it("may have thousands of marks together, but not tens of thousands", () => {
		expect(refused(fill("*a_ ", 12_000))).toBe(false);
		expect(refused(fill("*a_ ", 24_000))).toBe(true);
		expect(refused(fill("*a_ ", 9_000).concat("\n\nWords.\n\n").repeat(10))).toBe(true);
	});

	it("may be 4 MiB long, and no longer", () => {
		const line = `${"word ".repeat(20)}\n\n`;
		const most = line.repeat(41_120).padEnd(4 * 1024 * 1024, "x");
		expect(complexityProblem(most)).toBeUndefined();
		expect(complexityProblem(`${most}x`)).toMatchObject({ line: 1, message: "the page is longer than 4 MiB" });
	});

	it("may be a long page, or a list of thousands of values", () => {
		const section = "## `a`\n\nWhat the *ward* writes, `once` a visit.\n\n- Unit: mmol/L\n- Values: `F` = female\n\n";
		expect(refused(fill(section))).toBe(false);
		const values = Array.from({ length: 5000 }, (_, code) => `  - \`A${code}\`: meaning ${code}\n`).join("");
		expect(refused(`## \`a\`\n\n- Values:\n${values}`)).toBe(false);
		expect(refused(columns(1600))).toBe(false);
	});

	it.each([
		...[">", "> ", "- ", "* ", "1. ", ">- ", "*", "_", "`", "<", "[", "![", "]", "[]", "[a](", "[a](b", "<!--", "<?"],
		...["*a_ ", "a* *a ", "~~a", "&", "\\", "a\n=\n", ">a\n", "> - a\n", "|c|d|\n", "`a", "<a ", "```\n", "[a]: b\n"],
	])("is refused: a megabyte of %j", (unit) => {
		expect(refused(fill(unit))).toBe(true);
	});

	it.each([
		["emphasis in emphasis", "*a".repeat(megabyte / 4) + "a*".repeat(megabyte / 4)],
		["images in images", "![".repeat(megabyte / 8) + "](b)".repeat(megabyte / 8)],
		["lines below a quotation", `> a\n${fill("b\n")}`],
		["code signs of every length", Array.from({ length: 1400 }, (_, at) => "`".repeat(at)).join("a")],
		["a list that nests by its blanks", Array.from({ length: 1000 }, (_, at) => `${"  ".repeat(at)}- a`).join("\n")],
		["a table of 200,000 columns", columns(200_000)],
	])("is refused: %s", (_, text) => {
		expect(refused(text)).toBe(true);
	});

	it.each(["a", " ", "\t", "abc def\n\n", "# Heading\n\n", "é", "\u00a0"])(
		"is read for all its length: a megabyte of %j",
		(unit) => {
			expect(refused(fill(unit))).toBe(false);
			expect(readBlocks(fill(unit)).length).toBeLessThan(megabyte);
		},
	);
});

it("is an issue of its page, at its line, and the page counts for nothing", () => {
	const page = Buffer.from(`---\nschemaVersion: 1\n---\n# Title\n\n${fill("> ")}`);
	expect(parseEntry(page, "dictionary/sources/a/b.md")).toMatchInlineSnapshot(`
		{
		  "bodyLine": 4,
		  "issues": [
		    {
		      "column": 1,
		      "file": "dictionary/sources/a/b.md",
		      "fix": "Begin the line with fewer marks and blanks.",
		      "line": 6,
		      "message": "more than 20 quotations or lists stand here one in the other",
		      "path": [],
		      "rule": "dictionary-page",
		      "severity": "error",
		    },
		  ],
		  "path": "dictionary/sources/a/b.md",
		  "unsurveyed": false,
		}
	`);
});
