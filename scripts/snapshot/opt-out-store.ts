import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import type { OptOutListForm } from "../schema/types.ts";
import { connectShare, ensureDatabase, findShareDatabase } from "./share-database.ts";

/** What is known of a list of objections, without who is on it. */
export interface OptOutListFacts {
	/** Id of the source that it is for. */
	readonly source: string;
	readonly form: OptOutListForm;
	/** The day on which it was right: the service's answer's, or the list's own. */
	readonly date: string;
	/** HMAC-SHA-256 of its numbers under the ledger's key; see `listDigest`. */
	readonly digest: string;
	/** For a list of cleared patients: the same of the list that the service was asked about. */
	readonly askedDigest?: string;
}

/** The database that holds the lists, beside the ledger; and the role that owns them, where the hub may make one. */
const hubDatabase = "hub";
const ownRole = "hub_opt_out";

/**
 * Puts a list in place of the one that the source had of its form, all at once: whoever reads meanwhile reads the old or
 * the new one. It lies in a schema of its own of the `hub` database, owned by a role of its own where the login may make one.
 *
 * @param numbers valid NHS numbers of ten digits, each once
 */
export async function storeOptOutList(
	shareAdminUrl: string,
	facts: OptOutListFacts,
	numbers: Iterable<string>,
): Promise<void> {
	const client = await connectShare(await ensureDatabase(shareAdminUrl, hubDatabase));
	const { source, form, date, digest, askedDigest } = facts;
	try {
		await client.query("BEGIN");
		await prepareStore(client);
		await client.query("DELETE FROM opt_out.lists WHERE source = $1 AND form = $2", [source, form]);
		await client.query("INSERT INTO opt_out.lists VALUES ($1, $2, $3, $4, $5)", [
			...[source, form, date, digest],
			askedDigest ?? null,
		]);
		await pipeline(
			Readable.from(linesOf(`${source}\t${form}\t`, numbers), { objectMode: false }),
			client.query(copyFrom("COPY opt_out.entries (source, form, nhs_number) FROM STDIN")),
		);
		await client.query("COMMIT");
	} catch (error) {
		throw databaseError(error, "storing the list of objections");
	} finally {
		await client.end();
	}
}

/**
 * Opens the stored lists for reading, in a transaction that the caller ends by closing the session; undefined where none
 * was ever stored.
 */
export async function openOptOutStore(shareAdminUrl: string): Promise<pg.Client | undefined> {
	const url = await findShareDatabase(shareAdminUrl, hubDatabase);
	if (url === undefined) return undefined;
	const client = await connectShare(url);
	try {
		await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
		const owner = await storeOwner(client);
		if (owner !== undefined) {
			await client.query(`SET LOCAL ROLE ${quoteIdentifier(owner)}`);
			return client;
		}
	} catch (error) {
		await client.end();
		throw databaseError(error, "opening the lists of objections");
	}
	await client.end();
	return undefined;
}

/** What is known of the list that a source has of a form, in an opened store; undefined where there is none. */
export async function optOutListFacts(
	store: pg.Client,
	source: string,
	form: OptOutListForm,
): Promise<OptOutListFacts | undefined> {
	const { rows } = await store.query<{ date: string; digest: string; asked_digest: string | null }>(
		"SELECT as_of::text AS date, digest, asked_digest FROM opt_out.lists WHERE source = $1 AND form = $2",
		[source, form],
	);
	const [row] = rows;
	if (row === undefined) return undefined;
	const { date, digest, asked_digest: askedDigest } = row;
	return { source, form, date, digest, ...(askedDigest === null ? {} : { askedDigest }) };
}

/** SQL of a query for the numbers on a list, in one column of type text. It takes no parameters, as COPY takes none. */
export function optOutEntriesSql(store: pg.Client, source: string, form: OptOutListForm): string {
	return `SELECT nhs_number FROM opt_out.entries WHERE source = ${store.escapeLiteral(source)} AND form = ${store.escapeLiteral(form)}`;
}

async function* linesOf(before: string, numbers: Iterable<string>): AsyncIterable<string> {
	let lines: string[] = [];
	for (const number of numbers) {
		if (lines.push(`${before}${number}\n`) < 10_000) continue;
		yield lines.join("");
		lines = [];
	}
	yield lines.join("");
}

/** Makes schema and tables where they are not there yet, and goes on as the role that owns them until the transaction ends. */
async function prepareStore(client: pg.Client): Promise<void> {
	// One at a time, which also keeps two lists of one form from being stored at once.
	await client.query("SELECT pg_advisory_xact_lock(hashtextextended('opt-out lists', 0))");
	const found = await storeOwner(client);
	const owner = found ?? (await newOwner(client));
	if (found === undefined) await client.query(`CREATE SCHEMA opt_out AUTHORIZATION ${quoteIdentifier(owner)}`);
	await client.query(`SET LOCAL ROLE ${quoteIdentifier(owner)}`);
	await client.query(`CREATE TABLE IF NOT EXISTS opt_out.lists (
			source text NOT NULL,
			form text NOT NULL,
			as_of date NOT NULL,
			digest text NOT NULL,
			asked_digest text,
			PRIMARY KEY (source, form)
		);
		CREATE TABLE IF NOT EXISTS opt_out.entries (
			source text NOT NULL,
			form text NOT NULL,
			nhs_number text NOT NULL,
			PRIMARY KEY (source, form, nhs_number),
			FOREIGN KEY (source, form) REFERENCES opt_out.lists ON DELETE CASCADE
		)`);
}

async function storeOwner(client: pg.Client): Promise<string | undefined> {
	const { rows } = await client.query<{ owner: string }>(
		"SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = 'opt_out'",
	);
	return rows[0]?.owner;
}

/** The role of the lists' own, made where the login may make roles; without that right, the login itself. */
async function newOwner(client: pg.Client): Promise<string> {
	const { rows } = await client.query<{ login: string; creates: boolean; exists: boolean; member: boolean }>(
		`SELECT current_user AS login, rolsuper OR rolcreaterole AS creates,
			EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS exists,
			EXISTS (SELECT FROM pg_roles AS own WHERE own.rolname = $1 AND pg_has_role(own.oid, 'MEMBER')) AS member
		FROM pg_roles WHERE rolname = current_user`,
		[ownRole],
	);
	const [{ login, creates, exists, member } = { login: "", creates: false, exists: false, member: false }] = rows;
	if (member) return ownRole;
	if (exists || !creates) return login;
	await client.query(`CREATE ROLE ${ownRole} NOLOGIN`);
	await client.query(`GRANT ${ownRole} TO CURRENT_USER`);
	return ownRole;
}
