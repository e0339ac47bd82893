import { describe, expect, it } from "vitest";
import {
	addDays,
	addMonths,
	daysBetween,
	formatDay,
	formatMoment,
	isDay,
	londonDay,
} from "../../scripts/document/day.ts";

describe("a day in London", () => {
	it.each([
		["2026-03-31T22:59:59Z", "2026-03-31"],
		["2026-03-31T23:00:00Z", "2026-04-01"],
		["2026-01-31T23:59:59Z", "2026-01-31"],
	])("of %s is %s", (moment, day) => {
		expect(londonDay(new Date(moment))).toBe(day);
	});
});

describe("a day", () => {
	it.each([
		["2026-03-31", 12, "2027-03-31"],
		["2026-01-31", 1, "2026-02-28"],
		["2028-01-31", 1, "2028-02-29"],
		["2026-11-30", 3, "2027-02-28"],
		["2026-12-15", 1, "2027-01-15"],
		["2026-03-31", -5, "2025-10-31"],
	])("%s and %i months is %s", (day, months, later) => {
		expect(addMonths(day, months)).toBe(later);
	});

	it.each([
		["2026-02-28", 1, "2026-03-01"],
		["2028-02-28", 1, "2028-02-29"],
		["2026-03-28", 2, "2026-03-30"],
		["2026-01-01", -1, "2025-12-31"],
	])("%s and %i days is %s, and so far away", (day, days, later) => {
		expect(addDays(day, days)).toBe(later);
		expect(daysBetween(day, later)).toBe(days);
	});

	it("is one that the calendar has", () => {
		expect(isDay("2028-02-29")).toBe(true);
		for (const text of ["2026-02-29", "2026-2-1", "2026-01-01T00:00:00Z", "", "soon"]) expect(isDay(text)).toBe(false);
	});
});

describe("formatDay", () => {
	it("tells a day, with a shorter month where there is little room", () => {
		expect([formatDay("2026-03-31"), formatDay("2026-03-31", true)]).toEqual(["31 March 2026", "31 Mar 2026"]);
	});

	it("leaves what is no day as it is", () => {
		expect(formatDay("soon")).toBe("soon");
	});
});

describe("formatMoment", () => {
	it("tells a moment to the second as clocks in London showed it, with what they were ahead", () => {
		expect(formatMoment("2026-01-31T23:59:59Z")).toBe("31 January 2026, 23:59:59 +00:00");
		expect(formatMoment("2026-03-31T23:59:59Z")).toBe("1 April 2026, 00:59:59 +01:00");
		expect(formatMoment("2026-04-01T00:30:00.5+01:00", true)).toBe("1 Apr 2026, 00:30:00 +01:00");
	});

	it("tells the two hours apart when clocks go back", () => {
		expect(formatMoment("2026-10-25T00:30:00Z", true)).toBe("25 Oct 2026, 01:30:00 +01:00");
		expect(formatMoment("2026-10-25T01:30:00Z", true)).toBe("25 Oct 2026, 01:30:00 +00:00");
	});

	it("leaves what is no moment as it is", () => {
		expect(formatMoment("")).toBe("");
	});
});
