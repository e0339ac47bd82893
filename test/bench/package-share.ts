import type { Client } from "pg";
import type { PackageContents } from "../../scripts/package/contents.ts";
import type { SharePlan } from "../../scripts/plan/share-plan.ts";
import type { Share } from "../../scripts/snapshot/share.ts";
import { takeSnapshot } from "../../scripts/snapshot/snapshot.ts";
import { fields, law, planOfRequest } from "./snapshot-shapes.ts";

/**
 * The plan of a broad request: the care of all adults who have not objected, seven tables, five of which have a key in
 * the share.
 */
export async function carePlan(): Promise<SharePlan> {
	return planOfRequest({
		law,
		cohort: [{ field: "clinical.patients.birth_decade", at_most: 2000 }],
		rows: {},
		fields: fields({
			"clinical.patients.patient_id": "pseudonymise",
			"clinical.patients.birth_decade": "keep",
			"clinical.patients.sex": "keep",
			"clinical.patients.ethnic_category": "keep",
			"clinical.visits.visit_id": "pseudonymise",
			"clinical.visits.patient_id": "pseudonymise",
			"clinical.visits.kind": "keep",
			"clinical.visits.admitted_at": "date-shift",
			"clinical.visits.discharged_at": "date-shift",
			"clinical.visits.stay_days": "keep",
			"clinical.visits.discharge_method": "keep",
			"clinical.diagnoses.visit_id": "pseudonymise",
			"clinical.diagnoses.position": "keep",
			"clinical.diagnoses.icd10_code": "keep",
			"clinical.treatments.treatment_id": "pseudonymise",
			"clinical.treatments.visit_id": "pseudonymise",
			"clinical.treatments.procedure_code": "keep",
			"clinical.treatments.performed_at": "date-shift",
			"clinical.treatments.outcome": "keep",
			"clinical.medication.medication_id": "pseudonymise",
			"clinical.medication.visit_id": "pseudonymise",
			"clinical.medication.medicine_id": "keep",
			"clinical.medication.route": "keep",
			"clinical.medication.dose": "keep",
			"clinical.medication.dose_unit": "keep",
			"clinical.medication.times_daily": "keep",
			"clinical.measurements.patient_id": "pseudonymise",
			"clinical.measurements.type": "keep",
			"clinical.measurements.value": "keep",
			"clinical.measurements.unit": "keep",
			"clinical.measurements.taken_at": "date-shift",
			"clinical.lab_results.result_id": "pseudonymise",
			"clinical.lab_results.visit_id": "pseudonymise",
			"clinical.lab_results.test_code": "keep",
			"clinical.lab_results.sampled_at": "date-shift",
			"clinical.lab_results.value": "keep",
			"clinical.lab_results.unit": "keep",
			"clinical.lab_results.reference_low": "keep",
			"clinical.lab_results.reference_high": "keep",
		}),
	});
}

/** Takes the share of a plan from a hospital's database. */
export function takeShare(plan: SharePlan, sourceUrl: string, shareAdminUrl: string): Promise<Share> {
	return takeSnapshot({
		plan,
		project: "bench-package",
		delivery: "0001",
		requestBlob: "a".repeat(40),
		source: { url: sourceUrl, statementMinutes: 60 },
		shareAdminUrl,
		projectKey: Buffer.alloc(32, 7),
		ledgerKey: Buffer.alloc(32, 9),
		salt: Buffer.alloc(32, 1),
		now: new Date("2026-03-31T12:00:00Z"),
		progress: () => {},
	});
}

/** What a package of a plan's tables says of them, without the dictionary's words. */
export function bareContents(tables: SharePlan["tables"]): PackageContents {
	return {
		project: "bench-package",
		delivery: "0001",
		share: "7b5e3c1a-4a4b-4c7e-9d5e-0c6f6a1b2c3d",
		title: "A benchmark",
		summary: "A benchmark.",
		at: new Date("2026-03-31T12:00:00Z"),
		objections: [],
		format: "csv",
		tables: tables.map(({ file, name, id, columns, primaryKey }) => ({
			file,
			name,
			id,
			title: id,
			description: "",
			columns: columns.map((column) => ({ ...column, documentation: { description: "" } })),
			key: primaryKey,
			references: [],
		})),
	};
}

/**
 * Lays the rows of a share's table into many small tables, `many.t0` and so on, and into one, `one.t`.
 *
 * @returns what a package of either says
 */
export async function splitTable(
	client: Client,
	schema: string,
	table: SharePlan["tables"][number],
	count: number,
): Promise<{ readonly many: PackageContents; readonly one: PackageContents }> {
	const columns = table.columns.map(({ name }) => name).join(", ");
	await client.query(`
		DROP SCHEMA IF EXISTS many CASCADE;
		DROP SCHEMA IF EXISTS one CASCADE;
		CREATE SCHEMA many;
		CREATE SCHEMA one;
		CREATE TABLE one.t AS SELECT ${columns} FROM ${schema}.${table.name};
		ALTER TABLE one.t ADD PRIMARY KEY (${table.primaryKey.join(", ")});
		CREATE TABLE one.parts AS SELECT *, ntile(${count}) OVER (ORDER BY ${columns}) - 1 AS part FROM one.t;
		CREATE INDEX ON one.parts (part);
		DO $$ BEGIN FOR part IN 0 .. ${count - 1} LOOP
			EXECUTE format('CREATE TABLE many.t%s AS SELECT ${columns} FROM one.parts WHERE part = %s', part, part);
			EXECUTE format('ALTER TABLE many.t%s ADD PRIMARY KEY (${table.primaryKey.join(", ")})', part);
		END LOOP; END $$`);
	await client.query("ANALYZE");
	const named = (name: string) => ({ ...table, name, file: `data/${name}.csv` });
	return {
		many: bareContents(Array.from({ length: count }, (_, part) => named(`t${part}`))),
		one: bareContents([named("t")]),
	};
}
