import { describe, expect, it } from "vitest";
import { validateRequest } from "../../scripts/schema/validate.ts";
import { request } from "../support/records.ts";

const found = (changed: Partial<typeof request>) =>
	validateRequest({ ...request, ...changed }).map(({ path, message }) => [path.join("."), message]);

describe("what people write in a record", () => {
	it.each(["\u001b[31m", "\u0007", "\u009b", "\u202e", "\u2066", "\u061c", "\u200b", "\u2028", "\ufeff", "\u0000"])(
		"may hold no character that cannot be seen: %j",
		(character) => {
			for (const at of [0, 3, 5]) {
				const text = `words`.slice(0, at) + character + `words`.slice(at);
				expect(found({ title: text })).toEqual([["title", '"title" is not written as it should be']]);
				expect(found({ summary: text })).toEqual([["summary", '"summary" is not written as it should be']]);
			}
		},
	);

	it.each(["Größe, 名前, 🏥 and μmol/L", "a\tb"])("may hold any other: %j", (text) => {
		expect(found({ title: text, summary: `${text}\n\nand\r\nmore.\n` })).toEqual([]);
	});

	it.each(["", " words", "words ", "two\nlines"])(
		"is one line without blanks around it where one is asked for: %j",
		(text) => {
			expect(found({ title: text })).toHaveLength(1);
		},
	);
});
