import pg from "pg";
import { UserError } from "../issue/user-error.ts";
import { databaseError } from "./error.ts";

/** How a connection is to be used. */
export interface ConnectOptions {
	/** Shown in the server's list of sessions, such as `hub survey`. */
	readonly applicationName: string;
	/** Every transaction refuses to write. */
	readonly readOnly?: boolean;
}

const answerWithinSeconds = 15;

/**
 * Opens a connection whose session behaves the same on every server: text output of values is
 * deterministic, whatever the server, the database or the login has set.
 *
 * @param url A `postgresql://` address.
 * @throws UserError `environment` saying what was tried and what to check; never the login or password.
 */
export async function connect(url: string, { applicationName, readOnly = false }: ConnectOptions): Promise<pg.Client> {
	const client = new pg.Client({
		connectionString: checkedAddress(url),
		application_name: applicationName,
		connectionTimeoutMillis: answerWithinSeconds * 1000,
		keepAlive: true,
	});
	// A server that goes away between two queries emits this; the next query then reports it.
	client.on("error", () => {});
	try {
		await client.connect();
		await client.query(sessionSettings(readOnly));
		return client;
	} catch (error) {
		// A half-open session would hold up CREATE and DROP DATABASE on the server for a minute.
		await client.end().catch(() => {});
		throw databaseError(error, `connecting to the database ${describeDatabase(client)}`);
	}
}

/** Opens a connection, does the work and closes it, whatever happens. */
export async function withClient<T>(
	url: string,
	options: ConnectOptions,
	work: (client: pg.Client) => Promise<T>,
): Promise<T> {
	const client = await connect(url, options);
	try {
		return await work(client);
	} finally {
		await client.end().catch(() => {});
	}
}

function sessionSettings(readOnly: boolean): string {
	const settings = {
		client_encoding: "UTF8",
		DateStyle: "ISO, YMD",
		IntervalStyle: "iso_8601",
		TimeZone: "UTC",
		extra_float_digits: "1",
		bytea_output: "hex",
		// Fail where row-level security would hide rows, rather than read only a part of them.
		row_security: "off",
		statement_timeout: "0",
		// Never turned off: an administrator may have set it for this login.
		...(readOnly ? { default_transaction_read_only: "on" } : {}),
	};
	return Object.entries(settings)
		.map(([name, value]) => `SET ${name} TO '${value}'`)
		.join(";");
}

function checkedAddress(url: string): string {
	const protocol = URL.canParse(url) ? new URL(url).protocol : "";
	if (protocol === "postgresql:" || protocol === "postgres:") return url;
	throw new UserError(
		"environment",
		"A database address is not of the form postgresql://login:password@host:port/database. Characters such as @ / : # in a password are written in percent-encoding.",
	);
}

function describeDatabase({ host, port, database }: pg.Client): string {
	return host.startsWith("/") ? `${database} at ${host}` : `${database} at ${host}:${port}`;
}
