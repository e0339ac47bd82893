import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, withClient } from "../../scripts/database/connect.ts";
import { clusterUrl, createDatabase, type TestDatabase } from "../support/database.ts";

const test = { applicationName: "hub test" };

let database: TestDatabase;
beforeAll(async () => {
	database = await createDatabase();
});
afterAll(() => database.drop());

describe("connect", () => {
	it("pins what decides how values are written, against the database's own settings", async () => {
		await withClient(clusterUrl(), test, async (client) => {
			for (const setting of [
				"DateStyle TO 'SQL, DMY'",
				"TimeZone TO 'Asia/Tokyo'",
				"bytea_output TO 'escape'",
				"statement_timeout TO '5s'",
			]) {
				await client.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET ${setting}`);
			}
		});
		const row = await withClient(database.url, test, async (client) => {
			const text = `SELECT timestamptz '2024-03-09 01:02:03+09' || '' AS moment, date '2024-03-09' || '' AS day, bytea '\\x00ff' || '' AS bytes,
				interval '1 month 2 days' || '' AS span, 0.1::float8 + 0.2::float8 || '' AS sum, current_setting('statement_timeout') AS time_limit,
				current_setting('row_security') AS row_security, current_setting('application_name') AS name`;
			return (await client.query(text.replace("bytea '\\x00ff' || ''", "bytea '\\x00ff'::text"))).rows[0];
		});
		expect(row).toMatchInlineSnapshot(`
			{
			  "bytes": "\\x00ff",
			  "day": "2024-03-09",
			  "moment": "2024-03-08 16:02:03+00",
			  "name": "hub test",
			  "row_security": "off",
			  "span": "P1M2D",
			  "sum": "0.30000000000000004",
			  "time_limit": "0",
			}
		`);
	});

	it("lets a read-only session read and not write", async () => {
		await withClient(database.url, { ...test, readOnly: true }, async (client) => {
			expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
			await expect(client.query("CREATE TABLE t (id int)")).rejects.toMatchObject({ code: "25006" });
		});
	});

	it("closes the connection when the work fails", async () => {
		let open: Promise<void> | undefined;
		const work = withClient(database.url, test, async (client) => {
			open = new Promise((resolve) => client.once("end", () => resolve()));
			throw new Error("work failed");
		});
		await expect(work).rejects.toThrow("work failed");
		await open;
	});

	it("survives a server that ends the session between two queries, and says so at the next", async () => {
		const client = await connect(database.url, test);
		const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
		const gone = new Promise((resolve) => client.once("end", resolve));
		await withClient(clusterUrl(), test, (other) => other.query("SELECT pg_terminate_backend($1)", [rows[0].pid]));
		await gone;
		await expect(client.query("SELECT 1")).rejects.toThrow();
	});
});

describe("a connection that cannot be made", () => {
	async function message(change: (url: URL) => void): Promise<string> {
		const url = new URL(clusterUrl());
		change(url);
		const error = await connect(url.href, test).catch((caught) => caught);
		expect(error).toMatchObject({ name: "UserError", exit: "environment" });
		expect(error.message).not.toContain(new URL(clusterUrl()).password);
		return error.message.replace(new URL(clusterUrl()).port, "PORT");
	}

	it("names host, port and database when nothing listens", async () => {
		const server = createServer().listen(0, "127.0.0.1");
		await new Promise((resolve) => server.once("listening", resolve));
		const { port } = server.address() as { port: number };
		await new Promise((resolve) => server.close(resolve));
		const text = await message((url) => {
			url.port = String(port);
		});
		expect(text.replace(String(port), "PORT")).toMatchInlineSnapshot(
			`"Connecting to the database postgres at 127.0.0.1:PORT: nothing listens there [ECONNREFUSED]. Check the host and port, and that the server runs."`,
		);
	});

	it("says that the login was refused, without naming it", async () => {
		const text = await message((url) => {
			url.username = "robbie_canary";
			url.password = "secret-canary";
		});
		expect(text).not.toContain("canary");
		expect(text).toMatchInlineSnapshot(
			`"Connecting to the database postgres at 127.0.0.1:PORT: the login was refused [28P01]. Check the login's name and password, and the server's pg_hba.conf."`,
		);
	});

	it("says the same when the password is missing", async () => {
		const text = await message((url) => {
			url.password = "";
		});
		expect(text).toMatchInlineSnapshot(
			`"Connecting to the database postgres at 127.0.0.1:PORT: the connection failed or was lost."`,
		);
	});

	it("says that the database is not there", async () => {
		const text = await message((url) => {
			url.pathname = "/nowhere";
		});
		expect(text).toMatchInlineSnapshot(
			`"Connecting to the database nowhere at 127.0.0.1:PORT: there is no such database [3D000]. Check the database's name in the address."`,
		);
	});

	it.each([
		"",
		"host=db password=secret-canary",
		"mysql://robbie:secret-canary@db/x",
		"postgresql://robbie:p/ss@secret-canary#@db:port/x",
	])("refuses an address of another form and does not repeat it", async (url) => {
		const error = await connect(url, test).catch((caught) => caught);
		expect(error).toMatchObject({ name: "UserError", exit: "environment" });
		expect(error.message).not.toContain("canary");
	});

	it("leaves no half-open session behind that would hold up the server", async () => {
		await message((url) => {
			url.password = "";
		});
		await (await createDatabase()).drop();
	});
});
