import { describe, expect, it } from "vitest";
import { withoutNames } from "../../scripts/site/without-names.ts";

const person = (id: string, name: string, gitNames?: string[]) => ({
	id,
	name,
	organisation: "hampton",
	roles: [],
	...(gitNames && { gitNames }),
});
const plain = withoutNames({
	schemaVersion: 1,
	people: [
		person("sunita-rao", "Dr Sunita Rao", ["S. Rao (ICU)"]),
		person("will", "Will"),
		person("zoe-oneil", "Zoë O'Neil"),
		person("may", "May Day"),
	],
	hub: { signingKeys: [] },
});

describe("human text in public", () => {
	it.each([
		["Ask Dr Sunita Rao.", "Ask [name withheld]."],
		["Ask sunita\n rao, or sunita-rao", "Ask [name withheld], or [name withheld]"],
		["Dr Rao and Professor Rao know.", "[name withheld] and [name withheld] know."],
		["Committed by S. Rao (ICU)!", "Committed by [name withheld]!"],
		["Zoë O'Neil deletes it", "[name withheld] deletes it"],
		["Will deletes it, and we will see", "[name withheld] deletes it, and we will see"],
		// Words and names of others that only look alike.
		["The Raoul study in May may start", "The Raoul study in May may start"],
		["Sunita Raoul", "Sunita Raoul"],
		["no-sunita-rao-here", "no-sunita-rao-here"],
	])("%s", (text, shown) => {
		expect(plain(text)).toBe(shown);
	});

	it("stays as it is where nobody is known", () => {
		expect(withoutNames({ schemaVersion: 1, people: [], hub: { signingKeys: [] } })("Dr Rao")).toBe("Dr Rao");
	});
});
