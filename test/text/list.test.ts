import { expect, it } from "vitest";
import { formatList } from "../../scripts/text/list.ts";

it("joins texts as a sentence does", () => {
	expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((texts) => formatList(texts))).toEqual([
		"",
		"a",
		"a and b",
		"a, b and c",
	]);
	expect(formatList(["a", "b", "c"], "or")).toBe("a, b or c");
});
