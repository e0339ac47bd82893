import { quoteIdentifier } from "../database/quote.ts";
import type { Settings } from "../database/settings.ts";
import { isSameLink } from "../dictionary/link.ts";
import { canonicalSql, hmacSql, ledgerLabel } from "../treatment/hmac.ts";
import { pseudonymSql } from "../treatment/pseudonymise.ts";
import { treatments } from "../treatment/treatments.ts";
import { patientRowsSql, stepAlias, tableSql } from "./cohort.ts";
import { type CohortNeeds, cohortNeeds, cohortTable, isPatientKey, treatedCohortSql } from "./cohort-table.ts";
import type { SelectContext } from "./output-kind.ts";
import { quasiColumns, quasiValueSql } from "./quasi-identifier.ts";
import { includesRules, type PathRule, rowRuleSql } from "./row-rule.ts";
import type { ForeignKeyRemapping, SharedColumn, SharedTable } from "./shared-table.ts";

/**
 * SQL of the query whose rows are a table of the share, column by column of the share's types, in
 * the order of pseudonyms: neither the order nor the place of a row tells when the source got it. References that it
 * empties are counted on the way, in the session's setting {@link danglingSetting}, which must be there.
 */
export function tableSelectSql(table: SharedTable, context: SelectContext): string {
	const columns = table.columns.map((column) => columnSql(column, table, context));
	const order = storedOrder(table.columns);
	const { prefix, from } = tableRowsSql(table, table.columns, context);
	return `${prefix}SELECT ${columns.join(",\n\t")}
FROM ${from}
ORDER BY ${order.join(", ")}`;
}

/** The setting of a session in which {@link tableSelectSql} counts, beginning from what it holds. */
export const danglingSetting = "hub.dangling";

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

/**
 * SQL of the number of patients who have rows in a table, for rows that do not tell their patient, since the share cannot
 * count these; undefined for others.
 */
export function patientsSql(table: SharedTable, context: SelectContext): string | undefined {
	if (table.class !== "patient" || table.patientLink !== undefined) return undefined;
	// Where references lead does not matter to whose rows they are.
	const { prefix, from } = tableRowsSql({ ...table, remappings: [] }, [], context);
	return `${prefix}SELECT count(*) FROM (SELECT c.patient FROM ${from} GROUP BY c.patient) AS each`;
}

/** SQL of the ledger's rows: a keyed digest of each patient who has a row in the share. */
export function ledgerSelectSql(project: string, delivery: string, share: string, context: SelectContext): string {
	const { plan, settings } = context;
	const { type, root } = plan.patient;
	const aboutPatients = plan.tables.filter((table) => table.class === "patient");
	// All of the cohort is in the share where the patient table is shared whole.
	const wholeCohort = aboutPatients.some((table) => table.path.length === 0 && table.rules.length === 0);
	const telling = aboutPatients.filter((table) => !aboutPatients.some((other) => leadsThrough(table, other)));
	const rows = telling.map((table) => {
		const { from, patient } = patientRowsSql(table.table, table.path, plan.patient, furthestStep(table.rules));
		return `SELECT ${patient} FROM ${from} WHERE ${rulesSql(table.rules, settings)}`;
	});
	const present = rows.length === 0 ? "false" : `c.patient IN (${rows.join(" UNION ALL ")})`;
	const digest = hmacSql(ledgerLabel(plan.source, root.id), canonicalSql("c.patient", type, root));
	const constants = [project, delivery].map((value) => settings.text(value));
	const cohort = cohortRows({ pseudonym: false, days: false }, context);
	return `${cohort.prefix}SELECT ${constants.join(", ")}, ${settings.text(share)}::uuid, ${digest}
FROM ${cohort.name} AS c
WHERE ${wholeCohort ? "true" : present}
ORDER BY 4`;
}

/** Whether each row of a table belongs to a row of the other that is shared too: then it tells of no further patient. */
function leadsThrough(table: SharedTable, other: SharedTable): boolean {
	const at = table.path.findIndex(({ tableId }) => tableId === other.id);
	const rest = table.path.slice(at + 1);
	if (at < 0 || rest.length !== other.path.length) return false;
	const isSameWay = other.path.every((link, step) => rest[step] !== undefined && isSameLink(link, rest[step]));
	return isSameWay && includesRules(table.rules, other.rules, at + 1);
}

interface TableRows {
	/** The cohort as `WITH`, where the statement needs it and the session has no table of it. */
	readonly prefix: string;
	/** From the FROM clause's first table to the end of WHERE. */
	readonly from: string;
}

