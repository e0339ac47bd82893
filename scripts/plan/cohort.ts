import { quoteIdentifier } from "../database/quote.ts";
import type { Settings } from "../database/settings.ts";
import type { PlainType } from "../dictionary/column-type.ts";
import type { TableName } from "../dictionary/field-id.ts";
import type { Link } from "../dictionary/link.ts";
import type { RootColumn } from "../dictionary/root-column.ts";
import { addDays } from "../document/day.ts";
import { type ColumnCondition, conditionSql, daySql } from "./condition.ts";
import { type PatientList, patientListSql } from "./patient-list.ts";

/** The column that identifies a patient. */
export interface PatientKey {
	readonly table: TableName;
	readonly column: string;
	readonly type: PlainType;
	readonly root: RootColumn;
}

/** Conditions that one row of a table must meet together, and how the row leads to its patient. */
export interface RowGroup {
	readonly table: TableName;
	/** As `pathToPatient` gives it. */
	readonly path: readonly Link[];
	readonly conditions: readonly ColumnCondition[];
}

/** Which patients a request is about, worked out from its cohort, its legal basis and the source's rules. */
export interface Cohort {
	/** Some row meets each of these: the request's conditions. */
	readonly all: readonly RowGroup[];
	/** The patient's own row meets each of these: it says that they do not object. */
	readonly notObjecting?: readonly RowGroup[];
	/** Of each of these lists, some row meets at least one group. */
	readonly any: readonly (readonly RowGroup[])[];
	/** No row meets any of these: the request's exclusions. */
	readonly none: readonly RowGroup[];
	/** Some row meets this one, and its day of consent has come. Present when the request rests on explicit consent. */
	readonly consent?: { readonly row: RowGroup; readonly given: DayColumn };
	/** No row meets this one, unless the patient has consented again since. Present where the source records consent. */
	readonly withdrawal?: Withdrawal;
	/** Each of these lists lets the patient in. */
	readonly lists?: readonly PatientList[];
}

/** A column that holds days. */
export type DayColumn = Omit<ColumnCondition, "tests">;

/** Rows of withdrawn consent, and what tells whether the patient has consented to the same again since. */
export interface Withdrawal {
	readonly row: RowGroup;
	/** The one purpose whose withdrawal counts; all do without it. */
	readonly about?: string;
	/** Exact names of the columns that refer to the patient, and that name the purpose. */
	readonly patient: string;
	readonly purpose: string;
	readonly given: DayColumn;
	readonly withdrawn: DayColumn;
}

/** A FROM clause that joins a table to its patients, and the SQL of the patient's key in it. */
export interface PatientRows {
	readonly from: string;
	readonly patient: string;
}

/**
 * SQL of a query for the keys of the patients in the cohort, in one column `patient`. A patient
 * whose key is missing is never in it.
 *
 * @param today the Europe/London day of the snapshot
 */
export function cohortSql(cohort: Cohort, key: PatientKey, today: string, settings: Settings): string {
	const column = `p.${quoteIdentifier(key.column)}`;
	const among = (groups: readonly RowGroup[]) =>
		`${column} IN (${groups.map((group) => patientsWithSql(group, key, settings)).join(" UNION ALL ")})`;
	const { notObjecting = [], lists = [] } = cohort;
	const consent = cohort.consent === undefined ? [] : [givenConsent(cohort.consent, today)];
	const all = [...cohort.all, ...consent, ...notObjecting];
	const clauses = [
		`${column} IS NOT NULL`,
		...all.map((group) => (isPatientRow(group) ? rowSql(group, "p", settings) : among([group]))),
		...cohort.any.map(among),
		...cohort.none.map((group) =>
			isPatientRow(group)
				? `(${rowSql(group, "p", settings)}) IS NOT TRUE`
				: `NOT EXISTS (SELECT FROM (${patientsWithSql(group, key, settings)}) AS met WHERE met.patient = ${column})`,
		),
		...(cohort.withdrawal === undefined
			? []
			: [
					`NOT EXISTS (SELECT FROM (${withdrawnSql(cohort.withdrawal, key, today, settings)}) AS met WHERE met.patient = ${column})`,
				]),
		...lists.map((list) => patientListSql(list, "p")),
	];
	return `SELECT ${column} AS patient FROM ${tableSql(key.table)} AS p WHERE ${clauses.join("\n\tAND ")}`;
}

