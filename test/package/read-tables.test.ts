import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvFormat } from "../../scripts/package/csv.ts";
import { readTables } from "../../scripts/package/read-tables.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

const words = { name: "words", type: "text" };
const table = (name: string) => ({ schema: "public", table: name, columns: [words], key: [] });
let database: TestDatabase;

async function query(statement: string) {
	const client = new pg.Client(database.url);
	await client.connect();
	try {
		return (await client.query(statement)).rows;
	} finally {
		await client.end();
	}
}

/** How many of our sessions are left; a closed one goes a moment after its client. */
async function sessionsLeft(): Promise<number> {
	for (let tries = 0; ; tries++) {
		const left = await query(
			"SELECT FROM pg_stat_activity WHERE application_name = 'hub deliver' AND datname = current_database()",
		);
		if (left.length === 0 || tries === 50) return left.length;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

beforeAll(async () => {
	database = await createDatabase();
	await query(`
		CREATE TABLE large AS SELECT repeat(md5(n::text), 100) AS words FROM generate_series(1, 10000) AS n;
		CREATE TABLE one AS SELECT 'one' AS words;
		CREATE TABLE two AS SELECT 'two' AS words;
		CREATE TABLE three AS SELECT 'three' AS words;
		CREATE TABLE four AS SELECT 'four' AS words;
		CREATE VIEW failing AS SELECT (words::integer)::text AS words FROM one`);
});
afterAll(() => database.drop());

describe("reading tables ahead", () => {
	it("gives them one after the other, in order, each whole", async () => {
		const names = ["large", "one", "two", "large", "three", "four"];
		const read: string[] = [];
		await readTables(database.url, names.map(table), csvFormat, async (bytes, index) => {
			const all = await text(bytes);
			read.push(`${index} ${all.length > 100 ? all.length : all.trim()}`);
		});
		const large = "words\n".length + 10_000 * 3201;
		expect(read).toEqual([
			`0 ${large}`,
			"1 words\none",
			"2 words\ntwo",
			`3 ${large}`,
			"4 words\nthree",
			"5 words\nfour",
		]);
		expect(await sessionsLeft()).toBe(0);
	});

	it("reads nothing where there is nothing to read", async () => {
		await readTables(database.url, [], csvFormat, () => expect.unreachable());
	});

	it("tells of a table that cannot be read when its turn comes, without a value", async () => {
		const read: number[] = [];
		const failure = await readTables(
			database.url,
			[table("one"), table("failing"), table("two")],
			csvFormat,
			async (bytes, index) => {
				await new Promise((resolve) => setTimeout(resolve, 200));
				await text(bytes);
				read.push(index);
			},
		).catch((error: unknown) => error);
		expect(failure).toMatchObject({ name: "UserError" });
		expect(String(failure)).not.toContain('"one"');
		expect(read).toEqual([0]);
		expect(await sessionsLeft()).toBe(0);
	});

	it("stops reading when the work fails, in the middle of a table too", async () => {
		const work = readTables(database.url, ["large", "large", "large", "one"].map(table), csvFormat, async (bytes) => {
			for await (const _ of bytes) throw new Error("the disk is full");
		});
		await expect(work).rejects.toThrow("the disk is full");
		expect(await sessionsLeft()).toBe(0);
	});
});
