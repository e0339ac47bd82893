import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runnerConfiguration, runnerVariables } from "../../scripts/delivery/configuration.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";

function goodEnvironment(): Record<string, string> {
	const folder = temporaryFolder();
	const file = (name: string, text = "secret") => {
		writeFileSync(join(folder, name), text, { mode: 0o600 });
		return join(folder, name);
	};
	for (const name of ["staging", "outbox"]) mkdirSync(join(folder, name));
	return {
		HUB_SHARE_DATABASE_URL: "postgresql://hub:password@localhost/postgres",
		HUB_LEDGER_KEY_FILE: file("ledger", `${"0a".repeat(32)}\n`),
		HUB_KEYS_DIR: join(folder, "keys"),
		HUB_AGE_IDENTITY_FILE: file("age"),
		HUB_SIGNING_KEY_FILE: file("signing"),
		HUB_STAGING_DIR: join(folder, "staging"),
		HUB_OUTBOX_DIR: join(folder, "outbox"),
		HAMPTON_DATABASE_URL: "postgres://reader:password@localhost/hampton",
	};
}

async function problems(env: Record<string, string | undefined>): Promise<readonly string[]> {
	const failure = await runnerConfiguration(env, ["HAMPTON_DATABASE_URL"]).catch((error: unknown) => error);
	if (!(failure instanceof UserError)) return [];
	expect(failure.exit).toBe("environment");
	return failure.issues.map(formatIssue);
}

describe("the runner's configuration", () => {
	it("is read from the environment", async () => {
		const env = goodEnvironment();
		const configuration = await runnerConfiguration(env, ["HAMPTON_DATABASE_URL"]);
		expect(configuration.ledgerKey).toEqual(Buffer.alloc(32, 0x0a));
		expect(configuration.sources.get("HAMPTON_DATABASE_URL")).toBe(env.HAMPTON_DATABASE_URL);
		expect(configuration.outboxFolder).toBe(env.HUB_OUTBOX_DIR);
	});

	it("reports everything that is missing at once", async () => {
		expect((await problems({})).join("\n")).toMatchInlineSnapshot(`
			"error: HUB_SHARE_DATABASE_URL is not set. Set it to the address of the share server, with a login that may create databases.
			error: HUB_LEDGER_KEY_FILE is not set. Set it to the file with the ledger's key: 64 hexadecimal digits.
			error: HUB_KEYS_DIR is not set. Set it to the folder of the projects' keys.
			error: HUB_AGE_IDENTITY_FILE is not set. Set it to the file with the hub's secret age key.
			error: HUB_SIGNING_KEY_FILE is not set. Set it to the file with the hub's SSH private key.
			error: HUB_STAGING_DIR is not set. Set it to the folder in which packages are made.
			error: HUB_OUTBOX_DIR is not set. Set it to the folder in which recipients find their packages.
			error: HAMPTON_DATABASE_URL is not set. Set it to the address of the source's database, with a login that may only read."
		`);
	});

	it.each(Object.keys(runnerVariables))("needs %s", async (name) => {
		expect(await problems({ ...goodEnvironment(), [name]: " " })).toEqual([
			expect.stringContaining(`${name} is not set`),
		]);
	});

	it.each([
		["HUB_SHARE_DATABASE_URL", "localhost:5432", "is no database address"],
		["HAMPTON_DATABASE_URL", "mysql://reader:canary@localhost", "is no database address"],
		["HUB_KEYS_DIR", "keys", "is not a whole path"],
		["HUB_STAGING_DIR", "staging", "is not a whole path"],
		["HUB_OUTBOX_DIR", "/nowhere/canary", "does not name a folder that is there"],
		["HUB_SIGNING_KEY_FILE", "/nowhere/canary", "does not name a file that is there"],
	])("refuses a wrong %s without showing it", async (name, value, says) => {
		const found = await problems({ ...goodEnvironment(), [name]: value });
		expect(found).toEqual([expect.stringContaining(`${name} ${says}`)]);
		expect(found.join()).not.toContain("canary");
	});

	it("takes the time limit of a statement, or half an hour", async () => {
		const limit = async (value: string | undefined) => {
			const env = { ...goodEnvironment(), HUB_STATEMENT_MINUTES: value };
			return (await runnerConfiguration(env, ["HAMPTON_DATABASE_URL"])).statementMinutes;
		};
		expect([await limit(undefined), await limit(" "), await limit("1"), await limit("1440")]).toEqual([
			30, 30, 1, 1440,
		]);
	});

	it.each(["0", "1441", "1.5", "-1", "an hour"])("refuses a time limit of %s", async (value) => {
		expect(await problems({ ...goodEnvironment(), HUB_STATEMENT_MINUTES: value })).toEqual([
			expect.stringContaining("HUB_STATEMENT_MINUTES is not a whole number from 1 to 1440"),
		]);
	});

	it("refuses a key file that others may read", async () => {
		const env = goodEnvironment();
		chmodSync(env.HUB_AGE_IDENTITY_FILE ?? "", 0o640);
		expect(await problems(env)).toEqual([
			expect.stringContaining("HUB_AGE_IDENTITY_FILE names a file that others may read"),
		]);
	});

	it.each(["", "0a", "0A".repeat(32), "0a".repeat(33)])(
		"refuses a ledger key that is not 64 hexadecimal digits: %j",
		async (text) => {
			const env = goodEnvironment();
			writeFileSync(env.HUB_LEDGER_KEY_FILE ?? "", text);
			expect(await problems(env)).toEqual([
				expect.stringContaining("HUB_LEDGER_KEY_FILE does not name a file of 64 hexadecimal digits"),
			]);
		},
	);
});
