import type pg from "pg";
import { applySettings, newParameters } from "../database/settings.ts";
import { keySettings } from "../keys/hmac-key.ts";
import { cohortTable, fillCohortTableSql } from "../plan/cohort-table.ts";
import { copyRows } from "./copy.ts";
import { type ExportedSnapshot, joinSnapshot, sourceError } from "./source-session.ts";

/** Opens another session on a snapshot, with the cohort at hand. The caller closes it. */
export type JoinCohort = () => Promise<pg.Client>;

/**
 * Works the cohort out once, with its pseudonyms and shifts, and hands it to each session that joins: a session sees no
 * other one's temporary tables. Where there can be none, each statement works the cohort out for itself.
 *
 * @throws UserError without values
 */
export async function prepareCohort(source: ExportedSnapshot, today: string, projectKey: Buffer): Promise<JoinCohort> {
	const { client, plan, access, hasCohortTable } = source;
	if (!hasCohortTable) {
		return () => joinSnapshot(source);
	}
	const doing = "working out the cohort";
	try {
		await applySettings(client, keySettings(projectKey));
		const parameters = newParameters();
		await client.query(fillCohortTableSql(plan, today, parameters), [...parameters.all()]);
		await client.query(`ANALYZE ${cohortTable}`);
	} catch (error) {
		throw sourceError(error, doing, access);
	}
	// One at a time: a session runs one statement.
	let before: Promise<unknown> = Promise.resolve();
	return async () => {
		const session = await joinSnapshot(source);
		const filled = before.then(() =>
			copyRows(client, `TABLE ${cohortTable}`, session, cohortTable, { access, doing: "handing on the cohort" }),
		);
		before = filled.catch(() => {});
		try {
			await filled;
			await session.query(`ANALYZE ${cohortTable}`);
			return session;
		} catch (error) {
			await session.end();
			throw sourceError(error, doing, access);
		}
	};
}

/**
 * Tells the planner how to join. A condition whose value it does not see it takes to leave next to nothing, and then
 * joins row by row what are millions; so a statement with such conditions is kept from that. Only where the cohort is in
 * a table, and no rows are left out, does it know how many there are.
 */
export async function guidePlanner(session: pg.Client, isGuess: boolean): Promise<void> {
	await session.query(isGuess ? "SET enable_nestloop = off" : "RESET enable_nestloop");
}
