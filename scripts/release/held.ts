import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { applySettings, newSettings } from "../database/settings.ts";
import { heldSchema, type Share } from "../snapshot/share.ts";
import { connectShare } from "../snapshot/share-database.ts";
import { shareTableSql } from "../snapshot/share-tables.ts";
import type { ReleaseFinding } from "./finding.ts";
import { outsideSql } from "./ranges.ts";

/**
 * Keeps a copy of the rows that fail a range in a schema beside the share's own, which nobody may
 * enter but the database's owner and whom the data custodian lets in: one table for each failing
 * range, `finding_1`, `finding_2`, … in the order of the findings. What an earlier check kept is removed.
 */
export async function keepHeldRows(
	client: pg.Client,
	share: Share,
	findings: readonly ReleaseFinding[],
): Promise<void> {
	const schema = heldSchema(share.schema);
	const ranges = findings.flatMap(({ passed, range }) => (passed || range === undefined ? [] : [range]));
	await client.query("BEGIN");
	await client.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(schema)} CASCADE`);
	if (ranges.length > 0) await client.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
	for (const [index, range] of ranges.entries()) {
		const settings = newSettings();
		const where = outsideSql(range, "t", settings);
		await applySettings(client, settings.all());
		const name = shareTableSql(schema, `finding_${index + 1}`);
		await client.query(
			`CREATE TABLE ${name} AS SELECT * FROM ${shareTableSql(share.schema, range.table)} AS t WHERE ${where}`,
		);
		const comment = client.escapeLiteral(`${range.field}: ${range.expected} (${range.origin})`);
		await client.query(`COMMENT ON TABLE ${name} IS ${comment}`);
	}
	await client.query("COMMIT");
}

/**
 * Empties the values that a range check found outside, after the department has answered that
 * they are wrong. Run again, it changes nothing; the rows held back go with the next check. The old
 * rows are still on the server's disk until {@link discardOldRows}.
 *
 * @param finding a finding of the check `range`
 * @throws UserError without values where the share cannot be changed
 */
export async function blankOutside(share: Share, finding: ReleaseFinding): Promise<void> {
	const { range } = finding;
	if (range === undefined) throw new RangeError("only a range's values can be blanked");
	const client = await connectShare(share.url);
	try {
		const settings = newSettings();
		const where = outsideSql(range, "t", settings);
		await applySettings(client, settings.all());
		await client.query(
			`UPDATE ${shareTableSql(share.schema, range.table)} AS t SET ${quoteIdentifier(range.column)} = NULL WHERE ${where}`,
		);
	} catch (error) {
		throw databaseError(error, `emptying values of ${range.field}`);
	} finally {
		await client.end();
	}
}

/**
 * Writes tables of a share anew, so that rows from before a change are in none of the database's
 * files any more. It is done apart from the change, so that a run that was killed between the two
 * can make up for it.
 *
 * @param tables names of the share's tables
 * @throws UserError without values where the share cannot be changed
 */
export async function discardOldRows(share: Share, tables: readonly string[]): Promise<void> {
	const client = await connectShare(share.url);
	try {
		// FULL: a plain VACUUM leaves the bytes in the page until others happen to be written over them.
		for (const table of tables) await client.query(`VACUUM (FULL, ANALYZE) ${shareTableSql(share.schema, table)}`);
	} catch (error) {
		throw databaseError(error, `writing delivery ${share.delivery} of ${share.project} anew`);
	} finally {
		await client.end();
	}
}
