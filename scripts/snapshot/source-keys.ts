import type pg from "pg";
import { quoteIdentifier } from "../database/quote.ts";
import type { TableName } from "../dictionary/field-id.ts";
import type { Link } from "../dictionary/link.ts";
import { UserError } from "../issue/user-error.ts";
import { tableSql } from "../plan/cohort.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { enforcedLinks, type Step } from "./enforced-links.ts";
import { type ExportedSnapshot, sourceError } from "./source-session.ts";
import { refuseUnknownLinks } from "./unknown-links.ts";

/**
 * Makes sure that each patient's key stands in one row only, and that so does each key that links lead to, unless the
 * source enforces it by a foreign key. Two rows for one patient would let an objection in one of them be missed, and a
 * link to repeated values would double rows or mix patients up. Where the plan relies on a foreign key that the source
 * does not enforce, every row must refer to a row that is there.
 *
 * @throws UserError `incomplete` naming the table and its columns
 */
export async function checkSourceKeys({ client, access, plan }: ExportedSnapshot): Promise<void> {
	const { patient } = plan;
	const followed = followedSteps(plan);
	const assumed = plan.tables.flatMap(({ table, assumed }) => assumed.map((link) => ({ ...link, from: table })));
	try {
		await refuseUnknownLinks(client, plan);
		const enforced = await enforcedLinks(client, [...followed, ...assumed]);
		const open = [...followed, ...assumed].filter((step) => !enforced.has(step));
		const keys = [{ table: patient.table, to: [patient.column] }, ...open];
		const distinct = new Map(
			keys.map(({ table, to }) => [JSON.stringify([table.schema, table.table, to]), { table, to }]),
		);
		for (const { table, to } of distinct.values()) {
			if (await isNone(client, repeatedKeysSql(table, to))) continue;
			throw new UserError(
				"incomplete",
				`${table.schema}.${table.table} has several rows with the same ${to.join(", ")}, so rows cannot be told apart by it. Correct the source list, or the data.`,
			);
		}
		for (const step of assumed.filter((one) => !enforced.has(one))) {
			if (await isNone(client, strayRowsSql(step))) continue;
			const { from, columns, table } = step;
			throw new UserError(
				"incomplete",
				`${from.schema}.${from.table} refers to ${table.schema}.${table.table} by ${columns.join(", ")}. The dictionary says that the source makes sure of it, but it does not, and some rows refer to nothing. Run hub survey, so that the dictionary tells of the source as it is; a link that has no foreign key any more can be declared in the source list.`,
			);
		}
	} catch (error) {
		throw sourceError(error, "checking the source's keys", access);
	}
}

/** Every link that the plan's statements join by. */
function followedSteps({ cohort, tables }: SharePlan): readonly Step[] {
	const consent = [cohort.consent, cohort.withdrawal].flatMap((rows) => rows?.row ?? []);
	const groups = [...cohort.all, ...cohort.any.flat(), ...cohort.none, ...consent];
	return [
		...groups.flatMap(({ table, path }) => stepsOf(table, path)),
		...tables.flatMap(({ table, path, remappings }) => [
			...stepsOf(table, path),
			...remappings.flatMap((remapping) => [
				{ ...remapping, from: table },
				...stepsOf(remapping.table, remapping.path ?? []),
			]),
		]),
	];
}

function stepsOf(start: TableName, path: readonly Link[]): readonly Step[] {
	return path.map((link, at) => ({ ...link, from: path[at - 1]?.table ?? start }));
}

async function isNone(client: pg.Client, sql: string): Promise<boolean> {
	const { rows } = await client.query<{ count: number }>(sql);
	return rows[0]?.count === 0;
}

/** SQL that counts rows, one at most, that refer to a row that is not there. */
function strayRowsSql({ from, columns, table, to }: Step): string {
	const present = columns.map((column) => `t.${quoteIdentifier(column)} IS NOT NULL`);
	const same = columns.map((column, at) => `o.${quoteIdentifier(to[at] ?? "")} = t.${quoteIdentifier(column)}`);
	return `SELECT count(*)::integer AS count FROM (
	SELECT FROM ${tableSql(from)} AS t
	WHERE ${present.join(" AND ")} AND NOT EXISTS (SELECT FROM ${tableSql(table)} AS o WHERE ${same.join(" AND ")}) LIMIT 1
) AS stray`;
}

/** SQL that counts the keys that stand in more than one row of a table that must have one row for each. */
function repeatedKeysSql(table: TableName, columns: readonly string[]): string {
	const names = columns.map(quoteIdentifier).join(", ");
	const present = columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(" AND ");
	return `SELECT count(*)::integer AS count FROM (
	SELECT FROM ${tableSql(table)} WHERE ${present} GROUP BY ${names} HAVING count(*) > 1
) AS keys`;
}
