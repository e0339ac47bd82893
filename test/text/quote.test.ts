import { expect, it } from "vitest";
import { onOneLine, quoted } from "../../scripts/text/quote.ts";

it("shows a name in quotes", () => {
	expect(quoted("sumary")).toBe('"sumary"');
});

it("shows no control characters, line breaks or marks that turn the reading direction", () => {
	expect(quoted("a\u001b[31m\r\nb\u202ec\u2028d\u0000")).toBe('"a [31m  b c d "');
	expect(onOneLine("::error::\n::warning::")).toBe("::error:: ::warning::");
});

it("cuts a long name at 80 characters, never through one", () => {
	expect(quoted("x".repeat(5000))).toBe(`"${"x".repeat(80)}…"`);
	expect(quoted("💉".repeat(100))).toBe(`"${"💉".repeat(80)}…"`);
});

it.each(["999 000 0018", "mabel@example.org", "SW1A 1AA"])("does not show what may identify a person (%#)", (text) => {
	expect(quoted(text)).toBe("(not shown: it may identify a person)");
});
