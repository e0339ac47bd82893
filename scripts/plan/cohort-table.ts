import { quoteIdentifier } from "../database/quote.ts";
import type { Settings } from "../database/settings.ts";
import { shiftDaysSql } from "../treatment/date-shift.ts";
import { pseudonymSql } from "../treatment/pseudonymise.ts";
import { treatments } from "../treatment/treatments.ts";
import { cohortSql, tableSql } from "./cohort.ts";
import type { SharePlan } from "./share-plan.ts";
import type { SharedColumn, SharedTable } from "./shared-table.ts";

/** The temporary table of a session that holds the cohort: its patients, their pseudonyms and the days of their shift. */
export const cohortTable = "pg_temp.hub_cohort";

/** SQL that makes the {@link cohortTable}, empty: the patient's key has exactly the source's type. */
export function createCohortTableSql({ patient }: SharePlan): string {
	return `CREATE TEMPORARY TABLE hub_cohort AS
	SELECT ${quoteIdentifier(patient.column)} AS patient, NULL::uuid AS pseudonym, NULL::integer AS days
	FROM ${tableSql(patient.table)} WITH NO DATA`;
}

/** SQL that fills the {@link cohortTable} with what some table of the plan needs of each patient; the rest stays empty. */
export function fillCohortTableSql(plan: SharePlan, today: string, settings: Settings): string {
	const needed = plan.tables.map((table) => cohortNeeds(table, table.columns, plan));
	const needs = {
		pseudonym: needed.some(({ pseudonym }) => pseudonym),
		days: needed.some(({ days }) => days),
	};
	return `INSERT INTO ${cohortTable} (${cohortColumns(needs).join(", ")})
${treatedCohortSql(plan, needs, today, settings)}`;
}

/** What a statement reads of a patient besides the key. */
export interface CohortNeeds {
	readonly pseudonym: boolean;
	readonly days: boolean;
}

/** What these columns of a table need of its patients. */
export function cohortNeeds(table: SharedTable, columns: readonly SharedColumn[], plan: SharePlan): CohortNeeds {
	return {
		pseudonym: columns.some((column) => isPatientKey(column, table, plan)),
		days: columns.some(({ treatment }) => treatments[treatment].needsPatient),
	};
}

/** SQL of a query for the cohort's patients with what is needed of them: `patient`, `pseudonym`, `days`. */
export function treatedCohortSql(plan: SharePlan, needs: CohortNeeds, today: string, settings: Settings): string {
	const { type, root } = plan.patient;
	const sql = {
		patient: "patient",
		pseudonym: `${pseudonymSql("patient", type, root)} AS pseudonym`,
		days: `${shiftDaysSql("patient", type, root, plan.maxShiftDays)} AS days`,
	};
	return `	SELECT ${cohortColumns(needs)
		.map((name) => sql[name])
		.join(", ")}
	FROM (${cohortSql(plan.cohort, plan.patient, today, settings)}) AS chosen`;
}

/** Whether the column, pseudonymised, holds the very key by which the row was joined to its patient. */
export function isPatientKey(column: SharedColumn, table: SharedTable, plan: SharePlan): boolean {
	if (treatments[column.treatment].joinsBy !== "code") return false;
	if (table.class !== "patient" || column.root.id !== plan.patient.root.id) return false;
	const [link, another] = table.path;
	if (link === undefined) return column.name === plan.patient.column;
	return another === undefined && link.columns[link.to.indexOf(plan.patient.column)] === column.name;
}

function cohortColumns({ pseudonym, days }: CohortNeeds) {
	return ["patient" as const, ...(pseudonym ? ["pseudonym" as const] : []), ...(days ? ["days" as const] : [])];
}
