import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../scripts/database/connect.ts";
import { applySettings } from "../../scripts/database/settings.ts";
import { type PlainType, plainTypes } from "../../scripts/dictionary/column-type.ts";
import { keyId, keySettings } from "../../scripts/keys/hmac-key.ts";
import common from "../../scripts/schema/common.schema.json" with { type: "json" };
import { shiftDaysSql } from "../../scripts/treatment/date-shift.ts";
import { ledgerLabel } from "../../scripts/treatment/hmac.ts";
import { pseudonymSql } from "../../scripts/treatment/pseudonymise.ts";
import { treatmentNames, treatmentProblem, treatments } from "../../scripts/treatment/treatments.ts";
import { clusterUrl } from "../support/database.ts";

let client: pg.Client;

beforeAll(async () => {
	client = await connect(clusterUrl(), { applicationName: "test" });
});
afterAll(() => client.end());

const root = { id: "ward.patients.patient_id", type: "bigint" as PlainType };

/** SQL of the day of the snapshot. */
const today = "date '2026-07-01'";

async function valuesOf(sql: string, parameters: readonly unknown[] = []): Promise<readonly unknown[]> {
	const { rows } = await client.query({ text: sql, values: [...parameters], rowMode: "array" });
	return rows.map(([value]: unknown[]) => value);
}

