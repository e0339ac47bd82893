import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseYaml } from "../../scripts/document/yaml.ts";
import { formatIssue } from "../../scripts/issue/format.ts";

const problems = (text: string) => parseYaml(text).issues.map(formatIssue);

it("reads plain data, dates as text", () => {
	expect(parseYaml("a: 1\nb: [x, true, 2026-03-31]\n").value).toEqual({ a: 1, b: ["x", true, "2026-03-31"] });
	expect(parseYaml('{"a": {"b": null}}').value).toEqual({ a: { b: null } });
});

it("takes yes, no and numbers with leading zeros for what YAML 1.2 says they are", () => {
	expect(parseYaml("a: yes\nb: no\nc: 007\n").value).toEqual({ a: "yes", b: "no", c: 7 });
});

it("gives back what was written, whatever the data", () => {
	const text = fc.string({ unit: "grapheme" });
	fc.assert(
		fc.property(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text))), (value) => {
			expect(parseYaml(stringify(value)).value).toEqual(value);
		}),
	);
});

it("never throws, whatever the text", () => {
	fc.assert(
		fc.property(fc.string(), fc.string({ unit: fc.constantFrom(..."-:{}[]&*!|>'\"% \t\n#?,ab1") }), (a, b) => {
			for (const text of [a, b]) {
				const { issues, locate, value } = parseYaml(text);
				if (issues.length > 0) expect(value).toBeUndefined();
				expect(locate(["a", 0]).line).toBeGreaterThan(0);
			}
		}),
	);
});

describe("refuses", () => {
	it.each([
		[
			"a key that stands twice",
			"a: 1\nb: 2\na: 3\n",
			"3:1 error: the same key stands here a second time. Keep one of the two.",
		],
		[
			"an anchor",
			"a: &x 1\n",
			"1:7 error: anchors (&) and aliases (*) are not allowed. Write the text out, or put it in quotes if it should begin with that character.",
		],
		[
			"an unknown alias",
			"a: *x\n",
			"1:4 error: anchors (&) and aliases (*) are not allowed. Write the text out, or put it in quotes if it should begin with that character.",
		],
		[
			"a merge key as such",
			"<<: *x\n",
			"1:5 error: anchors (&) and aliases (*) are not allowed. Write the text out, or put it in quotes if it should begin with that character.",
		],
		["a known tag", "a: !!str 1\n", "1:10 error: tags (!) are not allowed. Put the text in quotes."],
		["an unknown tag", "a: !js/function 1\n", "1:4 error: tags (!) are not allowed. Put the text in quotes."],
		["a directive", "%YAML 1.1\n---\na: yes\n", "1:1 error: lines beginning with % are not allowed. Remove the line."],
		[
			"a second document",
			"a: 1\n---\nb: 2\n",
			"2:1 error: a line of three hyphens begins a second document. Remove it: one file holds one record.",
		],
		["a key that is a list", "? [a]\n: b\n", "1:3 error: a key must be text. Put it in quotes."],
		[
			"a number too long to be exact",
			"a: 12345678901234567890\n",
			"1:4 error: this number cannot be held exactly. Use fewer digits, or put it in quotes if it is a code.",
		],
		[
			"a number that is none",
			"a: .nan\n",
			"1:4 error: this number cannot be held exactly. Use fewer digits, or put it in quotes if it is a code.",
		],
		["a tab", "a:\n\tb: 1\n", "2:1 error: a tab indents the line. Indent with spaces."],
		[
			"a second colon",
			"a: b: c\n",
			"1:4 error: a second colon on the line. Put the text after the first colon in quotes.",
		],
	])("%s", (_, text, issue) => {
		expect(problems(text)).toEqual(
			[issue.replace(/^/, "")].map((line) => expect.stringContaining(line.slice(line.indexOf("error")))),
		);
		const [first] = parseYaml(text).issues;
		expect(`${first?.line}:${first?.column}`).toBe(issue.slice(0, issue.indexOf(" ")));
	});

	it("a text over a mebibyte", () => {
		expect(problems(`a: ${"x".repeat(1024 * 1024)}`)).toEqual([expect.stringContaining("longer than 1 MiB")]);
	});

	it.each(["[".repeat(42) + "]".repeat(42), "[".repeat(20_000) + "]".repeat(20_000)])(
		"nesting beyond 40 levels (%#)",
		(text) => {
			expect(problems(text).length).toBeGreaterThan(0);
		},
	);
});

it("never repeats the text in an issue", () => {
	for (const text of [
		"a: *Mabel\n",
		"a: !Mabel 1\n",
		"- x\nMabel: 2",
		'a: "\\Mabel"',
		"a: | Mabel\n x",
		"Mabel: [\n",
		"a: 'Mabel",
	]) {
		expect(problems(text).join("\n")).not.toContain("Mabel");
		expect(problems(text)).not.toEqual([]);
	}
});

it("does not let a file set the prototype of objects", () => {
	const { value } = parseYaml("__proto__: { polluted: true }\n");
	expect(Object.keys(value as object)).toEqual(["__proto__"]);
	expect((value as { polluted?: boolean }).polluted).toBeUndefined();
});

it("reads tens of thousands of keys in seconds", () => {
	const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join("\n");
	expect(parseYaml(text).issues).toEqual([]);
});

it("locates values, keys, blocks and what does not exist", () => {
	const { locate } = parseYaml("a:\n  - x\n  - b: 7\nc:\n  d: e\n");
	const place = (path: (string | number)[], at?: "key") => {
		const { line, column } = locate(path, at);
		return `${line}:${column}`;
	};
	expect(place([])).toBe("1:1");
	expect(place(["a", 0])).toBe("2:5");
	expect(place(["a", 1, "b"])).toBe("3:8");
	expect(place(["a", 1, "b"], "key")).toBe("3:5");
	expect(place(["c"])).toBe("4:1");
	expect(place(["c", "missing"])).toBe("4:1");
	expect(place(["a", 9, "b"])).toBe("1:1");
});
