import { describe, expect, it } from "vitest";
import { formatIssues } from "../../scripts/check/format.ts";
import { error, type Issue, warning } from "../../scripts/issue/issue.ts";

const at = (issue: Issue, line: number): Issue => ({ ...issue, file: "requests/sepsis/request.yml", line, column: 13 });
const some = [
	at(error("unknown-field", ["fields", 3, "field"], 'unknown field "labs.hba1x"', 'Did you mean "labs.hba1c"?'), 31),
	at(warning("training-unknown", ["team", 0], "no training of rita is on record"), 5),
];

it("tells people where, what and how to fix it", () => {
	expect(formatIssues(some, "text").join("\n")).toMatchInlineSnapshot(`
		"requests/sepsis/request.yml:31:13 error: unknown field "labs.hba1x". Did you mean "labs.hba1c"?
		requests/sepsis/request.yml:5:13 warning: no training of rita is on record
		1 error and 1 warning in 1 file."
	`);
	expect(formatIssues([], "text")).toEqual(["No problems found."]);
});

it("tells GitHub by workflow commands, and the log in full", () => {
	expect(formatIssues(some, "github").join("\n")).toMatchInlineSnapshot(`
		"::error file=requests/sepsis/request.yml,line=31,col=13,title=unknown-field::unknown field "labs.hba1x". Did you mean "labs.hba1c"?
		::warning file=requests/sepsis/request.yml,line=5,col=13,title=training-unknown::no training of rita is on record
		- requests/sepsis/request.yml:31:13 error: unknown field "labs.hba1x". Did you mean "labs.hba1c"?
		- requests/sepsis/request.yml:5:13 warning: no training of rita is on record
		1 error and 1 warning in 1 file."
	`);
});

it("tells programs in a stable form", () => {
	expect(formatIssues(some, "json").join("\n")).toMatchInlineSnapshot(`
		"{
			"schemaVersion": 1,
			"errors": 1,
			"warnings": 1,
			"issues": [
				{
					"file": "requests/sepsis/request.yml",
					"line": 31,
					"column": 13,
					"severity": "error",
					"rule": "unknown-field",
					"path": [
						"fields",
						3,
						"field"
					],
					"message": "unknown field \\"labs.hba1x\\"",
					"fix": "Did you mean \\"labs.hba1c\\"?"
				},
				{
					"file": "requests/sepsis/request.yml",
					"line": 5,
					"column": 13,
					"severity": "warning",
					"rule": "training-unknown",
					"path": [
						"team",
						0
					],
					"message": "no training of rita is on record"
				}
			],
			"notes": []
		}"
	`);
	expect(JSON.parse(formatIssues([], "json").join(""))).toEqual({
		schemaVersion: 1,
		errors: 0,
		warnings: 0,
		issues: [],
		notes: [],
	});
});

describe("on GitHub", () => {
	it("annotates ten errors and ten warnings, and says how many more there are", () => {
		const many = Array.from({ length: 11 }, (_, index) => [
			at(error("x", [], "no"), index + 1),
			at(warning("y", [], "hm"), index + 1),
		]).flat();
		const lines = formatIssues(many, "github");
		expect(lines.filter((line) => line.startsWith("::error ")).length).toBe(10);
		expect(lines.filter((line) => line.startsWith("::warning ")).length).toBe(10);
		expect(lines.filter((line) => line.startsWith("- ")).length).toBe(22);
		expect(lines.at(-2)).toBe("GitHub shows 10 errors and 10 warnings at most; 2 more are in the list above.");
		expect(formatIssues(many.slice(0, 20), "github").some((line) => line.startsWith("GitHub shows"))).toBe(false);
	});

	it.each([
		"\n::set-env name=PATH::/evil",
		"\r\n::stop-commands::x",
		"x%0A::error::y",
		"::add-mask::x",
		"##[set-env name=PATH]evil",
		"\u2028::error::x",
	])("takes hostile text for text (%j)", (hostile) => {
		const issue: Issue = { ...error("x", [], hostile, hostile), file: `requests/${hostile}/a,b:c.yml`, line: 1 };
		const lines = formatIssues([issue], "github")
			.join("\n")
			.split(/\r\n|[\n\r\u2028]/);
		expect(lines.length).toBe(3);
		expect(lines.filter((line) => line.trimStart().startsWith("::")).length).toBe(1);
		const [command = "", listed = ""] = lines;
		const [properties = ""] = command.slice("::error ".length).split("::");
		expect(properties.split(",").map((property) => property.split("=")[0])).toEqual(["file", "line", "title"]);
		expect(command).not.toMatch(/%0A(?!%)::error::y$/);
		expect(listed).not.toContain("##[");
	});
});

it("shows no control characters of file names and messages in a terminal", () => {
	const issue: Issue = { ...error("x", [], "a\u001b[2Jb\nc"), file: "requests/\u001b[31m/x.yml" };
	expect(formatIssues([issue], "text")[0]).toBe("requests/ [31m/x.yml error: a [2Jb c");
});
