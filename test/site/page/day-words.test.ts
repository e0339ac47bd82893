import { describe, expect, it } from "vitest";
import { dayWords, momentWords } from "../../../scripts/site/page/day-words.ts";

describe("dayWords", () => {
	it("tells a day, with a shorter month where there is little room", () => {
		expect([dayWords("2026-03-31"), dayWords("2026-03-31", true)]).toEqual(["31 March 2026", "31 Mar 2026"]);
	});

	it("leaves what is no day as it is", () => {
		expect(dayWords("soon")).toBe("soon");
	});
});

describe("momentWords", () => {
	it("tells a moment to the second in universal time, whatever it was recorded in", () => {
		expect([momentWords("2026-03-31T23:59:59Z"), momentWords("2026-04-01T00:30:00.5+01:00", true)]).toEqual([
			"31 March 2026, 23:59:59 UTC",
			"31 Mar 2026, 23:30:00 UTC",
		]);
	});

	it("leaves what is no moment as it is", () => {
		expect(momentWords("")).toBe("");
	});
});
