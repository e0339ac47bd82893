import { expect, it } from "vitest";
import { formLines, refuseTooLarge } from "../../scripts/form/text.ts";

const mebi = 1024 * 1024;

it("a form goes out only if it can come back with as many words again", () => {
	expect(() => refuseTooLarge("x".repeat(32 * mebi))).not.toThrow();
	expect(() => refuseTooLarge("x".repeat(32 * mebi + 1))).toThrow(/Ask about less with --source/);
	// In bytes, as it is loaded: these are two each.
	expect(() => refuseTooLarge("é".repeat(16 * mebi + 1))).toThrow(/could not be loaded/);
	expect(formLines(Buffer.alloc(64 * mebi, "x"), "form.md")).toHaveLength(1);
	expect(() => formLines(Buffer.alloc(64 * mebi + 1, "x"), "form.md")).toThrow(/larger than 64 MiB/);
});
