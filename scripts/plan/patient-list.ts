import { quoteIdentifier } from "../database/quote.ts";
import type { OptOutListForm } from "../schema/types.ts";

/** A list of NHS numbers that decides who may be in a cohort. The numbers are no part of any plan: the session holds them. */
export interface PatientList {
	readonly form: OptOutListForm;
	/** Exact name of the patient table's column with the NHS number. */
	readonly column: string;
	/** Where the session that runs the statement holds the list: a temporary table, or, where it may make none, a setting. */
	readonly heldIn: "table" | "setting";
}

/** Name of the temporary table that holds a list, of one column `nhs_number`; and of the setting, commas between. */
export const listHolders = {
	objectors: { table: "hub_opt_out_objectors", setting: "hub.opt_out_objectors" },
	cleared: { table: "hub_opt_out_cleared", setting: "hub.opt_out_cleared" },
} as const satisfies Record<OptOutListForm, { readonly table: string; readonly setting: string }>;

/** SQL that makes the temporary tables, empty, that a plan's lists can be held in. */
export function createListTablesSql({
	cohort: { lists = [] },
}: {
	readonly cohort: { readonly lists?: readonly PatientList[] };
}): readonly string[] {
	return lists.map(({ form }) => `CREATE TEMPORARY TABLE ${listHolders[form].table} (nhs_number text NOT NULL)`);
}

/** SQL of a list as an item of FROM: a table `listed` of one column `nhs_number`, which is never missing. */
export function listedSql({ form, heldIn }: Pick<PatientList, "form" | "heldIn">): string {
	const { table, setting } = listHolders[form];
	return heldIn === "table"
		? `pg_temp.${table} AS listed`
		: `unnest(string_to_array(current_setting('${setting}'), ',')) AS listed(nhs_number)`;
}

/**
 * SQL that is true for patients whom the list lets in, and for none without a valid NHS number.
 *
 * @param alias the patient table's alias in the statement
 */
export function patientListSql({ form, column, heldIn }: PatientList, alias: string): string {
	// An explicit collation, since the column's own may differ from the list's, or not allow patterns.
	const number = `translate(${alias}.${quoteIdentifier(column)}::text, ' -', '') COLLATE "C"`;
	const isListed = `EXISTS (SELECT FROM ${listedSql({ form, heldIn })} WHERE listed.nhs_number = ${number})`;
	return form === "cleared" ? isListed : `(${validNhsNumberSql(number)} AND NOT ${isListed})`;
}

/**
 * SQL of whether a text is a valid NHS number, as `isNhsNumber` has it (NHS Data Dictionary, NHS NUMBER). The list's
 * numbers are all valid, so one that is not could not be found in it, whoever it belongs to.
 */
function validNhsNumberSql(number: string): string {
	const weighed = Array.from({ length: 9 }, (_, at) => `${10 - at} * substr(${number}, ${at + 1}, 1)::integer`);
	return `CASE WHEN ${number} ~ '^[0-9]{10}$' AND ${number} !~ '^(.)\\1{9}$'
		THEN (11 - (${weighed.join(" + ")}) % 11) % 11 = substr(${number}, 10, 1)::integer ELSE false END`;
}
