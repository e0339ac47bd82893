import { quoteIdentifier } from "../database/quote.ts";
import type { Settings } from "../database/settings.ts";
import { shiftDaysSql } from "../treatment/date-shift.ts";
import { canonicalSql, hmacSql, ledgerLabel } from "../treatment/hmac.ts";
import { pseudonymSql } from "../treatment/pseudonymise.ts";
import { treatments } from "../treatment/treatments.ts";
import { cohortSql, type PatientRows, patientRowsSql, tableSql } from "./cohort.ts";
import type { SelectContext } from "./output-kind.ts";
import { quasiColumns, quasiValueSql } from "./quasi-identifier.ts";
import { type RowRule, rowRuleSql } from "./row-rule.ts";
import type { SharePlan } from "./share-plan.ts";
import type { ForeignKeyRemapping, SharedColumn, SharedTable } from "./shared-table.ts";

/**
 * SQL of the query whose rows are a table of the share, column by column of the share's types, in
 * the order of pseudonyms: neither the order nor the place of a row tells when the source got it.
 */
export function tableSelectSql(table: SharedTable, context: SelectContext): string {
	const columns = table.columns.map((column) => columnSql(column, table, context));
	const order = storedOrder(table.columns);
	const { prefix, from } = tableRowsSql(table, table.columns, context);
	return `${prefix}SELECT ${columns.join(",\n\t")}
FROM ${from}
ORDER BY ${order.join(", ")}`;
}

/** SQL of the count of references that {@link tableSelectSql} empties; undefined where it can empty none. */
export function danglingReferencesSql(table: SharedTable, context: SelectContext): string | undefined {
	if (table.remappings.length === 0) return undefined;
	const counts = table.remappings.map((remapping, index) => {
		const present = remapping.emptied.map((column) => `t.${quoteIdentifier(column)} IS NOT NULL`);
		return `count(*) FILTER (WHERE (${present.join(" OR ")}) AND ${foundKey(index)} IS NULL)`;
	});
	const { prefix, from } = tableRowsSql(table, [], context);
	return `${prefix}SELECT ${counts.join(" + ")} AS dangling FROM ${from}`;
}

/**
 * SQL of the fewest patients who share one combination of a table's quasi-identifiers, after treatment: null
 * where the table has no rows. Only for rows that do not tell their patient, since the share cannot count these;
 * undefined for others.
 */
export function smallestGroupSql(table: SharedTable, context: SelectContext): string | undefined {
	const columns = table.patientLink === undefined ? quasiColumns(table) : [];
	if (columns.length === 0) return undefined;
	const { prefix, from } = tableRowsSql(table, columns, context);
	const values = columns.map((column) => quasiValueSql(column, columnSql(column, table, context)));
	return `${prefix}SELECT min(patients) AS smallest FROM (
	SELECT count(DISTINCT c.patient) AS patients FROM ${from} GROUP BY ${values.join(", ")}
) AS groups`;
}

/** SQL of the ledger's rows: a keyed digest of each patient who has a row in the share. */
export function ledgerSelectSql(
	project: string,
	delivery: string,
	share: string,
	{ plan, today, settings }: SelectContext,
): string {
	const { type, root } = plan.patient;
	const aboutPatients = plan.tables.filter((table) => table.class === "patient");
	// All of the cohort is in the share where the patient table is shared whole.
	const wholeCohort = aboutPatients.some((table) => table.path.length === 0 && table.rows === undefined);
	const rows = aboutPatients.map((table) => {
		const { from, patient } = patientRowsSql(table.table, table.path, plan.patient);
		return `SELECT ${patient} FROM ${from} WHERE ${rowsSql(table.rows, "t", settings)}`;
	});
	const present = rows.length === 0 ? "false" : `c.patient IN (${rows.join(" UNION ALL ")})`;
	const digest = hmacSql(ledgerLabel(plan.source, root.id), canonicalSql("c.patient", type, root.type));
	const constants = [project, delivery].map((value) => settings.text(value));
	return `SELECT ${constants.join(", ")}, ${settings.text(share)}::uuid, ${digest}
FROM (${cohortSql(plan.cohort, plan.patient, today, settings)}) AS c
WHERE ${wholeCohort ? "true" : present}
ORDER BY 4`;
}

interface TableRows {
	/** The cohort as `WITH`, where the table is about patients. */
	readonly prefix: string;
	/** From the FROM clause's first table to the end of WHERE. */
	readonly from: string;
}

// t is the table, c the cohort, l0, l1, … the remappings' targets; columns are those that will be treated.
function tableRowsSql(table: SharedTable, columns: readonly SharedColumn[], context: SelectContext): TableRows {
	const { plan, settings } = context;
	const where = rowsSql(table.rows, "t", settings);
	const remappings = table.remappings
		.map((remapping, index) => remappingSql(remapping, index, columns, context))
		.join("");
	const cohort = cohortWithSql(table, columns, context);
	if (table.class === "reference") {
		const prefix = table.remappings.some(({ path }) => path !== undefined) ? `WITH ${cohort}\n` : "";
		return { prefix, from: `${tableSql(table.table)} AS t${remappings} WHERE ${where}` };
	}
	const { from, patient }: PatientRows = patientRowsSql(table.table, table.path, plan.patient);
	const joined = `${from}\n\tJOIN cohort AS c ON c.patient = ${patient}${remappings}`;
	return { prefix: `WITH ${cohort}\n`, from: `${joined}\nWHERE ${where}` };
}

