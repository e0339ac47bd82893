import { expect, it } from "vitest";
import { firstOnly, nearest } from "../../scripts/issue/nearest.ts";

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

it("is asked for the first 20 different names only, and once for each", () => {
	const asked: string[] = [];
	const suggest = firstOnly(
		(name: string) => name,
		(name) => {
			asked.push(name);
			return name.toUpperCase();
		},
	);
	const names = Array.from({ length: 25 }, (_, number) => `name${number}`);
	const found = [...names, ...names].map(suggest);
	expect(asked).toEqual(names.slice(0, 20));
	expect(found.slice(0, 25)).toEqual([
		...names.slice(0, 20).map((name) => name.toUpperCase()),
		...Array(5).fill(undefined),
	]);
	expect(found.slice(25)).toEqual(found.slice(0, 25));
	expect(suggest("x".repeat(81))).toBeUndefined();
});
