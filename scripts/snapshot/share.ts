import { withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { connectShare, findShareDatabase, shareDatabaseName } from "./share-database.ts";
import { readShareRecord, removeShareRecord, type ShareRecord } from "./share-record.ts";

/** One delivery's copy of the data in the project's share database: exactly what is shared. */
export interface Share extends ShareRecord {
	readonly project: string;
	/** Four digits. */
	readonly delivery: string;
	/** Address of the project's share database, password included: never to be shown or stored. */
	readonly url: string;
	/** The database schema that holds the tables, such as `d0001`. */
	readonly schema: string;
}

/** The database schema that a delivery's tables are in. */
export function shareSchema(delivery: string): string {
	return `d${delivery}`;
}

/** The schema for rows that failed a release check, beside a share's own. */
export function heldSchema(schema: string): string {
	return `${schema}_held`;
}

/** The schema that tables are in until the copy is complete. */
export function loadingSchema(schema: string): string {
	return `${schema}_loading`;
}

/**
 * The finished copy of a delivery, as it was made, or undefined where there is none: also where a
 * run was killed before its copy was complete.
 */
export async function openShare(shareAdminUrl: string, project: string, delivery: string): Promise<Share | undefined> {
	const url = await findShareDatabase(shareAdminUrl, shareDatabaseName(project));
	if (url === undefined) return undefined;
	return withClient(url, { applicationName: "hub share", readOnly: true }, async (client) => {
		try {
			const record = await readShareRecord(client, delivery);
			return record && { ...record, project, delivery, url, schema: shareSchema(delivery) };
		} catch (error) {
			throw databaseError(error, `looking for the copy of delivery ${delivery} of ${project}`);
		}
	});
}

/** Removes a delivery's copy, complete or not, with the rows that were held back; nothing where there is none. */
export async function dropShare(shareAdminUrl: string, project: string, delivery: string): Promise<void> {
	const url = await findShareDatabase(shareAdminUrl, shareDatabaseName(project));
	if (url === undefined) return;
	const client = await connectShare(url);
	try {
		const schema = shareSchema(delivery);
		const schemas = [schema, loadingSchema(schema), heldSchema(schema)].map(quoteIdentifier);
		await client.query("BEGIN");
		await client.query(`DROP SCHEMA IF EXISTS ${schemas.join(", ")} CASCADE`);
		await removeShareRecord(client, delivery);
		await client.query("COMMIT");
	} catch (error) {
		throw databaseError(error, `removing the copy of delivery ${delivery} of ${project}`);
	} finally {
		await client.end();
	}
}
