import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitName } from "../../scripts/sensitivity/name-words.ts";

const wordsOf = (name: string) => splitName(name).map(({ word }) => word);

describe("splitting a name into words", () => {
	it.each([
		["nhs_number", "nhs number"],
		["NHSNumberMother", "nhs number mother"],
		["nhsno", "nhs number"],
		["PCTofResidence", "pct of residence"],
		["patientunitstayid", "patient unit stay id"],
		["Lab Results.a/b", "lab result a b"],
		["addr1", "address 1"],
		["dob", "date of birth"],
		["pcode", "postcode"],
		["nok_tel", "next of kin telephone"],
		["diagnoses", "diagnosis"],
		["status", "status"],
		["streetb", "street"],
		["long_title", "long title"],
		["storage", "storage"],
		["Größe_ÄÖ", "größe äö"],
		["", ""],
		["___", ""],
		["💉", ""],
	])("splits %j into %j", (name, words) => {
		expect(wordsOf(name).join(" ")).toBe(words);
	});

	it("keeps what was written beside what it stands for", () => {
		expect(splitName("PtDOB").map(({ written }) => written)).toEqual(["pt", "dob", "dob", "dob"]);
	});

	it("finds the same words however a name is put together", () => {
		const word = fc.constantFrom("patient", "address", "date", "birth", "nurse", "reason", "telephone", "weight");
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
				const capital = words.map((text) => text[0]?.toUpperCase() + text.slice(1));
				for (const name of [
					words.join("_"),
					words.join("-"),
					words.join(" "),
					words.join("_").toUpperCase(),
					capital.join(""),
					(words[0] ?? "") + capital.slice(1).join(""),
				]) {
					expect(wordsOf(name)).toEqual(words);
				}
			}),
		);
	});

	it("takes any name without failing", () => {
		fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 63 }), (name) => void splitName(name)));
	});
});