/**
 * SQL of a query for the number of patients whom objections leave out who would be in the cohort otherwise, in one column
 * `left_out`.
 */
export function leftOutSql(cohort: Cohort, key: PatientKey, today: string, settings: Settings): string {
	const { notObjecting: _, lists: __, ...others } = cohort;
	const [among, chosen] = [others, cohort].map((each) => cohortSql(each, key, today, settings));
	return `SELECT (SELECT count(*) FROM (${among}) AS a) - (SELECT count(*) FROM (${chosen}) AS c) AS left_out`;
}

/** SQL of a query for the keys of patients, with repeats, who have a row that meets the conditions. */
function patientsWithSql(group: RowGroup, key: PatientKey, settings: Settings): string {
	const { from, patient } = patientRowsSql(group.table, group.path, key);
	return `SELECT ${patient} AS patient FROM ${from} WHERE ${rowSql(group, "t", settings)}`;
}

/** The same for patients who have withdrawn consent and not given it again on a later day that has come. */
function withdrawnSql(withdrawal: Withdrawal, key: PatientKey, today: string, settings: Settings): string {
	const { row, about, patient, purpose, given, withdrawn } = withdrawal;
	const named = `t.${quoteIdentifier(purpose)}`;
	// As a person would read it: who wrote "Research " withdrew from research, and who wrote nothing from all.
	const read = (text: string) => `lower(btrim(${text}))`;
	const counts =
		about === undefined
			? ""
			: ` AND (${named} IS NULL OR ${read(`${named}::text`)} = ${read(`${settings.text(about)}::text`)})`;
	const same = [patient, purpose].map((name) => `again.${quoteIdentifier(name)} = t.${quoteIdentifier(name)}`);
	const day = (alias: string, { column, type }: DayColumn) => daySql(`${alias}.${quoteIdentifier(column)}`, type);
	const again = [
		...same,
		conditionSql({ ...given, tests: { before: addDays(today, 1) } }, "again", settings),
		`${day("again", given)} > ${day("t", withdrawn)}`,
	];
	return `${patientsWithSql(row, key, settings)}${counts} AND NOT EXISTS (SELECT FROM ${tableSql(row.table)} AS again WHERE ${again.join(" AND ")})`;
}

/**
 * Joins a table, as `t`, along its path. The patient table at the end is left out where the
 * column that refers to it already is the patient's key, and no condition looks at it.
 *
 * @param furthest the last step of the path that conditions look at; see {@link stepAlias}
 */
export function patientRowsSql(table: TableName, path: readonly Link[], key: PatientKey, furthest = 0): PatientRows {
	const last = path.at(-1);
	const [only, another] = last?.to ?? [];
	const endsInKey = last !== undefined && another === undefined && only === key.column;
	const joined = endsInKey && furthest < path.length ? path.slice(0, -1) : path;
	const joins = joined.map((link, index) => {
		const on = link.columns.map(
			(column, at) =>
				`j${index}.${quoteIdentifier(link.to[at] ?? "")} = ${stepAlias(index)}.${quoteIdentifier(column)}`,
		);
		return ` JOIN ${tableSql(link.table)} AS j${index} ON ${on.join(" AND ")}`;
	});
	const keyColumn = joined.length < path.length ? (last?.columns[0] ?? "") : key.column;
	return {
		from: `${tableSql(table)} AS t${joins.join("")}`,
		patient: `${stepAlias(joined.length)}.${quoteIdentifier(keyColumn)}`,
	};
}

/** SQL of a table's name. */
export function tableSql(table: TableName): string {
	return `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.table)}`;
}

/** The alias in {@link patientRowsSql} of the table after so many steps of the path; 0 is the table itself. */
export function stepAlias(steps: number): string {
	return steps === 0 ? "t" : `j${steps - 1}`;
}

function isPatientRow(group: RowGroup): boolean {
	return group.path.length === 0;
}

function rowSql(group: RowGroup, alias: string, settings: Settings): string {
	const conditions = group.conditions.map((condition) => conditionSql(condition, alias, settings));
	return conditions.length === 0 ? "true" : conditions.join(" AND ");
}

function givenConsent(consent: NonNullable<Cohort["consent"]>, today: string): RowGroup {
	const given = { ...consent.given, tests: { before: addDays(today, 1) } };
	return { ...consent.row, conditions: [...consent.row.conditions, given] };
}
