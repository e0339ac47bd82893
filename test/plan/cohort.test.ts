import { beforeAll, describe, expect, it } from "vitest";
import { applySettings, newParameters, newSettings } from "../../scripts/database/settings.ts";
import { cohortSql } from "../../scripts/plan/cohort.ts";
import { rowRuleSql } from "../../scripts/plan/row-rule.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import type { Clause, ConfidentialityBasis, SharingRequest } from "../../scripts/schema/types.ts";
import { createSource, makeRecords, makeRequest, onDatabase } from "../snapshot/source-maker.ts";
import { ward, wardRows } from "../snapshot/ward.ts";
import { createDatabase } from "../support/database.ts";

let url: string;

beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, ward, wardRows);
});

const fields = { "ward.patients.sex": "keep", "ward.visits.ward": "keep" } as const;
const today = "2026-03-29";
const valueSets = {
	schemaVersion: 1,
	title: "Value sets",
	terms: [{ id: "northern", label: "Northern wards", meaning: "Wards in the north.", values: ["B", "C"] }],
} as const;
const records = makeRecords(ward, {
	vocabularies: new Map([
		[
			"value-sets",
			{ ...valueSets, terms: [...valueSets.terms].map((term) => ({ ...term, values: [...term.values] })) },
		],
	]),
});

function planOf(more: Partial<SharingRequest>) {
	return planShare(makeRequest(fields, more), records);
}

async function patientsIn(more: Partial<SharingRequest>, from = url): Promise<readonly number[]> {
	const { cohort, patient } = planOf(more);
	const settings = newSettings();
	const sql = cohortSql(cohort, patient, today, settings);
	const parameters = newParameters();
	const withParameters = cohortSql(cohort, patient, today, parameters);
	return onDatabase(from, async (client) => {
		await applySettings(client, settings.all());
		const { rows } = await client.query<{ patient: string }>(`${sql} ORDER BY 1`);
		// The values may come either way.
		expect((await client.query(`${withParameters} ORDER BY 1`, [...parameters.all()])).rows).toEqual(rows);
		return rows.map(({ patient: id }) => Number(id));
	});
}

const cohort = (...clauses: readonly Clause[]) => patientsIn({ cohort: [...clauses] });

function law(confidentiality: ConfidentialityBasis): Partial<SharingRequest> {
	return { law: { article6: "6(1)(e)", article9: "9(2)(j)", confidentiality, dpia: "DPIA-1" } };
}

