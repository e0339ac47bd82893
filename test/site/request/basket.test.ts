import { describe, expect, it } from "vitest";
import { hasItem, maxItems, parseItems, withItem, withoutItem } from "../../../site/src/basket/items.ts";

const item = (field: string, source = "hampton") => ({ source, field });

describe("the basket", () => {
	it("holds each field once, in the order of choosing, and gives up what is taken out", () => {
		const two = withItem(withItem([], item("a.b.c")), item("a.b.d"));
		expect(withItem(two, item("a.b.c"))).toBe(two);
		expect(hasItem(two, item("a.b.c", "other"))).toBe(false);
		expect(withoutItem(two, item("a.b.c"))).toEqual([item("a.b.d")]);
	});

	it.each([null, "", "{", "3", '{"a":1}', '[1,null,{"source":1,"field":"a"},{"source":"x"}]'])(
		"is empty if the browser has kept %j",
		(text) => expect(parseItems(text)).toEqual([]),
	);

	it("reads what it wrote, keeps no more than it may, and nothing besides", () => {
		const many = Array.from({ length: maxItems + 5 }, (_, index) => ({ ...item(`a.b.c${index}`), more: "x" }));
		const read = parseItems(JSON.stringify(many));
		expect(read).toHaveLength(maxItems);
		expect(read[0]).toEqual(item("a.b.c0"));
		expect(parseItems(JSON.stringify([item("a".repeat(401))]))).toEqual([]);
	});
});
