import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { quoteIdentifier } from "../../scripts/database/quote.ts";

/** A database of the test run's server. */
export interface TestDatabase {
	/** Superuser's address. */
	readonly url: string;
	/** Removes it, closing what connections it has; the end of the run does so anyway. */
	drop(): Promise<void>;
}

/** A demo hospital of its own for a test. */
export interface HospitalDatabase extends TestDatabase {
	/** The address of a login that may only read. */
	readonly readOnlyUrl: string;
}

/** The superuser's address of the server's own `postgres` database, for tests that make databases themselves. */
export function clusterUrl(): string {
	return inject("clusterUrl");
}

/** An empty database, under a name that no other test has unless one is given. */
export async function createDatabase(name: string = randomName()): Promise<TestDatabase> {
	await onServer((client) => client.query(`CREATE DATABASE ${quoteIdentifier(name)}`));
	return testDatabase(name);
}

/**
 * A copy of the demo hospital with this many patients, always from the same seed. The first test of
 * a run that asks for a size makes it; the others wait for that and clone it.
 */
export async function hospitalDatabase(patients = 200): Promise<HospitalDatabase> {
	const { READ_ONLY_ROLE } = await hospitalModule();
	const template = `hospital_template_${patients}`;
	const name = randomName();
	await onServer(async (client) => {
		// Test files run in several processes: one at a time makes or copies a template.
		await client.query("SELECT pg_advisory_lock(hashtext('hospital template'))");
		const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [template]);
		if (rowCount === 0) await makeTemplate(client, template, patients);
		await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(template)}`);
	});
	const readOnlyUrl = new URL(urlOf(name));
	readOnlyUrl.username = READ_ONLY_ROLE;
	readOnlyUrl.password = inject("readerPassword");
	return { ...testDatabase(name), readOnlyUrl: readOnlyUrl.href };
}

async function makeTemplate(client: pg.Client, template: string, patients: number): Promise<void> {
	const { makeHospital, createReader } = await hospitalModule();
	const unfinished = `${template}_${randomName()}`;
	await client.query(`CREATE DATABASE ${quoteIdentifier(unfinished)}`);
	await makeHospital(urlOf(unfinished), { patients, seed: 1 });
	await createReader(urlOf(unfinished), inject("readerPassword"));
	await client.query(`ALTER DATABASE ${quoteIdentifier(unfinished)} RENAME TO ${quoteIdentifier(template)}`);
}

// Loaded when asked for: most tests that need a database need no hospital.
function hospitalModule() {
	return import("../../scripts/demo/hospital.ts");
}

function testDatabase(name: string): TestDatabase {
	const drop = () =>
		onServer((client) => client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`));
	return { url: urlOf(name), drop: async () => void (await drop()) };
}

function urlOf(database: string): string {
	const url = new URL(clusterUrl());
	url.pathname = `/${encodeURIComponent(database)}`;
	return url.href;
}

function randomName(): string {
	return `test_${randomBytes(6).toString("hex")}`;
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client(clusterUrl());
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.end();
	}
}
