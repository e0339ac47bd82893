import { describe, expect, it } from "vitest";
import { hiddenNames } from "../../../scripts/site/audience/hidden-names.ts";
import { redactNames } from "../../../scripts/site/audience/redact-names.ts";

const person = (id: string, name: string, gitNames?: string[]) => ({
	id,
	name,
	organisation: "hampton",
	roles: [],
	...(gitNames && { gitNames }),
});
const hidden = hiddenNames({
	schemaVersion: 1,
	people: [
		person("sunita-rao", "Dr Sunita Rao", ["S. Rao (ICU)"]),
		person("will", "Will"),
		person("zoe-oneil", "Zoë O'Neil"),
		person("may", "May Day"),
	],
	hub: { signingKeys: [] },
});
const plain = (text: string) => redactNames(text, hidden);

describe("human text in public", () => {
	it.each([
		["Ask Dr Sunita Rao.", "Ask [name redacted]."],
		["Ask sunita\n rao, or sunita-rao", "Ask [name redacted], or [name redacted]"],
		["Dr Rao and Professor Rao know.", "[name redacted] and [name redacted] know."],
		["Committed by S. Rao (ICU)!", "Committed by [name redacted]!"],
		["Zoë O'Neil deletes it", "[name redacted] deletes it"],
		["Will deletes it, and we will see", "[name redacted] deletes it, and we will see"],
		["SUNITA_RAO, sunita.rao@example.org", "[name redacted], [name redacted]@example.org"],
		["Rao, Sunita or S. Rao", "[name redacted] or [name redacted]"],
		["Sunita **Rao** and **Sunita** Rao.", "[name redacted] and [name redacted]."],
		["**Sunita Rao** knows", "**[name redacted]** knows"],
		["Sunita&#32;R&#97;o, sunita\\-rao", "[name redacted], [name redacted]"],
		["[Sunita](https://example.org) Rao", "[[name redacted]"],
		["Sunita<!-- x --> Rao", "[name redacted]"],
		["Sunita\u200b R\u00adao and Ｓｕｎｉｔａ Rao", "[name redacted] and [name redacted]"],
		["Sunita\\\nRao", "[name redacted]"],
		// Words and names of others that only look alike.
		["The Raoul study in May may start", "The Raoul study in May may start"],
		["Sunita Raoul", "Sunita Raoul"],
		["no-sunita-rao-here", "no-sunita-rao-here"],
	])("%s", (text, shown) => {
		expect(plain(text)).toBe(shown);
	});

	it("stays as it is where nobody is known", () => {
		const nobody = hiddenNames({ schemaVersion: 1, people: [], hub: { signingKeys: [] } });
		expect(redactNames("Dr **Rao**", nobody)).toBe("Dr **Rao**");
	});
});