// t is the table, c the cohort, l0, l1, … the remappings' targets; columns are those that will be treated.
function tableRowsSql(table: SharedTable, columns: readonly SharedColumn[], context: SelectContext): TableRows {
	const { plan, settings } = context;
	const where = rulesSql(table.rules, settings);
	const cohort = cohortRows(cohortNeeds(table, columns, plan), context);
	const remappings = table.remappings
		.map((remapping, index) => remappingSql(remapping, index, columns, cohort.name, context))
		.join("");
	if (table.class === "reference") {
		const prefix = table.remappings.some(({ path }) => path !== undefined) ? cohort.prefix : "";
		return { prefix, from: `${tableSql(table.table)} AS t${remappings} WHERE ${where}` };
	}
	const { from, patient } = patientRowsSql(table.table, table.path, plan.patient, furthestStep(table.rules));
	const joined = `${from}\n\tJOIN ${cohort.name} AS c ON c.patient = ${patient}${remappings}`;
	return { prefix: cohort.prefix, from: `${joined}\nWHERE ${where}` };
}

// Materialised, so that cohort, pseudonyms and shifts are worked out once for each patient and not for each row.
function cohortRows(needs: CohortNeeds, { plan, today, settings, hasCohortTable }: SelectContext) {
	if (hasCohortTable) return { prefix: "", name: cohortTable };
	const cohort = treatedCohortSql(plan, needs, today, settings);
	return { prefix: `WITH cohort AS MATERIALIZED (\n${cohort}\n)\n`, name: "cohort" };
}

// Pseudonyms are worked out here once for each row referred to, rather than for each row that refers to it.
function remappingSql(
	remapping: ForeignKeyRemapping,
	index: number,
	columns: readonly SharedColumn[],
	cohort: string,
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
	const where = rulesSql(remapping.rules, settings);
	const { from, patient } =
		remapping.path === undefined
			? { from: `${tableSql(remapping.table)} AS t`, patient: undefined }
			: patientRowsSql(remapping.table, remapping.path, plan.patient, furthestStep(remapping.rules));
	const member = patient === undefined ? "" : ` JOIN ${cohort} AS c ON c.patient = ${patient}`;
	const on = remapping.columns.map((column, at) => `l${index}.k${at} = t.${quoteIdentifier(column)}`);
	return `\n\tLEFT JOIN (SELECT ${keys.join(", ")} FROM ${from}${member} WHERE ${where}) AS l${index} ON ${on.join(" AND ")}`;
}

function columnSql(column: SharedColumn, table: SharedTable, { plan, today, settings }: SelectContext): string {
	const { treatment, name } = column;
	const remapped = table.remappings.flatMap(({ columns, emptied }, index) =>
		emptied.includes(name)
			? [{ found: foundSql(name, index, table), code: `l${index}.p${columns.indexOf(name)}` }]
			: [],
	);
	const [first] = remapped;
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
	// LEAST is true where all are, and unlike AND works out each, so that each counts.
	return `CASE WHEN LEAST(${remapped.map(({ found }) => found).join(", ")}) THEN ${treated} END`;
}

/**
 * SQL that is true where a remapping has found its target. The first column that it empties counts where not: worked out
 * in the very statement that copies, as to count apart would take as long again as to copy.
 */
function foundSql(column: string, index: number, { remappings }: SharedTable): string {
	const key = `l${index}.k0`;
	const emptied = remappings[index]?.emptied ?? [];
	if (column !== emptied[0]) return `${key} IS NOT NULL`;
	const present = emptied.map((name) => `t.${quoteIdentifier(name)} IS NOT NULL`).join(" OR ");
	const more = `(current_setting('${danglingSetting}')::bigint + 1)::text`;
	const counted = `set_config('${danglingSetting}', ${more}, false)`;
	// CASE keeps the order: the setting never holds the empty text.
	return `CASE WHEN ${key} IS NOT NULL THEN true WHEN ${present} THEN ${counted} = '' ELSE false END`;
}

function rulesSql(rules: readonly PathRule[], settings: Settings): string {
	const clauses = rules.map(({ step, rule }) => rowRuleSql(rule, stepAlias(step), settings));
	return clauses.length === 0 ? "true" : clauses.join(" AND ");
}

function furthestStep(rules: readonly PathRule[]): number {
	return Math.max(0, ...rules.map(({ step }) => step));
}

function storedOrder(columns: readonly SharedColumn[]): readonly number[] {
	const positions = columns.map((column, index) => ({ column, position: index + 1 }));
	const pseudonyms = positions.filter(({ column }) => treatments[column.treatment].joinsBy === "code");
	return (pseudonyms.length > 0 ? pseudonyms : positions).map(({ position }) => position);
}
