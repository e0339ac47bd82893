import { describe, expect, it } from "vitest";
import {
	describeSensitivity,
	identifyingMark,
	isIdentifying,
	isQuasiIdentifier,
} from "../../scripts/dictionary/identifying-mark.ts";
import { sensitivities } from "../../scripts/schema/sensitivities.ts";
import type { Sensitivity } from "../../scripts/schema/types.ts";

/** For each sensitivity, whether a field identifies, and is a quasi-identifier, without a mark and with one. */
const table: Readonly<Record<Sensitivity, readonly [identifies: string, quasi: string]>> = {
	"direct-identifier": ["yes, yes", "no, no"],
	"quasi-identifier": ["yes, yes", "yes, yes"],
	"special-category": ["no, yes", "no, yes"],
	"free-text": ["no, yes", "no, yes"],
	ordinary: ["no, yes", "no, yes"],
};

const yesNo = (said: boolean): string => (said ? "yes" : "no");

describe("whether a field helps to identify a person", () => {
	it("is known for every sensitivity", () => {
		expect(Object.keys(table).sort()).toEqual([...sensitivities].sort());
	});

	it.each(Object.entries(table))("goes by the sensitivity %s and the mark together", (name, [identifies, quasi]) => {
		const sensitivity = name as Sensitivity;
		const both = [{ sensitivity }, { sensitivity, helpsToIdentify: true }];
		expect(both.map((field) => yesNo(isIdentifying(field))).join(", ")).toBe(identifies);
		expect(both.map((field) => yesNo(isQuasiIdentifier(field))).join(", ")).toBe(quasi);
		// "no" says no more than nothing.
		expect(isIdentifying({ sensitivity, helpsToIdentify: false })).toBe(isIdentifying({ sensitivity }));
	});

	it("is recorded only where the mark says more than the sensitivity", () => {
		const marked = sensitivities.filter(
			(sensitivity) => identifyingMark({ sensitivity, helpsToIdentify: true }).helpsToIdentify,
		);
		expect(marked).toEqual(["special-category", "free-text", "ordinary"]);
		for (const sensitivity of sensitivities) {
			expect(identifyingMark({ sensitivity })).toEqual({});
			expect(identifyingMark({ sensitivity, helpsToIdentify: false })).toEqual({});
		}
	});

	it("is said in words only there", () => {
		expect(describeSensitivity({ sensitivity: "special-category", helpsToIdentify: true })).toBe(
			"special-category, helps to identify a person",
		);
		expect(describeSensitivity({ sensitivity: "special-category" })).toBe("special-category");
		expect(describeSensitivity({ sensitivity: "quasi-identifier", helpsToIdentify: true })).toBe("quasi-identifier");
		expect(describeSensitivity({})).toBe("nobody has said how sensitive it is");
	});
});
