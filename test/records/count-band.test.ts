import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { band } from "../../scripts/records/count-band.ts";

const edges = [10, 100, 1000];

describe("band", () => {
	it.each([
		[0, "none"],
		[1, "under 10"],
		[9, "under 10"],
		[10, "10 to 99"],
		[99, "10 to 99"],
		[100, "100 to 999"],
		[999, "100 to 999"],
		[1000, "1,000 or more"],
		[4_000_000, "1,000 or more"],
	])("tells %i as %s", (count, expected) => {
		expect(band(count, edges)).toBe(expected);
	});

	it("groups thousands as the records' format has them", () => {
		expect(band(1500, [10, 1000, 100_000])).toBe("1,000 to 99,999");
		expect(band(3, [2500])).toBe("under 2,500");
	});

	it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (count) => {
		expect(() => band(count, edges)).toThrow(RangeError);
	});

	it("always fits the records' format, and never rises out of order", () => {
		const format = /^(?:none|under [0-9,]+|[0-9,]+ to [0-9,]+|[0-9,]+ or more|unknown)$/;
		const rising = fc
			.uniqueArray(fc.integer({ min: 2, max: 10_000_000 }), { minLength: 1, maxLength: 8 })
			.map((numbers) => numbers.toSorted((one, other) => one - other));
		fc.assert(
			fc.property(fc.nat({ max: 20_000_000 }), rising, (count, policy) => {
				expect(band(count, policy)).toMatch(format);
			}),
		);
	});
});
