import { expect, it } from "vitest";
import { newSettings } from "../../scripts/database/settings.ts";
import { outputKinds } from "../../scripts/plan/output-kinds.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { makeRecords, makeRequest, makeSource } from "../snapshot/source-maker.ts";

it("knows how to make every output that a plan has, and what to count of it in the source", () => {
	const source = makeSource({
		"ward.patients": {
			key: ["patient_id"],
			columns: { patient_id: "bigint; direct-identifier", born: "date; quasi-identifier" },
		},
	});
	// Nothing tells which row is whose, so that the smallest group has to be counted in the source.
	const plan = planShare(makeRequest({ "ward.patients.born": "year" }), makeRecords(source));
	const context = { plan, today: "2026-03-31", settings: newSettings(), hasCohortTable: true };
	expect(plan.tables.map(({ output }) => output)).toEqual(["rows"]);
	for (const table of plan.tables) {
		const kind = outputKinds[table.output];
		expect(kind.select(table, context)).toContain("extract(year FROM");
		expect(kind.smallestGroup(table, context)).toContain("GROUP BY");
	}
});
