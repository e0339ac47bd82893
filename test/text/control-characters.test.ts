import { describe, expect, it } from "vitest";
import { printable } from "../../scripts/text/control-characters.ts";

describe("printing a name from a database", () => {
	it.each([
		["lab_results", "lab_results"],
		["Größe, 名前", "Größe, 名前"],
		["\u001b[2Jgone", "\\u{1b}[2Jgone"],
		["a\r\nerror: forged", "a\\u{d}\\u{a}error: forged"],
		["\u202Edesrever\u2066", "\\u{202e}desrever\\u{2066}"],
	])("shows %j as %j", (name, shown) => expect(printable(name)).toBe(shown));
});
