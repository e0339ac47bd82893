import type pg from "pg";
import { quoteIdentifier } from "../database/quote.ts";
import { applySettings, newSettings, type Settings } from "../database/settings.ts";
import { conditionSql, numberSql } from "../plan/condition.ts";
import type { SharedRange } from "../plan/range-plan.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import type { Share } from "../snapshot/share.ts";
import { shareTableSql } from "../snapshot/share-tables.ts";
import type { PassedCheck, ReleaseFinding } from "./finding.ts";

/**
 * Holds the values of a share against the ranges of contract and dictionary, both ends included. A
 * missing value passes; one that is not a number (NaN) does not.
 *
 * @param edges the bands' lower edges
 */
export async function checkRanges(
	client: pg.Client,
	share: Share,
	plan: SharePlan,
	edges: readonly number[],
): Promise<readonly ReleaseFinding[]> {
	const counts = new Map<SharedRange, number>();
	for (const [table, ranges] of Map.groupBy(plan.ranges, (range) => range.table)) {
		const settings = newSettings();
		const columns = ranges.map((range) => `count(*) FILTER (WHERE ${outsideSql(range, "t", settings)})`);
		await applySettings(client, settings.all());
		const { rows } = await client.query<string[]>({
			text: `SELECT ${columns.join(", ")} FROM ${shareTableSql(share.schema, table)} AS t`,
			rowMode: "array",
		});
		for (const [index, range] of ranges.entries()) counts.set(range, Number(rows[0]?.[index] ?? 0));
	}
	return plan.ranges.map((range) => finding(range, counts.get(range) ?? 0, edges));
}

/** SQL that is true for the rows whose value lies outside the range. */
export function outsideSql(range: SharedRange, alias: string, settings: Settings): string {
	const column = `${alias}.${quoteIdentifier(range.column)}`;
	const limit = (value: number) => numberSql(value, range.type, settings);
	const outside = [
		range.atLeast === undefined ? [] : [`${column} < ${limit(range.atLeast)}`],
		range.atMost === undefined ? [] : [`${column} > ${limit(range.atMost)}`],
		// They lie within no bounds, and NaN sorts above every number.
		[`${column}::text IN ('NaN', 'Infinity', '-Infinity')`],
	].flat();
	const where = range.where.map((condition) => conditionSql(condition, alias, settings));
	return [`(${outside.join(" OR ")})`, ...where].join(" AND ");
}

function finding(range: SharedRange, failing: number, edges: readonly number[]): ReleaseFinding {
	const { expected, origin } = range;
	const rows = band(failing, edges);
	const passed = failing === 0;
	const pass = passedRange(range);
	return { ...pass, passed, says: passed ? pass.says : failedRangeSays(range, rows), rows, expected, origin };
}

/** What the check of a range says where it is passed. */
export function passedRange(range: SharedRange): PassedCheck & { readonly range: SharedRange } {
	const { field, tableId: table, expected } = range;
	return {
		check: "range",
		field,
		table,
		says: `All values of ${field} lie within ${sourceOf(range)}, ${expected}.`,
		range,
	};
}

/** What the check of a range says where it is not passed. */
export function failedRangeSays(range: SharedRange, rows: string): string {
	const { field, expected } = range;
	return `Values of ${field} lie outside ${sourceOf(range)}, ${expected}, in this many rows: ${rows}.`;
}

function sourceOf({ origin }: SharedRange): string {
	return origin === "contract" ? "the contract's range" : "the dictionary's acceptable range";
}