describe("a cohort", () => {
	it.each<[string, readonly Clause[], readonly number[]]>([
		["compares for equality", [{ field: "ward.patients.sex", is: "M" }], [2, 4]],
		["leaves a missing value out of a difference", [{ field: "ward.patients.sex", not: "M" }], [1, 3, 6]],
		["takes lists", [{ field: "ward.visits.visit_id", in: [11, 12] }], [1, 2]],
		["takes value sets", [{ field: "ward.visits.ward", in_value_set: "northern" }], [1]],
		["finds missing values", [{ field: "ward.patients.sex", is_null: true }], [5]],
		["finds present values", [{ field: "ward.patients.born", is_null: false }], [1, 2, 3, 4, 6]],
		["includes the lower limit", [{ field: "ward.results.value", at_least: 250.01 }], [2]],
		["includes the upper limit", [{ field: "ward.results.value", at_most: 59.99 }], [1]],
		["leaves out what is beyond a limit", [{ field: "ward.results.value", at_least: 250.011 }], []],
		["compares whole numbers with fractions", [{ field: "ward.visits.visit_id", at_least: 12.5 }], [3, 4]],
		["compares several at once", [{ field: "ward.results.value", at_least: 60, at_most: 70.5 }], [1]],
		[
			"joins conditions on other tables",
			[
				{ field: "ward.visits.ward", is: "A" },
				{ field: "ward.patients.sex", is: "F" },
			],
			[1, 3],
		],
		// Patient 1 was in A, and in B from the 29th on: no one visit meets both.
		[
			"wants one row to meet conditions side by side",
			[
				{ field: "ward.visits.ward", is: "A" },
				{ field: "ward.visits.left_on", is: "2026-04-02" },
			],
			[],
		],
		[
			"takes alternatives",
			[
				{
					any: [
						{ field: "ward.visits.ward", is: "B" },
						{ field: "ward.patients.sex", is: "M" },
					],
				},
			],
			[1, 2, 4],
		],
		[
			"wants one row to meet all of an alternative",
			[
				{
					any: [
						{
							all: [
								{ field: "ward.visits.ward", is: "A" },
								{ field: "ward.visits.left_on", is: "2026-04-02" },
							],
						},
						{ field: "ward.patients.patient_id", is: 4 },
					],
				},
			],
			[4],
		],
		[
			"lets alternatives be met by different rows",
			[{ any: [{ field: "ward.visits.ward", is: "B" }] }, { field: "ward.visits.ward", is: "A" }],
			[1],
		],
		["leaves out whoever meets an exclusion", [{ none: [{ field: "ward.visits.ward", is: "A" }] }], [4, 5, 6]],
		["keeps a missing value in an exclusion", [{ none: [{ field: "ward.patients.sex", is: "F" }] }], [2, 4, 5]],
		[
			"leaves out by one row that meets all",
			[
				{
					none: [
						{
							all: [
								{ field: "ward.visits.ward", is: "A" },
								{ field: "ward.visits.seen", is_null: true },
							],
						},
					],
				},
			],
			[1, 2, 4, 5, 6],
		],
		["compares days of moments by their London day", [{ field: "ward.visits.arrived", is: "2026-03-30" }], [3]],
	])("%s", async (_, clauses, expected) => {
		expect(await cohort(...clauses)).toEqual(expected);
	});

	// Summer time began on 29 March 2026 at 01:00: that London day ran from 00:00 to 23:00 in UTC.
	it.each<[string, Clause, readonly number[]]>([
		["from, on the day itself", { field: "ward.visits.arrived", from: "2026-03-29" }, [1, 2, 3]],
		["from, on the next day", { field: "ward.visits.arrived", from: "2026-03-30" }, [3]],
		["before the day", { field: "ward.visits.arrived", before: "2026-03-29" }, [1]],
		["before the next day", { field: "ward.visits.arrived", before: "2026-03-30" }, [1, 2]],
		["from, without a time zone", { field: "ward.visits.seen", from: "2026-03-30" }, [2]],
		["before, without a time zone", { field: "ward.visits.seen", before: "2026-03-29" }, [1]],
		["from, on a date", { field: "ward.visits.left_on", from: "2026-04-02" }, [1, 2]],
		["before, on a date", { field: "ward.visits.left_on", before: "2026-03-30" }, [3]],
		["both", { field: "ward.visits.arrived", from: "2026-03-29", before: "2026-03-30" }, [1, 2]],
	])("counts days in London: %s", async (_, clause, expected) => {
		expect(await cohort(clause)).toEqual(expected);
	});

	it.each([
		"'); DROP TABLE ward.patients; --",
		"' OR '1'='1",
		"$1",
		"$$; SELECT pg_sleep(10) $$",
		"\\'; DROP TABLE ward.patients; --",
		'"hub.inner"',
		'","A","',
		"{A,B}",
		"%s",
		"A\nB",
		"李",
	])("takes %j for a value and nothing else", async (value) => {
		expect(await cohort({ field: "ward.visits.ward", is: value })).toEqual([]);
		expect(await cohort({ field: "ward.visits.ward", in: [value, "B"] })).toEqual([1]);
		expect(await cohort({ field: "ward.visits.ward", not: value })).toEqual([1, 2, 3]);
	});

	it("finds a hostile value where it stands", async () => {
		expect(await cohort({ field: "ward.patients.name", is: ";DROP TABLE ward.patients; --" })).toEqual([6]);
		expect(await cohort({ field: "ward.patients.name", in: ["line\nbreak\ttab\rreturn", "Zoë 李 🩺 ÷"] })).toEqual([
			2, 3,
		]);
	});

	it("lets an index on a moment serve a condition on days", async () => {
		const { cohort: planned, patient } = planOf({ cohort: [{ field: "ward.visits.arrived", from: "2026-03-29" }] });
		const settings = newSettings();
		const sql = cohortSql(planned, patient, today, settings);
		const plan = await onDatabase(url, async (client) => {
			await applySettings(client, settings.all());
			await client.query("CREATE INDEX ON ward.visits (arrived)");
			await client.query("SET enable_seqscan = off");
			const { rows } = await client.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`);
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(plan).toMatch(/Index Cond: \(+t?\.?arrived >= /);
	});
});

describe("consent", () => {
	// On 29 March: 1 gave consent today, 2 yesterday, 4 only tomorrow; 8 and 9 withdrew; 7 objects but consents.
	it("lets in only those whose consent stands today, an objection notwithstanding", async () => {
		const explicit = law({ basis: "explicit-consent", consentPurpose: "research" });
		expect(await patientsIn(explicit)).toEqual([1, 2, 7]);
	});

	it("takes consent for one purpose for no other", async () => {
		expect(await patientsIn(law({ basis: "explicit-consent", consentPurpose: "teaching" }))).toEqual([5]);
		expect(await patientsIn(law({ basis: "explicit-consent", consentPurpose: "' OR true --" }))).toEqual([]);
	});

	it("leaves out who withdrew on any other basis, whatever purpose the request names, and who objects or may", async () => {
		for (const basis of ["section-251", "anonymised"] as const) {
			expect(await patientsIn(law({ basis, consentPurpose: "research" }))).toEqual([1, 2, 3, 4, 5, 6]);
			expect(await patientsIn(law({ basis, consentPurpose: "teaching" }))).toEqual([1, 2, 3, 4, 5, 6]);
			expect(await patientsIn(law({ basis, consentPurpose: "nothing" }))).toEqual([1, 2, 3, 4, 5, 6]);
		}
	});

	it("takes a withdrawal as a person reads it: of an unknown purpose for all, of one written otherwise for that one", async () => {
		const { url: read } = await createDatabase();
		const rows = [
			"(1, 'teaching', '2020-01-01', NULL), (2, 'teaching', '2020-01-01', NULL), (3, 'teaching', '2020-01-01', NULL)",
			"(2, NULL, NULL, '2021-01-01'), (3, ' Teaching', NULL, '2021-01-01')",
		];
		const several = `DELETE FROM ward.consents; UPDATE ward.patients SET objects = false;
			ALTER TABLE ward.consents DROP CONSTRAINT consents_pkey;
			ALTER TABLE ward.consents ALTER purpose DROP NOT NULL, ALTER given DROP NOT NULL;
			INSERT INTO ward.consents VALUES ${rows.join(", ")};`;
		await createSource(read, ward, wardRows + several);
		expect(await patientsIn(law({ basis: "explicit-consent", consentPurpose: "teaching" }), read)).toEqual([1]);
		expect(await patientsIn(law({ basis: "section-251" }), read)).not.toContain(2);
	});

	describe("given again after a withdrawal", () => {
		// Each patient has a row of consent for teaching, or two: first given, withdrawn; again given, withdrawn.
		const rows: Readonly<Record<number, readonly (readonly [string | null, string | null])[]>> = {
			1: [["2020-01-01", "2021-01-01"]],
			2: [
				["2020-01-01", "2021-01-01"],
				["2021-01-02", null],
			],
			3: [
				["2020-01-01", "2021-01-01"],
				["2021-01-01", null],
			],
			4: [
				["2020-01-01", "2021-01-01"],
				["2026-03-29", null],
			],
			5: [
				["2020-01-01", "2021-01-01"],
				["2026-03-30", null],
			],
			6: [["2021-01-02", "2021-01-01"]],
			8: [
				["2020-01-01", "2021-01-01"],
				["2022-01-01", "2023-01-01"],
			],
		};
		let again: string;
		beforeAll(async () => {
			({ url: again } = await createDatabase());
			const values = Object.entries(rows).flatMap(([patient, given]) =>
				given.map(([from, to]) => `(${patient}, 'teaching', ${quote(from)}, ${quote(to)})`),
			);
			const several = `DELETE FROM ward.consents; UPDATE ward.patients SET objects = false;
				ALTER TABLE ward.consents DROP CONSTRAINT consents_pkey; INSERT INTO ward.consents VALUES ${values.join(", ")};`;
			await createSource(again, ward, wardRows + several);
		});
		const quote = (value: string | null) => (value === null ? "NULL" : `'${value}'`);

		it("counts from its day, if that is after the withdrawal and has come", async () => {
			expect(await patientsIn(law({ basis: "explicit-consent", consentPurpose: "teaching" }), again)).toEqual([
				2, 4, 6,
			]);
		});

		it("ends the withdrawal on any other basis too", async () => {
			const kept = [2, 4, 6, 7, 9];
			expect(await patientsIn(law({ basis: "section-251", consentPurpose: "teaching" }), again)).toEqual(kept);
			expect(await patientsIn(law({ basis: "anonymised" }), again)).toEqual(kept);
		});
	});

	it("leaves out who withdrew from any purpose where the request names none", async () => {
		expect(await patientsIn(law({ basis: "section-251" }))).toEqual([1, 2, 3, 4, 5, 6]);
	});
});

describe("rows", () => {
	async function visits(...clauses: readonly Clause[]): Promise<readonly number[]> {
		const table = planOf({ rows: { "ward.visits": [...clauses] } }).tables.find(({ id }) => id === "ward.visits");
		const [own] = table?.rules ?? [];
		if (own === undefined) throw new Error("no rows");
		const settings = newSettings();
		const where = rowRuleSql(own.rule, "t", settings);
		return onDatabase(url, async (client) => {
			await applySettings(client, settings.all());
			const { rows } = await client.query(`SELECT visit_id FROM ward.visits AS t WHERE ${where} ORDER BY 1`);
			return rows.map(({ visit_id: id }) => id);
		});
	}

	it.each<[string, readonly Clause[], readonly number[]]>([
		[
			"all",
			[
				{ field: "ward.visits.ward", is: "A" },
				{ field: "ward.visits.seen", is_null: true },
			],
			[13, 15],
		],
		[
			"any",
			[
				{
					any: [
						{ field: "ward.visits.ward", is_null: true },
						{
							all: [
								{ field: "ward.visits.ward", is: "B" },
								{ field: "ward.visits.patient_id", is: 8 },
							],
						},
					],
				},
			],
			[14, 16],
		],
		["none, missing values staying", [{ none: [{ field: "ward.visits.ward", in: ["A", "B"] }] }], [14]],
	])("are chosen by %s", async (_, clauses, expected) => {
		expect(await visits(...clauses)).toEqual(expected);
	});
});
