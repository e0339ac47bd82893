import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePage } from "../../scripts/document/front-matter.ts";

describe("front matter", () => {
	it("splits a page into what the survey wrote and people's words", () => {
		const page = parsePage("---\na: 1\nb:\n  c: [2]\n---\n\n# Title\n");
		expect(page.data).toEqual({ a: 1, b: { c: [2] } });
		expect(page.head).toBe("---\na: 1\nb:\n  c: [2]\n---\n");
		expect(page.body).toBe("\n# Title\n");
		expect(page.bodyLine).toBe(6);
		expect(page.locate(["b", "c", 0])).toEqual({ line: 4, column: 7 });
	});

	it.each([
		["Windows line ends", "---\r\na: 1\r\n---\r\nwords\r\n", { a: 1 }, "words\r\n"],
		["a byte order mark", "\uFEFF---\na: 1\n---\nwords", { a: 1 }, "words"],
		["no body", "---\na: 1\n---", { a: 1 }, ""],
		["a rule in the body", "---\na: 1\n---\nwords\n\n---\nmore", { a: 1 }, "words\n\n---\nmore"],
		["nothing inside", "---\n---\nwords", null, "words"],
		["a comment only", "---\n# a\n---\nwords", null, "words"],
	])("reads a page with %s", (_, text, data, body) => {
		const page = parsePage(text);
		expect(page).toMatchObject({ body, issues: [] });
		expect(page.data ?? null).toEqual(data);
	});

	it.each(["", "words", "# Title\n---\na: 1\n---\n", "----\na: 1\n----\n", " ---\na: 1\n---\n", "---"])(
		"takes %j as words alone",
		(text) => expect(parsePage(text)).toMatchObject({ data: undefined, head: "", body: text, issues: [] }),
	);

	it.each([
		"---js\nmodule.exports = process.exit(7)\n---\n",
		"---javascript\n{ get a() { process.exit(7) } }\n---\n",
		"--- js\nprocess.exit(7)\n---\n",
		"---json\n{}\n---\n",
		"---coffee\nprocess.exit 7\n---\n",
		"---\na: 1\n",
		"---\na: 1\n---js\nb: 2\n---\n",
		"---\na: 1\n----\n",
	])("refuses %j and runs nothing", (text) => {
		const page = parsePage(text);
		expect(page.data).toBeUndefined();
		expect(page.issues).toMatchObject([{ rule: "front-matter", severity: "error", line: 1 }]);
	});

	it("locates what is wrong in the YAML on its line of the page", () => {
		const page = parsePage("---\na: 1\na: 2\n---\nwords");
		expect(page).toMatchObject({ data: undefined, body: "words", issues: [{ rule: "yaml", line: 3, column: 1 }] });
	});

	it("gives each reading its own data", () => {
		const text = "---\na: [1]\n---\n";
		(parsePage(text).data as { a: number[] }).a.push(2);
		expect(parsePage(text).data).toEqual({ a: [1] });
	});

	it("loses no character of any page", () => {
		const piece = fc.constantFrom("---", "---js", "\n", "\r\n", "a: 1", "- x", "\uFEFF", " ", "#", "words", "\t", "'");
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				const text = pieces.join("");
				const { head, body } = parsePage(text);
				expect(head + body).toBe(text);
			}),
			{ numRuns: 1000 },
		);
	});
});
