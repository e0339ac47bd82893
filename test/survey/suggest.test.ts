import { describe, expect, it } from "vitest";
import { estimateBands, missingBand, rowsBand } from "../../scripts/survey/estimates.ts";
import { suggestSensitivity } from "../../scripts/survey/suggest.ts";

describe("suggesting a sensitivity", () => {
	it.each([
		["nhs_number", "character varying(10)", "direct-identifier"],
		["FamilyName", "text", "direct-identifier"],
		["home address", "text", "direct-identifier"],
		["email", "text", "direct-identifier"],
		["date_of_birth", "date", "quasi-identifier"],
		["postcode", "text", "quasi-identifier"],
		["seen_at", "timestamp with time zone", "quasi-identifier"],
		["ethnicity", "text", "special-category"],
		["icd10_code", "character(5)", "special-category"],
		["discharge_notes", "text", "free-text"],
		["note_count", "integer", undefined],
		["details", "jsonb", "free-text"],
		["scan", "bytea", "free-text"],
		["unit", "text", "ordinary"],
		["storage", "integer", undefined],
		["emailed", "boolean", undefined],
	])("takes %s (%s) for %s", (name, type, sensitivity) => {
		expect(suggestSensitivity({ name, type, isRecordKey: false })).toBe(sensitivity);
	});

	it("takes a key that leads to one patient for a direct identifier, but not a date in such a key", () => {
		expect(suggestSensitivity({ name: "result_id", type: "bigint", isRecordKey: true })).toBe("direct-identifier");
		expect(suggestSensitivity({ name: "taken", type: "date", isRecordKey: true })).toBe("quasi-identifier");
	});
});

describe("estimates in bands", () => {
	it.each([
		[null, "unknown"],
		[0, "none"],
		[0.0001, "under 5 %"],
		[0.0499, "under 5 %"],
		[0.05, "5 to 50 %"],
		[0.5, "5 to 50 %"],
		[0.5001, "over 50 %"],
		[0.9999, "over 50 %"],
		[1, "all"],
	])("tells a missing share of %s as %s", (share, band) => {
		expect(missingBand(share)).toBe(band);
	});

	it.each([
		[null, "unknown"],
		[0, "none"],
		[9.4, "under 10"],
		[9.5, "10 to 99"],
		[100, "100 or more"],
	])("tells %s rows as %s", (rows, band) => {
		expect(rowsBand(rows, [10, 100])).toBe(band);
	});

	it.each([
		["a count", { distinct: 12, missing: 0 }, 1000, "10 to 99"],
		["a share of the rows", { distinct: -0.5, missing: 0 }, 1000, "100 or more"],
		["a share of unknown rows", { distinct: -0.5, missing: 0 }, null, "unknown"],
		["zero of a column without values", { distinct: 0, missing: 1 }, 1000, "none"],
		["zero of another column", { distinct: 0, missing: 0.2 }, 1000, "unknown"],
	])("tells %s of different values", (_, given, rows, distinct) => {
		const estimate = { table: 1, name: "a", missingOfMembers: null, rowsOfMembers: null, ...given };
		expect(estimateBands(estimate, rows, [10, 100]).distinct).toBe(distinct);
	});
});
