import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { readOutline } from "../../scripts/dictionary/sections.ts";

const pieces = [
	..."a b 1 . , : ; - + * _ ` ~ | < > [ ] ( ) ! \\ / = & @ #".split(" "),
	..." ,  ,\n,\n\n,\t,\r\n,\n- ,\n> ,\n    ,www.,www,http,https://,mailto:,ww,ht,tp://,.org,&#64;,&#x77;,&amp;".split(
		",",
	),
	..."[^1] [^1]: [ ] [x] ~~ ** ``` <!-- --> <b> | |\n|-|\n é ſ K 中".split(" "),
];
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

/** The whole of GitHub's Markdown, nothing left out. */
function readWhole(text: string) {
	return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children;
}

describe("reading the outline", () => {
	it("sees in every text what the whole of GitHub's Markdown sees, addresses or none", () => {
		fc.assert(
			fc.property(markdown, (text) => {
				const whole = readWhole(text);
				// Larger headings are the outline's own matter.
				fc.pre(!whole.some((block) => block.type === "heading" && block.depth <= 2));
				expect(readOutline(text).introduction).toEqual(whole);
			}),
			{ numRuns: 2000 },
		);
	});

	it.each(["www.a.org/b.md", "HTTP://a.org/b.md", "a@b.org", "a&#64;b.org", "mailto:a@b.org", "&#119;ww.a.org"])(
		"links the address %s",
		(address) => {
			expect(readOutline(`See ${address} there`).introduction).toEqual(readWhole(`See ${address} there`));
			expect(JSON.stringify(readOutline(`See ${address} there`))).toContain('"link"');
		},
	);
});
