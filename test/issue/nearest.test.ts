import { expect, it } from "vitest";
import { nearest } from "../../scripts/issue/nearest.ts";

it.each([
	["labs.hba1x", ["labs.hba1c", "labs.crp"], "labs.hba1c"],
	["sumary", ["summary", "source"], "summary"],
	["taem", ["team", "title"], "team"],
	["KEEP", ["keep", "year"], "keep"],
	["hampton-hopsital", ["alpenia", "hampton-hospital"], "hampton-hospital"],
])("takes %s for %s", (word, candidates, meant) => {
	expect(nearest(word, candidates)).toBe(meant);
});

it.each([
	["x", ["team"]],
	["abc", ["xyz"]],
	["nothing like it", ["team", "title"]],
	["", ["team"]],
	["team", []],
	["x".repeat(1_000_000), ["x".repeat(1_000_000)]],
])("takes %s for nothing (%#)", (word, candidates) => {
	expect(nearest(word, candidates)).toBeUndefined();
});

it("takes the first of equally near words", () => {
	expect(nearest("bat", ["cat", "rat"])).toBe("cat");
});
