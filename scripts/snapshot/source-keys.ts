import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import type { TableName } from "../dictionary/field-id.ts";
import { UserError } from "../issue/user-error.ts";
import { tableSql } from "./cohort.ts";
import type { SharePlan } from "./plan.ts";

/**
 * Makes sure that the patient's key, and what declared relations refer to, stands in one row each:
 * the database vouches for foreign keys alone. Two rows for one patient would let an objection in
 * one of them be missed, and a relation to repeated values would double rows or mix patients up.
 *
 * @throws UserError `incomplete` naming the table and its columns
 */
export async function checkSourceKeys(client: pg.Client, plan: SharePlan): Promise<void> {
	const { patient, cohort } = plan;
	const groups = [...cohort.all, ...cohort.any.flat(), ...cohort.none, ...(cohort.consent ? [cohort.consent.row] : [])];
	const paths = [
		...groups.map(({ path }) => path),
		...plan.tables.flatMap(({ path, lookups }) => [path, ...lookups.map((lookup) => lookup.path ?? [])]),
	];
	const lookups = plan.tables.flatMap((table) => table.lookups);
	const declared = [...paths.flat(), ...lookups].filter(({ enforced }) => !enforced);
	const keys = [{ table: patient.table, to: [patient.column] }, ...declared];
	const distinct = new Map(
		keys.map(({ table, to }) => [JSON.stringify([table.schema, table.table, to]), { table, to }]),
	);
	try {
		for (const { table, to } of distinct.values()) {
			const { rows } = await client.query<{ repeated: number }>(repeatedKeysSql(table, to));
			if (rows[0]?.repeated === 0) continue;
			throw new UserError(
				"incomplete",
				`${table.schema}.${table.table} has several rows with the same ${to.join(", ")}, so rows cannot be told apart by it. Correct the source list, or the data.`,
			);
		}
	} catch (error) {
		throw databaseError(error, "checking the source's keys");
	}
}

/** SQL that counts the keys that stand in more than one row of a table that must have one row for each. */
function repeatedKeysSql(table: TableName, columns: readonly string[]): string {
	const names = columns.map(quoteIdentifier).join(", ");
	const present = columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(" AND ");
	return `SELECT count(*)::integer AS repeated FROM (
	SELECT FROM ${tableSql(table)} WHERE ${present} GROUP BY ${names} HAVING count(*) > 1
) AS keys`;
}
