import { describe, expect, it } from "vitest";
import { type ConfirmationProblem, confirmationProblem, unrevokedKeys } from "../../scripts/records/age-key.ts";

const day = "2026-03-31";
const people = {
	people: [
		{ id: "robbie", roles: ["data-custodian" as const] },
		{ id: "ingrid", roles: ["information-governance" as const] },
		{ id: "rita", roles: ["requester" as const] },
	],
};

describe("an age key", () => {
	it.each<[string, string, { by: string; on: string } | undefined, ConfirmationProblem | undefined]>([
		["by a custodian, on the day", day, { by: "robbie", on: day }, undefined],
		["by a custodian, the day after", day, { by: "robbie", on: "2026-04-01" }, "nobody"],
		["before it counts", "2026-04-01", { by: "robbie", on: day }, "nobody"],
		["by nobody", day, undefined, "nobody"],
		["by its owner", day, { by: "rita", on: day }, "owner"],
		["by somebody who is no custodian", day, { by: "ingrid", on: day }, "no-custodian"],
		["by somebody unknown", day, { by: "eve", on: day }, "no-custodian"],
	])("confirmed %s", (_, added, confirmed, problem) => {
		const key = { added, ...(confirmed === undefined ? {} : { confirmed }) };
		expect(confirmationProblem(key, "rita", people, day)).toBe(problem);
	});

	it("of a custodian is not confirmed by themselves", () => {
		expect(confirmationProblem({ added: day, confirmed: { by: "robbie", on: day } }, "robbie", people, day)).toBe(
			"owner",
		);
	});

	it("counts until the day before it is revoked", () => {
		const [kept, today, tomorrow] = [
			{ added: day },
			{ added: day, revoked: day },
			{ added: day, revoked: "2026-04-01" },
		];
		expect(unrevokedKeys({ ageKeys: [kept, today, tomorrow] }, day)).toEqual([kept, tomorrow]);
		expect(unrevokedKeys({}, day)).toEqual([]);
	});
});