// Materialised, so that cohort, pseudonyms and shifts are worked out once for each patient and not for each row.
function cohortWithSql(table: SharedTable, columns: readonly SharedColumn[], context: SelectContext): string {
	const { plan, today, settings } = context;
	const { type, root } = plan.patient;
	const values = ["patient"];
	if (columns.some((column) => isPatientKey(column, table, plan)))
		values.push(`${pseudonymSql("patient", type, root)} AS pseudonym`);
	if (columns.some(({ treatment }) => treatments[treatment].needsPatient))
		values.push(`${shiftDaysSql("patient", type, root, plan.maxShiftDays)} AS days`);
	return `cohort AS MATERIALIZED (
	SELECT ${values.join(", ")}
	FROM (${cohortSql(plan.cohort, plan.patient, today, settings)}) AS chosen
)`;
}

// Pseudonyms are worked out here once for each row referred to, rather than for each row that refers to it.
function remappingSql(
	remapping: ForeignKeyRemapping,
	index: number,
	columns: readonly SharedColumn[],
	{ plan, settings }: SelectContext,
): string {
	const keys = remapping.to.flatMap((column, at) => {
		const key = `t.${quoteIdentifier(column)}`;
		const referring = columns.find(({ name }) => name === remapping.columns[at] && remapping.emptied.includes(name));
		const type = remapping.types[at];
		if (referring === undefined || type === undefined || treatments[referring.treatment].joinsBy !== "code")
			return [`${key} AS k${at}`];
		return [`${key} AS k${at}`, `${pseudonymSql(key, type, referring.root)} AS p${at}`];
	});
	const where = rowsSql(remapping.rows, "t", settings);
	const { from, patient } =
		remapping.path === undefined
			? { from: `${tableSql(remapping.table)} AS t`, patient: undefined }
			: patientRowsSql(remapping.table, remapping.path, plan.patient);
	const member = patient === undefined ? "" : ` JOIN cohort AS c ON c.patient = ${patient}`;
	const on = remapping.columns.map((column, at) => `l${index}.k${at} = t.${quoteIdentifier(column)}`);
	return `\n\tLEFT JOIN (SELECT ${keys.join(", ")} FROM ${from}${member} WHERE ${where}) AS l${index} ON ${on.join(" AND ")}`;
}

function columnSql(column: SharedColumn, table: SharedTable, { plan, today, settings }: SelectContext): string {
	const { treatment, name } = column;
	const looked = table.remappings.flatMap(({ columns, emptied }, index) =>
		emptied.includes(name)
			? [{ found: `${foundKey(index)} IS NOT NULL`, code: `l${index}.p${columns.indexOf(name)}` }]
			: [],
	);
	const [first] = looked;
	const { joinsBy, needsPatient, sql } = treatments[treatment];
	const what = {
		value: `t.${quoteIdentifier(name)}`,
		type: column.sourceType,
		root: column.root,
		shiftDays: "c.days",
		// Only where it is used, or the statement would read a value for nothing.
		today: needsPatient ? `${settings.text(today)}::date` : "",
	};
	if (first === undefined || joinsBy === undefined) {
		return isPatientKey(column, table, plan) ? "c.pseudonym" : sql(what);
	}
	const treated = joinsBy === "value" ? sql(what) : first.code;
	return `CASE WHEN ${looked.map(({ found }) => found).join(" AND ")} THEN ${treated} END`;
}

/** Whether the column, pseudonymised, holds the very key by which the row was joined to its patient. */
function isPatientKey(column: SharedColumn, table: SharedTable, plan: SharePlan): boolean {
	if (treatments[column.treatment].joinsBy !== "code") return false;
	if (table.class !== "patient" || column.root.id !== plan.patient.root.id) return false;
	const [link, another] = table.path;
	if (link === undefined) return column.name === plan.patient.column;
	return another === undefined && link.columns[link.to.indexOf(plan.patient.column)] === column.name;
}

/** The key that a remapping has found: null where its target is not in the share. */
function foundKey(index: number): string {
	return `l${index}.k0`;
}

function rowsSql(rule: RowRule | undefined, alias: string, settings: Settings): string {
	return rule === undefined ? "true" : rowRuleSql(rule, alias, settings);
}

function storedOrder(columns: readonly SharedColumn[]): readonly number[] {
	const positions = columns.map((column, index) => ({ column, position: index + 1 }));
	const pseudonyms = positions.filter(({ column }) => treatments[column.treatment].joinsBy === "code");
	return (pseudonyms.length > 0 ? pseudonyms : positions).map(({ position }) => position);
}
