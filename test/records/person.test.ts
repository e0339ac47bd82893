import { expect, it } from "vitest";
import { hasLeft } from "../../scripts/records/person.ts";
import { isThirdParty } from "../../scripts/records/third-party.ts";

it.each([
	["nobody has said so", undefined, false],
	["on the day before", "2026-04-01", false],
	["on the day itself", "2026-03-31", true],
	["since", "2026-03-30", true],
])("a person has left or not: %s", (_, left, expected) => {
	expect(hasLeft(left === undefined ? {} : { left }, "2026-03-31")).toBe(expected);
});

it("an organisation is a third party unless it is the hospital", () => {
	const found = ["hampton", "cardiozen", undefined].map((id) => isThirdParty(id, { home: "hampton" }));
	expect(found).toEqual([false, true, true]);
});
