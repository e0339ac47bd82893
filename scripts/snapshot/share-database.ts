import type pg from "pg";
import { connect, withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { UserError } from "../issue/user-error.ts";

const applicationName = "hub share";

const sharePrefix = "share_";

/** Name of a project's share database. Project ids have hyphens but no underscores, so no two share a name. */
export function shareDatabaseName(project: string): string {
	return `${sharePrefix}${project.replaceAll("-", "_")}`;
}

/** The same server's address with another database. */
export function databaseUrl(url: string, database: string): string {
	const address = new URL(url);
	address.pathname = `/${encodeURIComponent(database)}`;
	return address.href;
}

/**
 * Opens a session on the share server in which no failing statement writes a value into the
 * server's log. The caller closes it.
 *
 * @throws UserError `environment` where the login may not set that and the server's administrator has not
 */
export async function connectShare(url: string): Promise<pg.Client> {
	const client = await connect(url, { applicationName });
	try {
		const { rows } = await client.query<{ superuser: boolean; terse: boolean }>(
			"SELECT current_setting('is_superuser') = 'on' AS superuser, current_setting('log_error_verbosity') = 'terse' AS terse",
		);
		const [{ superuser, terse } = { superuser: false, terse: false }] = rows;
		// Errors about keys quote them in their DETAIL, which terse leaves out of the log.
		if (superuser && !terse) await client.query("SET log_error_verbosity = terse");
		if (!superuser && !terse) {
			throw new UserError(
				"environment",
				"The share server may write patients' values into its log with errors. Ask its administrator to run \"ALTER ROLE … SET log_error_verbosity = terse\" for the hub's login, then run this again.",
			);
		}
		return client;
	} catch (error) {
		await client.end();
		throw databaseError(error, "opening the share server");
	}
}

/**
 * Makes a database on the share server that nobody but its owner can connect to, unless it is there
 * already. Two runs at the same time make only one.
 *
 * @param url address of the server as one who may create databases
 * @returns the database's address
 */
export async function ensureDatabase(url: string, name: string): Promise<string> {
	await withClient(url, { applicationName }, async (client) => {
		try {
			// One at a time, so that none finds a database that is not closed to others yet.
			await client.query("SELECT pg_advisory_lock(hashtextextended('patient data sharing hub: databases', 0))");
			if ((await databaseExists(client, name)) === false) {
				await client.query(
					`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
				);
			}
			// Repeated, should an earlier run have been killed between the two.
			await client.query(`REVOKE ALL ON DATABASE ${quoteIdentifier(name)} FROM PUBLIC`);
		} catch (error) {
			throw databaseError(error, `creating the database ${name} on the share server`);
		}
	});
	return databaseUrl(url, name);
}

/** The address of a database on the share server, or undefined where there is none of that name. */
export async function findShareDatabase(url: string, name: string): Promise<string | undefined> {
	const exists = await withClient(url, { applicationName }, (client) => databaseExists(client, name));
	return exists ? databaseUrl(url, name) : undefined;
}

/** The names of all databases on the share server that are named as a project's is, in order. */
export async function listShareDatabases(url: string): Promise<readonly string[]> {
	return withClient(url, { applicationName, readOnly: true }, async (client) => {
		try {
			const { rows } = await client.query<{ name: string }>(
				'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname COLLATE "C"',
				[sharePrefix],
			);
			return rows.map(({ name }) => name);
		} catch (error) {
			throw databaseError(error, "listing the databases of the share server");
		}
	});
}

/** The tables and views of a database by schema, with the schemas that have none; none of PostgreSQL's own. */
export async function listTables(client: pg.Client): Promise<ReadonlyMap<string, readonly string[]>> {
	const { rows } = await client.query<{ schema: string; tables: string[] }>(
		`SELECT nspname AS schema, array_remove(array_agg(relname::text ORDER BY relname COLLATE "C"), NULL) AS tables
		FROM pg_catalog.pg_namespace
		LEFT JOIN pg_catalog.pg_class ON relnamespace = pg_namespace.oid AND relkind IN ('r', 'p', 'v', 'm', 'f')
		WHERE nspname <> 'information_schema' AND nspname !~ '^pg_(catalog$|toast|temp_)'
		GROUP BY nspname ORDER BY nspname COLLATE "C"`,
	);
	return new Map(rows.map(({ schema, tables }) => [schema, tables]));
}

async function databaseExists(client: pg.Client, name: string): Promise<boolean> {
	const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
	return rowCount !== 0;
}
