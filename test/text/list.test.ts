import { expect, it } from "vitest";
import { formatList, isSameList } from "../../scripts/text/list.ts";

it("joins texts as a sentence does", () => {
	expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((texts) => formatList(texts))).toEqual([
		"",
		"a",
		"a and b",
		"a, b and c",
	]);
	expect(formatList(["a", "b", "c"], "or")).toBe("a, b or c");
});

it.each([
	[[], [], true],
	[["a", "b"], ["a", "b"], true],
	[["a", "b"], ["b", "a"], false],
	[["a"], ["a", "b"], false],
	[["a", "b"], ["a"], false],
])("compares lists by their texts and their order: %j and %j", (one, other, same) => {
	expect(isSameList(one, other)).toBe(same);
});
