import { describe, expect, it } from "vitest";
import { approvalPath, freeNumber, largestNumber, signedPath } from "../../scripts/records/paths.ts";

describe("the number of a new record", () => {
	const free = (from: number, ...taken: readonly number[]) =>
		freeNumber(
			taken.map((number) => approvalPath("sepsis", number)),
			from,
			(number) => [approvalPath("sepsis", number)],
		);

	it("is the smallest that is free, whatever number a file there has", () => {
		expect(free(1, largestNumber)).toBe(1);
		expect(free(1, 1, 2, largestNumber)).toBe(3);
	});

	it("is one that the reader takes for a record's, up to the largest, and none beyond", () => {
		expect(free(largestNumber)).toBe(largestNumber);
		expect(signedPath(approvalPath("sepsis", largestNumber))?.number).toBe(largestNumber);
		expect(signedPath(approvalPath("sepsis", largestNumber + 1))).toBeUndefined();
		expect(() => free(largestNumber, largestNumber)).toThrow("no number is free for a record");
		expect(() => free(largestNumber + 1)).toThrow("no number is free for a record");
	});
});
