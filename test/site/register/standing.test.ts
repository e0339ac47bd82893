import { describe, expect, it } from "vitest";
import type { DeliveryRecords } from "../../../scripts/records/deliveries.ts";
import {
	addMonths,
	type DeliveryState,
	deliveryStanding,
	deliveryStates,
	type ProjectState,
	projectState,
	projectStates,
} from "../../../scripts/site/register/standing.ts";

describe("the day so many months later", () => {
	it.each([
		["2026-03-31", 12, "2027-03-31"],
		["2026-01-31", 1, "2026-02-28"],
		["2028-01-31", 1, "2028-02-29"],
		["2026-11-30", 3, "2027-02-28"],
		["2026-12-15", 1, "2027-01-15"],
		["2026-03-31", -5, "2025-10-31"],
	])("from %s by %i is %s", (day, months, later) => {
		expect(addMonths(day, months)).toBe(later);
	});
});

describe("how a delivery stands", () => {
	const file = <T>(value: T) => ({ path: "", sha256: "", blob: "", bytes: Buffer.alloc(0), value });
	const query = file({ query: 1 });
	const made = { manifest: file({}) };
	const published = { ...made, events: [file({ event: "published", at: "2026-03-31T09:00:00Z" })] };
	const answered = (decision: string) => ({ queries: [query], answers: [file({ query: 1, decision })] });
	const standing = (parts: object, today = "2026-04-01", findings: never[] = []) =>
		deliveryStanding(
			{ project: "sepsis", delivery: "0001", events: [], queries: [], answers: [], ...parts } as DeliveryRecords,
			{
				today,
				findings,
				verified: true,
				months: 12,
			},
		);
	const problem = { rule: "manifest", severity: "error", path: [], message: "wrong" } as never;

	it.each<[DeliveryState, object, string?, never[]?]>([
		["held", { queries: [query] }],
		["answered", answered("blank")],
		["stopped", answered("refuse")],
		["made", made],
		["published", published],
		["published", published, "2027-03-31"],
		["retention-ended", published, "2027-04-01"],
		["doubtful", published, "2026-04-01", [problem]],
	])("is %s", (state, parts, today, findings) => {
		expect(standing(parts, today, findings).state).toBe(state);
	});

	it("verifies in spite of a warning", () => {
		expect(standing(published, undefined, [{ ...(problem as object), severity: "warning" } as never])).toMatchObject({
			verifies: true,
			state: "published",
			keptUntil: "2027-03-31",
		});
	});

	it("has words for every state, each its own", () => {
		const words = [...Object.values(deliveryStates), ...Object.values(projectStates)].map((state) => state.words);
		expect(new Set(words).size).toBe(words.length);
	});
});

describe("how a project stands", () => {
	const roles = (state: string) => [{ state }, { state: "approved" }];
	it.each<[ProjectState, string, readonly DeliveryState[], boolean?]>([
		["waiting", "missing", []],
		["waiting", "void", []],
		["returned", "returned", []],
		["refused", "refused", []],
		["approved", "approved", []],
		["held", "approved", ["held"]],
		["held", "approved", ["stopped"]],
		["making", "approved", ["answered"]],
		["making", "approved", ["made"]],
		["delivered", "approved", ["published"]],
		["delivered", "approved", ["retention-ended", "published", "held"]],
		["changing", "void", ["published"]],
		["ended", "void", ["retention-ended"]],
		["ended", "approved", ["retention-ended"]],
		["doubtful", "approved", ["published", "doubtful"]],
		["doubtful", "approved", [], true],
	])("is %s", (state, role, deliveries, doubtful = false) => {
		const asked = {
			roles: roles(role),
			complete: role === "approved",
			deliveries: deliveries.map((each) => ({ state: each })),
			doubtful,
		};
		expect(projectState(asked)).toBe(state);
	});
});
