import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../scripts/database/connect.ts";
import { copyStatement, csvFormat } from "../../scripts/package/csv.ts";
import type { ExportColumn } from "../../scripts/package/format.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
	database = await createDatabase();
	client = await connect(database.url, { applicationName: "test" });
});
afterAll(async () => {
	await client.end();
	await database.drop();
});

let tables = 0;
/** Makes a table of these columns and rows in the order given, and exports it. */
async function exported(
	columns: readonly ExportColumn[],
	rows: readonly (readonly unknown[])[],
	key: readonly string[] = [],
): Promise<string> {
	const table = `t${++tables}`;
	const quoted = columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type}`);
	await client.query(`CREATE TABLE ${table} (${quoted.join(", ")})`);
	for (const row of rows) {
		await client.query(`INSERT INTO ${table} VALUES (${row.map((_, index) => `$${index + 1}`).join(", ")})`, [...row]);
	}
	return text(csvFormat.read(client, { schema: "public", table, columns, key }));
}

const words = { name: "words", type: "text" };

describe("exporting a table as CSV", () => {
	it("tells a missing value from an empty one, and quotes what needs it", async () => {
		const rows = [["a"], [null], [""], ['say "hi", you'], ["two\nlines"], ["NULL"], ["\\."], ["ß–漢"]];
		expect(
			await exported(
				[
					{ name: 'a "b",c', type: "text" },
					{ name: "n", type: "integer" },
				],
				rows.map((row, n) => [...row, n]),
			),
		).toBe(
			[
				'"a ""b"",c",n',
				'"",2',
				"NULL,5",
				"\\.,6",
				"a,0",
				'"say ""hi"", you",3',
				'"two\nlines",4',
				"ß–漢,7",
				",1",
				"",
			].join("\n"),
		);
	});

	it("gives the same bytes however the rows lie in the table", async () => {
		const columns = [
			{ name: "amount", type: "numeric" },
			{ name: "span", type: "interval" },
			{ name: "ratio", type: "double precision" },
			words,
		];
		// Equal to PostgreSQL, and written differently.
		const rows = [
			["7", "P1M", 0, "b"],
			["7.0", "P30D", -0, "B"],
			["7.00", "PT720H", 0, "a"],
			["NaN", "PT0S", "-Infinity", "á"],
		];
		const digests = new Set<string>();
		for (const order of [
			[0, 1, 2, 3],
			[3, 2, 1, 0],
			[2, 0, 3, 1],
			[1, 3, 0, 2],
		]) {
			const csv = await exported(
				columns,
				order.map((index) => rows[index] ?? []),
			);
			digests.add(createHash("sha256").update(csv).digest("hex"));
		}
		expect(digests.size).toBe(1);
	});

	it("gives with a key the same bytes as without, wherever the key stands", async () => {
		const columns = [{ name: "patient", type: "uuid" }, words, { name: "amount", type: "numeric" }];
		const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
		const rows = [
			[uuid(2), "b", "7.0"],
			[uuid(1), "B", "7"],
			[uuid(3), "a", "7.00"],
			[uuid(4), "á", null],
		];
		const without = await exported(columns, rows);
		for (const key of [["patient"], ["words"], ["words", "patient"], ["amount", "patient"]])
			expect(await exported(columns, rows.toReversed(), key), key.join()).toBe(without);
	});

	it("orders by no column behind those of the key", () => {
		const columns = [{ name: "id", type: "uuid" }, words, { name: "amount", type: "numeric" }];
		const order = (key: readonly string[]) =>
			/ORDER BY (.*)\) TO STDOUT/.exec(copyStatement({ schema: "s", table: "t", columns, key }))?.[1];
		expect(order([])).toBe('"id", "words"::text COLLATE "C", "amount", scale("amount")');
		expect(order(["id"])).toBe('"id"');
		expect(order(["words", "id"])).toBe('"id", "words"::text COLLATE "C"');
		expect(order(["not-shared"])).toBe(order([]));
	});

	it("orders text by its bytes, not by a language", async () => {
		expect(await exported([words], [["ä"], ["a"], ["B"], ["_"], ["Z"]])).toBe("words\nB\nZ\n_\na\nä\n");
	});

	it("writes every type in one form, whatever the session was before", async () => {
		const columns = [
			{ name: "yes", type: "boolean" },
			{ name: "day", type: "date" },
			{ name: "moment", type: "timestamp with time zone" },
			{ name: "span", type: "interval" },
			{ name: "tenth", type: "double precision" },
		];
		expect(await exported(columns, [[true, "2026-03-29", "2026-03-29 01:30:00+01", "1 day 2 hours", 0.1]])).toBe(
			"yes,day,moment,span,tenth\nt,2026-03-29,2026-03-29 00:30:00+00,P1DT2H,0.1\n",
		);
	});

	it("has a header line for a table without rows", async () => {
		expect(await exported([words], [])).toBe("words\n");
	});

	it("writes no name into the statement but quoted", () => {
		expect(
			copyStatement({
				schema: "d0001",
				table: "x",
				columns: [{ name: 'a"; DROP TABLE x; --', type: "text" }],
				key: [],
			}),
		).toMatchInlineSnapshot(
			`"COPY (SELECT "a""; DROP TABLE x; --" FROM "d0001"."x" ORDER BY "a""; DROP TABLE x; --"::text COLLATE "C") TO STDOUT (FORMAT csv, HEADER true, ENCODING 'UTF8')"`,
		);
	});

	it("fails without quoting a value, and leaves the connection usable", async () => {
		await client.query("CREATE TABLE bad AS SELECT 'canary'::text AS words");
		await client.query("CREATE VIEW failing AS SELECT (words::integer)::text AS words FROM bad");
		const failure = await text(
			csvFormat.read(client, { schema: "public", table: "failing", columns: [words], key: [] }),
		).catch((error: unknown) => error);
		expect(failure).toMatchObject({ name: "UserError" });
		expect(String(failure)).not.toContain("canary");
		expect(await exported([words], [["a"]])).toBe("words\na\n");
	});
});
