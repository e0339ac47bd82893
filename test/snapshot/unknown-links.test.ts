import { expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { createDatabase } from "../support/database.ts";
import { createSource, makeRecords, makeRequest, rowsOf } from "./source-maker.ts";
import { snapshotOf, ward, wardRows } from "./ward.ts";

const request = makeRequest({ "ward.patients.patient_id": "pseudonymise", "ward.patients.mother_id": "pseudonymise" });

/** The dictionary as somebody has made it who took what the patient table refers to off its page. */
const without = {
	...ward,
	tables: ward.tables.map((table) =>
		table.id === "ward.patients" ? { ...table, metadata: { ...table.metadata, references: [] } } : table,
	),
};

it("empties references to people outside the cohort, and copies nothing where the dictionary hides one", async () => {
	const { url } = await createDatabase();
	await createSource(url, ward, wardRows);
	const share = await snapshotOf(url, request, makeRecords(ward));
	const [[all, mothers] = []] = await rowsOf(share.url, "SELECT count(*), count(mother_id) FROM d0001.patients");
	expect(Number(mothers)).toBeLessThan(Number(all));
	await expect(snapshotOf(url, request, makeRecords(without))).rejects.toThrow(
		/ward\.patients refers to ward\.patients by mother_id, which the dictionary does not say, so codes of patients outside the cohort could leave/,
	);
	const kept = makeRequest({ "ward.patients.patient_id": "pseudonymise", "ward.patients.name": "redact" });
	await expect(snapshotOf(url, kept, makeRecords(without))).resolves.toBeDefined();
});

it.each(["excluded", undefined] as const)("shares no code of rows in a table that is %s", (kind) => {
	const source = {
		...ward,
		tables: [
			...ward.tables.map((table) =>
				table.id === "ward.patients"
					? {
							...table,
							metadata: {
								...table.metadata,
								references: [{ fields: ["mother_id"], table: "ward.people", to: ["patient_id"] }],
							},
						}
					: table,
			),
			...ward.tables.flatMap(({ class: _, ...table }) =>
				table.id === "ward.patients"
					? [
							{
								...table,
								id: "ward.people",
								...(kind === undefined ? {} : { class: kind }),
								metadata: { ...table.metadata, table: "people", references: [] },
							},
						]
					: [],
			),
		],
	};
	const planned = () => planShare(request, makeRecords(source as typeof ward));
	let rules: readonly string[] = [];
	try {
		planned();
	} catch (failure) {
		if (failure instanceof UserError) rules = failure.issues.map(({ rule }) => rule);
	}
	expect(rules).toContain("outside-reference");
});
