import { describe, expect, it } from "vitest";
import { closeWithError } from "../../scripts/issue/close.ts";
import { error } from "../../scripts/issue/issue.ts";
import { exitCodes, UserError } from "../../scripts/issue/user-error.ts";

function close(failure: unknown): { code: number; lines: string[] } {
	const lines: string[] = [];
	return { code: closeWithError(failure, (line) => lines.push(line)), lines };
}

describe("closing a command", () => {
	it("prints a user error with every issue and no stack trace", () => {
		const issue = {
			...error("unknown-field", ["fields", 0], 'unknown field "a.b.c"', 'Did you mean "a.b.d"?'),
			file: "requests/x/request.yml",
			line: 31,
			column: 13,
		};
		expect(close(new UserError("invalid", "1 problem", [issue]))).toMatchInlineSnapshot(`
			{
			  "code": 3,
			  "lines": [
			    "1 problem",
			    "requests/x/request.yml:31:13 error: unknown field "a.b.c". Did you mean "a.b.d"?",
			  ],
			}
		`);
	});

	it("prints nothing that could steer a terminal or break a line, whatever stands in a record", () => {
		const issue = {
			...error("x", [], "unknown \u001b[2J\nkey", "Look:\u2028 there."),
			file: "requests/\u001b]0;x\u0007/a",
		};
		expect(close(new UserError("invalid", "two\nlines \u001b[31m", [issue])).lines).toEqual([
			"two",
			"lines  [31m",
			"requests/ ]0;x /a error: unknown  [2J key. Look:  there.",
		]);
	});

	it("shows where another error happened but never its message", () => {
		const { code, lines } = close(new Error('invalid input syntax for type date: "Mary Shelley"\n    at 30 Aug 1797'));
		expect(code).toBe(1);
		expect(lines.join("\n")).not.toMatch(/Shelley|1797/);
		expect(lines.join("\n")).toContain("close.test.ts");
	});

	it("says only the kind of a thrown value", () => {
		expect(close("4857773456").lines.join("\n")).not.toContain("4857773456");
	});
});

describe("exit codes", () => {
	it("are all different", () => {
		const codes = Object.values(exitCodes).map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
	});
});