function pseudonym(key: Buffer, label: string, text: string): string {
	const hex = createHmac("sha256", key).update(`${label}\0${text}`, "utf8").digest("hex").slice(0, 32);
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function shiftDays(key: Buffer, id: string, text: string, maxDays: number): number {
	const digest = createHmac("sha256", key).update(`date-shift\0${id}\0${text}`, "utf8").digest();
	const draw = Number(BigInt(`0x${digest.subarray(0, 7).toString("hex")}`) % BigInt(2 * maxDays));
	return draw < maxDays ? draw - maxDays : draw - maxDays + 1;
}

const anyKey = fc.uint8Array({ minLength: 1, maxLength: 100 }).map((bytes) => Buffer.from(bytes));
// PostgreSQL's text cannot hold NUL.
const anyText = fc.string({ unit: "grapheme", maxLength: 60 }).filter((text) => !text.includes("\0"));

describe("pseudonyms", () => {
	it("are HMAC-SHA-256 as node:crypto has it, for any key and any text", async () => {
		await fc.assert(
			fc.asyncProperty(anyKey, anyText, anyText, async (key, label, text) => {
				await applySettings(client, keySettings(key));
				const sql = pseudonymSql("$1::text", "text", { id: label, type: "text" });
				expect(await valuesOf(`SELECT ${sql}`, [text])).toEqual([pseudonym(key, label, text)]);
			}),
			{ numRuns: 100 },
		);
	});

	it("depend on the key, the root column and the value, and leave missing values missing", async () => {
		const key = Buffer.alloc(32, 1);
		await applySettings(client, keySettings(key));
		const of = (value: string, id = root.id) => pseudonymSql(value, "bigint", { ...root, id });
		const [one] = await valuesOf(`SELECT ${of("42")}`);
		expect(one).toBe(pseudonym(key, root.id, "42"));
		expect(await valuesOf(`SELECT ${of("43")}`)).not.toEqual([one]);
		expect(await valuesOf(`SELECT ${of("42", "ward.visits.visit_id")}`)).not.toEqual([one]);
		expect(await valuesOf(`SELECT ${of("NULL::bigint")}`)).toEqual([null]);
		await applySettings(client, keySettings(Buffer.alloc(32, 2)));
		expect(await valuesOf(`SELECT ${of("42")}`)).not.toEqual([one]);
	});

	it.each<[string, PlainType, PlainType, string]>([
		["7.0::numeric", "numeric", "numeric", "7"],
		["7.10::numeric(8,2)", "numeric", "numeric", "7.1"],
		["700::integer", "integer", "numeric", "700"],
		["7::smallint", "smallint", "bigint", "7"],
		["7.0::numeric", "numeric", "integer", "7"],
		["'A1  '::character(4)", "text", "text", "A1"],
		["'2026-03-29'::date", "date", "date", "2026-03-29"],
		[
			"'2026-03-29 12:00+02'::timestamptz",
			"timestamp with time zone",
			"timestamp with time zone",
			"2026-03-29 10:00:00+00",
		],
		["'7'::text", "text", "integer", "7"],
		["'not a number'::text", "text", "integer", "not a number"],
	])("of %s (%s, root %s) are those of the text %j %s", async (value, type, rootType, text) => {
		const key = Buffer.alloc(32, 3);
		await applySettings(client, keySettings(key));
		const sql = pseudonymSql(value, type, { id: "a.b.c", type: rootType });
		expect(await valuesOf(`SELECT ${sql}`)).toEqual([pseudonym(key, "a.b.c", text)]);
	});
});

describe("date shifts", () => {
	it("follow from key and patient, stay within the limit and are never nothing", async () => {
		await fc.assert(
			fc.asyncProperty(
				anyKey,
				fc.bigInt({ min: 0n, max: 2n ** 62n }),
				fc.integer({ min: 1, max: 3650 }),
				async (key, patient, maxDays) => {
					await applySettings(client, keySettings(key));
					const [days] = await valuesOf(`SELECT ${shiftDaysSql("$1::bigint", "bigint", root, maxDays)}`, [
						String(patient),
					]);
					expect(days).toBe(shiftDays(key, root.id, String(patient), maxDays));
					expect(Math.abs(Number(days))).toBeLessThanOrEqual(maxDays);
					expect(days).not.toBe(0);
				},
			),
			{ numRuns: 100 },
		);
	});

	it("reach both limits", async () => {
		await applySettings(client, keySettings(Buffer.alloc(32, 4)));
		const days = await valuesOf(
			`SELECT DISTINCT ${shiftDaysSql("i", "bigint", root, 3)} FROM generate_series(1::bigint, 200) AS i ORDER BY 1`,
		);
		expect(days).toEqual([-3, -2, -1, 1, 2, 3]);
	});

	it.each<[PlainType, string]>([
		["date", "t.moment"],
		["timestamp without time zone", "t.moment"],
		["timestamp with time zone", "t.moment AT TIME ZONE 'Europe/London'"],
	])("of %s move the day on the hospital's clock and leave the time of day", async (type, clock) => {
		const treated = (shiftDays: string) =>
			treatments["date-shift"].sql({ value: "t.moment", type: type, root, shiftDays, today });
		const moved = treated("c.days");
		const movedClock = clock.replace("t.moment", `(${moved})`);
		const time = (moment: string) => (type === "date" ? "time '00:00'" : `(${moment})::time`);
		// Nine in the morning on every day of a year, summer and winter.
		const exact = await valuesOf(
			`SELECT DISTINCT (${movedClock})::date - (${clock})::date = c.days AND ${time(movedClock)} = ${time(clock)}
			FROM (SELECT (timestamp '2025-01-01 09:00' + make_interval(days => i)) AT TIME ZONE 'Europe/London' AS nine
				FROM generate_series(0, 364) AS i) AS days,
				LATERAL (SELECT nine::${type} AS moment) AS t, unnest(ARRAY[-182, -1, 1, 182]) AS c(days)`,
		);
		expect(exact).toEqual([true]);
	});

	it("keep no part of a second, by which a row could be found again", async () => {
		for (const type of ["timestamp without time zone", "timestamp with time zone"] as const) {
			const treated = (shiftDays: string) =>
				treatments["date-shift"].sql({ value: "t.day", type: type, root, shiftDays, today });
			const sql = `SELECT (${treated("1")})::text FROM (SELECT '2026-01-05 09:00:01.234567'::${type} AS day) AS t`;
			expect(String(await valuesOf(sql))).toMatch(/^2026-01-06 09:00:01(\+00)?$/);
		}
	});

	it.each([
		"1900-01-01",
		"1901-01-01",
		"0001-01-01",
		"2036-07-02",
		"2099-12-31",
		"9999-12-31",
		"infinity",
		"-infinity",
		"4713-01-01 BC",
		null,
	])("empty %s, which stands for no real day and would give the shift away", async (day) => {
		for (const type of ["date", "timestamp without time zone", "timestamp with time zone"] as const) {
			const treated = (shiftDays: string) =>
				treatments["date-shift"].sql({ value: "t.day", type: type, root, shiftDays, today });
			expect(await valuesOf(`SELECT ${treated("10")} FROM (SELECT $1::${type} AS day) AS t`, [day])).toEqual([null]);
		}
	});

	it.each([
		["1901-01-02", "1901-01-12"],
		["2036-06-30", "2036-07-10"],
	])("move %s", async (day, moved) => {
		const treated = (shiftDays: string) =>
			treatments["date-shift"].sql({ value: "t.day", type: "date", root, shiftDays, today });
		expect(await valuesOf(`SELECT (${treated("10")})::text FROM (SELECT $1::date AS day) AS t`, [day])).toEqual([
			moved,
		]);
	});
});

describe("years", () => {
	it.each<[PlainType, string | null, number | null]>([
		["date", "1950-12-31", 1950],
		["date", "infinity", null],
		["date", null, null],
		["timestamp without time zone", "1999-12-31 23:59:59", 1999],
		["timestamp with time zone", "1999-12-31 23:59:59+00", 1999],
		["timestamp with time zone", "2026-06-30 23:30:00+00", 2026],
		// In 1970 London was an hour ahead all year.
		["timestamp with time zone", "1970-12-31 23:30:00+00", 1971],
		["timestamp with time zone", "-infinity", null],
	])("of %s %s are London's: %s", async (type, value, year) => {
		const treated = (shiftDays: string) => treatments.year.sql({ value: "t.day", type: type, root, shiftDays, today });
		expect(await valuesOf(`SELECT ${treated("0")} FROM (SELECT $1::${type} AS day) AS t`, [value])).toEqual([year]);
	});
});

describe("redaction and keeping", () => {
	it("leaves an empty text column", async () => {
		const treated = (shiftDays: string) =>
			treatments.redact.sql({ value: "t.x", type: "integer", root, shiftDays, today });
		expect(await valuesOf(`SELECT ${treated("0")} FROM (SELECT 7 AS x) AS t`)).toEqual([null]);
	});

	it("keeps any text as it is", async () => {
		const treated = (shiftDays: string) => treatments.keep.sql({ value: "t.x", type: "text", root, shiftDays, today });
		await fc.assert(
			fc.asyncProperty(anyText, async (text) => {
				expect(await valuesOf(`SELECT ${treated("0")} FROM (SELECT $1::text AS x) AS t`, [text])).toEqual([text]);
			}),
			{ numRuns: 50 },
		);
	});
});

describe("labels and key ids", () => {
	it("keep uses of one key apart", () => {
		expect(ledgerLabel("ward", root.id)).not.toBe(root.id);
		expect(keyId(Buffer.alloc(32, 1))).toMatch(/^[0-9a-f]{16}$/);
		expect(keyId(Buffer.alloc(32, 1))).not.toBe(keyId(Buffer.alloc(32, 2)));
	});
});

describe("the treatments", () => {
	it("are those that the schema lists, each with words of its own", () => {
		expect(treatmentNames).toEqual(common.$defs.treatment.enum);
		expect(new Set(Object.values(treatments).map(({ label }) => label)).size).toBe(treatmentNames.length);
	});

	it("are each explained in the schema, and by their label in the requester's guide, in the same order", () => {
		const explained = [...common.$defs.treatment.description.matchAll(/(?<=\. )[a-z-]+(?=: )/g)].map(([name]) => name);
		expect(explained).toEqual(treatmentNames);
		const guide = readFileSync(join(import.meta.dirname, "../../site/src/pages/guide/requesters.mdx"), "utf8");
		const rows = [...guide.matchAll(/^\| ([^|`]+): `([a-z-]+)` \|/gm)].map(([, label = "", name]) => [
			label.toLowerCase(),
			name,
		]);
		expect(rows).toEqual(treatmentNames.map((name) => [treatments[name].label, name]));
	});

	it.each<[keyof typeof treatments, PlainType, boolean, string | undefined]>([
		["year", "date", false, undefined],
		["year", "text", true, "the treatment year needs a date, and this field is text"],
		["date-shift", "date", true, undefined],
		["date-shift", "integer", true, "the treatment date-shift needs a date, and this field is integer"],
		["date-shift", "date", false, "the treatment date-shift moves a patient's dates, and this table is about none"],
		["keep", "text", false, undefined],
		["pseudonymise", "numeric", false, undefined],
		["redact", "interval", false, undefined],
	])("says whether %s can be done to %s", (treatment, type, aboutPatients, problem) => {
		expect(treatmentProblem(treatment, type, aboutPatients)).toBe(problem);
	});

	it("gives SQL of exactly the type that it says, for every treatment and type it can be done to", async () => {
		await applySettings(client, keySettings(Buffer.alloc(32, 6)));
		for (const treatment of treatmentNames) {
			for (const type of plainTypes.filter((each) => treatmentProblem(treatment, each, true) === undefined)) {
				const { sql, gives } = treatments[treatment];
				const value = sql({ value: "t.x", type, root, shiftDays: "1", today });
				const statement = `SELECT pg_typeof(${value})::text FROM (SELECT NULL::${type} AS x) AS t`;
				expect([treatment, type, (await valuesOf(statement))[0]]).toEqual([treatment, type, gives(type)]);
			}
		}
	});
});
