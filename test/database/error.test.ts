import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withClient } from "../../scripts/database/connect.ts";
import { databaseError } from "../../scripts/database/error.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
	database = await createDatabase();
	await withClient(database.url, { applicationName: "test" }, (client) =>
		client.query(`CREATE SCHEMA clinical; CREATE TYPE clinical.sex AS ENUM ('female', 'male');
			CREATE TABLE clinical.patient (nhs_number text CONSTRAINT patient_number_once PRIMARY KEY, born date CONSTRAINT born_in_time CHECK (born > '1900-01-01'));
			INSERT INTO clinical.patient VALUES ('canary', '1950-01-01')`),
	);
});
afterAll(() => database.drop());

async function failing(statement: string): Promise<UserError> {
	return withClient(database.url, { applicationName: "test" }, async (client) => {
		const error = await client.query(statement).catch((caught) => caught);
		expect(error).toBeInstanceOf(Error);
		return databaseError(error, "reading the table clinical.patient");
	});
}

describe("databaseError", () => {
	it.each([
		["a number that is none", "SELECT 'canary'::int"],
		["a date that is none", "SELECT date 'canary'"],
		["a value outside its list", "SELECT 'canary'::clinical.sex"],
		["a key twice", "INSERT INTO clinical.patient VALUES ('canary', '1960-01-01')"],
		["a check not met", "INSERT INTO clinical.patient VALUES ('canary 2', '1800-01-01')"],
		["a missing table", "SELECT * FROM canary"],
		["a missing column", "SELECT canary FROM clinical.patient"],
		["a syntax error", "SELECT 'canary' FROM WHERE"],
		[
			"an error raised by a function",
			"DO $$ BEGIN RAISE EXCEPTION 'canary' USING DETAIL = 'canary', HINT = 'canary'; END $$",
		],
	])("tells what and where but no value: %s", async (_, statement) => {
		const { message, exit } = await failing(statement);
		expect(message).not.toContain("canary");
		expect(message).toMatch(/^Reading the table clinical\.patient: .+ \[[A-Z0-9]{5}\]\./);
		expect(["environment", "failed"]).toContain(exit);
	});

	it("names the table, column or constraint that PostgreSQL names", async () => {
		expect(
			(await failing("INSERT INTO clinical.patient VALUES ('canary', '1960-01-01')")).message,
		).toMatchInlineSnapshot(
			`"Reading the table clinical.patient: a row does not meet a constraint (schema clinical, table patient, constraint patient_number_once) [23505]."`,
		);
		expect((await failing("INSERT INTO clinical.patient VALUES (NULL, '1960-01-01')")).message).toMatchInlineSnapshot(
			`"Reading the table clinical.patient: a row does not meet a constraint (schema clinical, table patient, column nhs_number) [23502]."`,
		);
	});

	it("gives the fix when there is one", async () => {
		expect((await failing("BEGIN READ ONLY; CREATE TABLE t ()")).message).toMatchInlineSnapshot(
			`"Reading the table clinical.patient: the database allows reading only [25006]. Give the address of a server that takes writes, and of a login that may write."`,
		);
	});

	it("keeps nothing of the original to print by accident", async () => {
		const error = await failing("SELECT 'canary'::int");
		expect(error.cause).toBeUndefined();
		expect(JSON.stringify({ ...error, stack: error.stack })).not.toContain("canary");
	});

	it("keeps our own message as it is", () => {
		const own = new UserError("held", "The delivery is held.");
		expect(databaseError(own, "anything")).toBe(own);
	});

	it("lets a mistake in our own code through with its stack", () => {
		const mistake = new TypeError("undefined is not a function");
		expect(() => databaseError(mistake, "anything")).toThrow(mistake);
	});

	it("does not repeat a code or a message that is not of PostgreSQL's form", () => {
		const odd = Object.assign(new Error("canary"), { code: "canary 999 000 0018" });
		expect(databaseError(odd, "reading").message).toBe("Reading: the connection failed or was lost.");
		expect(databaseError("canary", "reading").message).toBe("Reading: the connection failed or was lost.");
	});

	it("reads the code of a host with several addresses", () => {
		const all = new AggregateError([Object.assign(new Error("canary"), { code: "ECONNREFUSED" })]);
		expect(databaseError(all, "connecting").message).toContain("nothing listens there");
	});
});
