import { describe, expect, it } from "vitest";
import { londonDay } from "../../scripts/document/day.ts";

describe("a day in London", () => {
	it.each([
		["2026-03-31T22:59:59Z", "2026-03-31"],
		["2026-03-31T23:00:00Z", "2026-04-01"],
		["2026-01-31T23:59:59Z", "2026-01-31"],
	])("of %s is %s", (moment, day) => {
		expect(londonDay(new Date(moment))).toBe(day);
	});
});
