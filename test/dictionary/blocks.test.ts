import fc from "fast-check";
import type { RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { readBlocks, readMarkdown } from "../../scripts/dictionary/blocks.ts";

const runs = Number(process.env.FORM_RUNS ?? 1000);

/** Lines that begin, go on with, close or swallow a block, or look as if they did. */
const line = fc.constantFrom(
	..."words|Words of one line.|two blanks  |a backslash\\|&amp; http://a.example|___|---|===|- |* b|- a list|  below it".split(
		"|",
	),
	..."    code|\tcode|1. first|12) twelfth|> quoted|>> deeper|> ```|- ```|```|````js|~~~|<div>|</div>|<!-- open|-->|<pre>".split(
		"|",
	),
	..."</pre>|<?php|?>|<![CDATA[|]]>|<!X|<a b>|## `a`|## `a b` |## ` a `|## `a``b`|##  `a`|## `a` more|## `a` ##|# Title".split(
		"|",
	),
	..."#hash|###### small|[^a]: a note|  going on|[x][y]|![x](y)|**bold|_a|a_|`|``".split("|"),
	"| a | b |",
	"|---|---|",
	"a | b",
	":-",
	"",
	"",
	"",
	"",
	" ",
	"\t",
	"\u00a0",
	"\u2028x",
	"\u0000",
	"\uFEFF",
	"\uFEFF- a",
	"é",
);
const marks = [
	..."a b 1 . , : ; - + * _ ` ~ | < > [ ] ( ) ! \\ / = & @ #".split(" "),
	..." ,  ,\n,\n\n,\t,\r\n,\n- ,\n> ,\n    ,www.,www,http,https://,mailto:,ww,ht,tp://,.org,&#64;,&#x77;,&amp;".split(
		",",
	),
	..."[^1] [^1]: [ ] [x] ~~ ** ``` <!-- --> <b> | |\n|-|\n é ſ K 中".split(" "),
];
const newline = fc.constantFrom("\n", "\n", "\n", "\r\n", "\r");
const lines = fc
	.tuple(fc.constantFrom("", "\uFEFF", "\n", " "), fc.array(fc.tuple(line, newline), { maxLength: 14 }), line)
	.map(([start, lines, last]) => start + lines.flat().join("") + last);

const jumble = fc.array(fc.constantFrom(...marks), { maxLength: 40 }).map((parts) => parts.join(""));

/** The whole of GitHub's Markdown, read in one go with nothing left out. */
function readWhole(text: string): RootContent[] {
	return fromMarkdown(text.replace(/^\uFEFF/, " "), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
		.children;
}

/** A block's kind and place, and of lists and headings everything that Markdown makes of them. */
function outlineOf(node: RootContent): object {
	const { start, end } = node.position ?? { start: { line: 0 }, end: {} };
	return { type: node.type, start: start.offset, end: end.offset, line: start.line };
}

function withoutPlaces(node: unknown): unknown {
	return JSON.parse(JSON.stringify(node, (key, value) => (key === "position" ? undefined : value)));
}

describe("reading Markdown in pieces", () => {
	it.each([
		["lines", lines],
		["marks", jumble],
	])("finds the blocks in any %s that micromark finds in the whole", (_, markdown) => {
		fc.assert(
			fc.property(markdown, (text) => {
				const whole = readWhole(text);
				const blocks = readBlocks(text);
				const found = blocks.map(({ node, start, end, line }) => ({
					type: node?.type ?? "paragraph",
					start,
					end,
					line,
				}));
				expect(found).toEqual(whole.map(outlineOf));
				for (const [at, { node }] of blocks.entries()) {
					if (node !== undefined) expect(withoutPlaces(node)).toEqual(withoutPlaces(whole[at]));
				}
			}),
			{ numRuns: runs },
		);
	});

	it("counts the places in a block from its beginning", () => {
		const [, list] = readBlocks("Words.\n\n- a\n- b\n");
		expect(list).toMatchObject({ start: 8, end: 15, line: 3 });
		const [, second] = list?.node?.type === "list" ? list.node.children : [];
		expect(second?.position).toMatchObject({ start: { line: 2, offset: 4 }, end: { line: 2, offset: 7 } });
	});

	it("takes a byte order mark inside a text for a character", () => {
		const found = readBlocks("## `a`\n\n\uFEFF- Unit: kg\n").map(({ node, start, end, line }) => [
			node?.type,
			start,
			end,
			line,
		]);
		expect(found).toEqual([
			["heading", 0, 6, 1],
			["paragraph", 8, 19, 3],
		]);
	});

	it("reads the same list alike wherever it stands again", () => {
		const places = readBlocks("## `a`\n- Unit: kg\n\n## `b`\n- Unit: kg\n").map(({ start, line }) => [start, line]);
		expect(places).toEqual([
			[0, 1],
			[7, 2],
			[19, 4],
			[26, 5],
		]);
	});

	it("finds a definition further down, up to 32 KiB away", () => {
		const kindsAt = (distance: number) => {
			const [first] = readBlocks(`[x]\n\n${"Words.\n\n".repeat(distance / 8)}[x]: b.md\n`);
			return first?.node?.type === "paragraph" ? first.node.children.map(({ type }) => type) : [];
		};
		expect(kindsAt(8)).toEqual(["linkReference"]);
		expect(kindsAt(31 * 1024)).toEqual(["linkReference"]);
		expect(kindsAt(40 * 1024)).toEqual(["text"]);
	});

	it("reads a page of a megabyte, code that does not end included", () => {
		const page = "## `a`\n\nWhat it *is*,\nand more.\n\n- Unit: kg\n\n".repeat(20_000);
		expect(readBlocks(page)).toHaveLength(60_000);
		expect(readBlocks(`${page}~~~\n${page}`)).toHaveLength(60_001);
	});
});

describe("reading Markdown at once", () => {
	it.each([
		["lines", lines],
		["marks", jumble],
	])("sees in any %s what the whole of GitHub's Markdown sees, addresses or none", (_, markdown) => {
		fc.assert(
			fc.property(markdown, (text) => {
				fc.pre(!text.startsWith("\uFEFF"));
				expect(readMarkdown(text)).toEqual(readWhole(text));
			}),
			{ numRuns: runs },
		);
	});

	it.each(["www.a.org/b.md", "HTTP://a.org/b.md", "a@b.org", "a&#64;b.org", "mailto:a@b.org", "&#119;ww.a.org"])(
		"links the address %s",
		(address) => {
			expect(readMarkdown(`See ${address} there`)).toEqual(readWhole(`See ${address} there`));
			expect(JSON.stringify(readMarkdown(`See ${address} there`))).toContain('"link"');
		},
	);
});
