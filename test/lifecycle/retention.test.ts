import { describe, expect, it } from "vitest";
import { keptUntil, retentionMonths } from "../../scripts/lifecycle/retention.ts";
import { request } from "../support/records.ts";

describe("the time to keep a copy", () => {
	it("counts from the day in London on which it was published", () => {
		expect(keptUntil("2026-03-31T22:59:59Z", 12)).toBe("2027-03-31");
		expect(keptUntil("2026-03-31T23:00:00Z", 12)).toBe("2027-04-01");
	});

	it("is that of the request as it stands once that is approved, and before that of the delivery's time", () => {
		const now = { ...request, retention: { ...request.retention, months: 20 } };
		expect(retentionMonths(now, true, request)).toBe(20);
		expect(retentionMonths(now, false, request)).toBe(12);
		expect(retentionMonths(now, false, undefined)).toBe(20);
	});
});
