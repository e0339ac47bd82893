import type pg from "pg";
import type { SharePlan } from "../plan/share-plan.ts";
import type { SharedTable } from "../plan/shared-table.ts";
import { band } from "../records/count-band.ts";
import type { Policy } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import type { PassedCheck, ReleaseFinding } from "./finding.ts";
import { patientOfRowSql } from "./patient-of-row.ts";

/**
 * The number of patients against the policy's minimum. Nobody at all and too few read exactly the
 * same, so that asking again and again with other conditions does not tell who is in.
 */
export function checkMinimumCohort(share: Share, plan: SharePlan, policy: Policy): ReleaseFinding {
	const { value: minimum } = policy.disclosure.minCohort;
	const passed = !isAboutPatients(plan) || share.patients >= minimum;
	if (!passed) {
		const says = `The delivery would hold fewer patients than the policy's minimum of ${minimum}.`;
		return {
			check: "minimum-cohort",
			passed,
			says,
			rows: `under ${minimum}`,
			expected: `at least ${minimum} patients`,
		};
	}
	const rows = band(share.patients, policy.countBands);
	return { ...passedCohort(plan, policy), passed, rows, expected: `at least ${minimum} patients` };
}

/** What the check of the cohort says where it is passed. */
export function passedCohort(plan: SharePlan, policy: Policy): PassedCheck {
	const says = isAboutPatients(plan)
		? `The delivery holds at least ${policy.disclosure.minCohort.value} patients.`
		: "The delivery holds no data about patients.";
	return { check: "minimum-cohort", says };
}

function isAboutPatients({ tables }: SharePlan): boolean {
	return tables.some((table) => table.class === "patient");
}

/**
 * The number of rows of each table about patients against the policy's minimum. A table without any
 * rows passes; a reference table tells of no patient, however short it is.
 */
export function checkMinimumRows(share: Share, plan: SharePlan, policy: Policy): readonly ReleaseFinding[] {
	const { value: minimum } = policy.disclosure.minRows;
	return plan.tables.flatMap((table) => {
		if (table.class !== "patient") return [];
		const count = share.tables.find(({ name }) => name === table.name)?.rows ?? 0;
		const passed = count === 0 || count >= minimum;
		const pass = passedRows(table, policy);
		const says = passed ? pass.says : `${table.id} has fewer rows than the policy's minimum of ${minimum}.`;
		const rows = band(count, policy.countBands);
		return [{ ...pass, passed, says, rows, expected: `at least ${minimum} rows, or none` }];
	});
}

/** What the check of a table's rows says where it is passed. */
export function passedRows({ id }: Pick<SharedTable, "id">, { disclosure: { minRows } }: Policy): PassedCheck {
	return { check: "minimum-rows", table: id, says: `${id} has at least ${minRows.value} rows, or none.` };
}

/**
 * The number of patients who have rows in each table about patients against the policy's smallest cohort: conditions on
 * rows can leave many rows of one patient, which the number of rows does not show. A table without any rows passes.
 */
export async function checkMinimumPatients(
	client: pg.Client,
	share: Share,
	plan: SharePlan,
	policy: Policy,
): Promise<readonly ReleaseFinding[]> {
	const { value: minimum } = policy.disclosure.minCohort;
	const findings: ReleaseFinding[] = [];
	for (const table of plan.tables) {
		if (table.class !== "patient") continue;
		const count = await patientsOf(client, share, table);
		// Where nothing was counted, that is no pass.
		const passed = count !== undefined && (count === 0 || count >= minimum);
		const pass = passedPatients(table, policy);
		const says = passed ? pass.says : `${table.id} has rows of fewer patients than the policy's minimum of ${minimum}.`;
		const rows = count === undefined ? "unknown" : passed ? band(count, policy.countBands) : `under ${minimum}`;
		const expected = `at least ${minimum} patients, or none`;
		findings.push({ ...pass, passed, says, rows, expected });
	}
	return findings;
}

/** What the check of a table's patients says where it is passed. */
export function passedPatients({ id }: Pick<SharedTable, "id">, { disclosure: { minCohort } }: Policy): PassedCheck {
	const says = `${id} has rows of at least ${minCohort.value} patients, or none.`;
	return { check: "minimum-patients", table: id, says };
}

/** How many patients have rows in a table: counted in the share where its rows tell, otherwise as it was in the source. */
async function patientsOf(
	client: pg.Client,
	share: Share,
	{ patientLink, ...table }: SharedTable,
): Promise<number | undefined> {
	const known = share.tables.find(({ name }) => name === table.name);
	if (patientLink === undefined || known?.rows === 0) return known?.rows === 0 ? 0 : known?.patients;
	const { from, patient } = patientOfRowSql(share.schema, { ...table, patientLink });
	// Grouped, since count(DISTINCT) would sort all rows.
	const { rows } = await client.query<{ patients: string }>(
		`SELECT count(*) AS patients FROM (SELECT ${patient} FROM ${from} GROUP BY 1) AS each`,
	);
	return Number(rows[0]?.patients);
}
