import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withClient } from "../database/connect.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { createReader, makeHospital, READ_ONLY_ROLE } from "./hospital.ts";
import { makeAgeKey, makeSecretKey } from "./keys.ts";
import type { Workplace } from "./workplace.ts";

/** The demonstration's environment variables for the runner, by name. */
export type RunnerSettings = Readonly<Record<string, string>>;

const sharingRole = "hub_sharing";

/**
 * Makes the demonstration hospital's database with its image files, its read-only login and the login
 * that owns the share databases.
 *
 * @param serverUrl The embedded server's superuser address.
 * @returns The two connection addresses and the image folder, by the names of their environment variables.
 */
export async function makeDatabases(
	serverUrl: string,
	options: { patients: number; imageFolder: string },
): Promise<{ HAMPTON_DATABASE_URL: string; HAMPTON_IMAGES_DIR: string; HUB_SHARE_DATABASE_URL: string }> {
	const passwords = { reader: randomBytes(24).toString("base64url"), sharing: randomBytes(24).toString("base64url") };
	await withClient(serverUrl, { applicationName: "hub demo" }, async (server) => {
		await server.query("CREATE DATABASE hampton");
		await server.query(
			`CREATE ROLE ${quoteIdentifier(sharingRole)} LOGIN CREATEDB PASSWORD ${server.escapeLiteral(passwords.sharing)}`,
		);
	});
	const hampton = addressOf(serverUrl, { database: "hampton" });
	await makeHospital(hampton, { patients: options.patients, seed: 1, imageFolder: options.imageFolder });
	await createReader(hampton, passwords.reader);
	return {
		HAMPTON_DATABASE_URL: addressOf(serverUrl, {
			database: "hampton",
			user: READ_ONLY_ROLE,
			password: passwords.reader,
		}),
		HAMPTON_IMAGES_DIR: options.imageFolder,
		HUB_SHARE_DATABASE_URL: addressOf(serverUrl, {
			database: "postgres",
			user: sharingRole,
			password: passwords.sharing,
		}),
	};
}

/** Makes the runner's own keys and folders, and returns its settings together with the databases'. */
export async function makeSettings(
	workplace: Workplace,
	databases: RunnerSettings,
	signingKeyFile: string,
): Promise<RunnerSettings> {
	const settings = {
		...databases,
		HUB_LEDGER_KEY_FILE: await makeSecretKey(join(workplace.keys, "ledger-key")),
		HUB_KEYS_DIR: join(workplace.keys, "projects"),
		HUB_AGE_IDENTITY_FILE: (await makeAgeKey(join(workplace.keys, "hub-wrapping-key.txt"))).file,
		HUB_SIGNING_KEY_FILE: signingKeyFile,
		HUB_STAGING_DIR: workplace.staging,
		HUB_OUTBOX_DIR: workplace.outbox,
	};
	const lines = Object.entries(settings).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`);
	await writeFile(workplace.settings, `${lines.join("\n")}\n`, { mode: 0o600 });
	return settings;
}

function addressOf(url: string, parts: { database: string; user?: string; password?: string }): string {
	const address = new URL(url);
	address.pathname = `/${parts.database}`;
	if (parts.user !== undefined) address.username = parts.user;
	if (parts.password !== undefined) address.password = parts.password;
	return address.href;
}
