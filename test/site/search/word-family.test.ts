import { describe, expect, it } from "vitest";
import { wordFamily } from "../../../site/src/search/word-family.ts";

describe("wordFamily", () => {
	it.each([
		["admission", "admitted", "admit"],
		["diagnosis", "diagnosed"],
		["discharge", "discharged"],
		["prescription", "prescribed", "prescribe"],
		["treatment", "treated", "treat"],
		["measurement", "measured", "measure"],
		["operation", "operated", "operate"],
		["observation", "observed"],
		["infection", "infected"],
		["arrival", "arrived"],
		["referral", "referred", "refer"],
		["enrolment", "enrolled", "enrol"],
		["vaccination", "vaccinated", "vaccine"],
		["sample", "sampled", "sampling"],
		["death", "died", "deceased"],
		["birth", "born"],
		["weight", "weighed"],
		["practitioner", "practice"],
	])("takes %s and %s for one family", (...words) => {
		expect(new Set(words.map(wordFamily)).size).toBe(1);
	});

	it.each([
		["date", "dated"],
		["note", "notice"],
		["rate", "ration"],
		["station", "state"],
		["bed", "being"],
		["duration", "during"],
		["patient", "patience"],
		["medicine", "medication"],
	])("takes %s and %s for different words", (one, other) => {
		expect(wordFamily(one)).not.toBe(wordFamily(other));
	});

	it("leaves alone what is no English word", () => {
		expect(["constructor", "nhs", "zzqx", "größe", ""].map(wordFamily)).toEqual([
			"constructor",
			"nhs",
			"zzqx",
			"größe",
			"",
		]);
	});
});
