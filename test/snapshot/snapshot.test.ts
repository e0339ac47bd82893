import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { dropShare, openShare } from "../../scripts/snapshot/share.ts";
import { shareDatabaseName } from "../../scripts/snapshot/share-database.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";
import { createSource, makeRecords, makeRequest, makeSource, onDatabase, rowsOf } from "./source-maker.ts";
import { ledgerKey, newProject, projectKey, snapshotOf, ward, wardRows } from "./ward.ts";

let url: string;

beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, ward, wardRows);
});

const everything = makeRequest({
	"ward.patients.patient_id": "pseudonymise",
	"ward.patients.mother_id": "pseudonymise",
	"ward.patients.name": "keep",
	"ward.patients.born": "year",
	"ward.patients.sex": "redact",
	"ward.visits.visit_id": "pseudonymise",
	"ward.visits.patient_id": "pseudonymise",
	"ward.visits.ward": "keep",
	"ward.visits.arrived": "date-shift",
	"ward.visits.left_on": "date-shift",
	"ward.visits.seen": "date-shift",
	"ward.results.visit_id": "pseudonymise",
	"ward.results.kind": "keep",
	"ward.results.value": "keep",
	"ward.wards.ward": "keep",
	"ward.wards.opened": "year",
});

const onlyVisits = makeRequest({ "ward.visits.visit_id": "keep", "ward.visits.ward": "keep" });

async function refusalOf(work: Promise<unknown>): Promise<UserError> {
	const error = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof UserError) return error;
	throw error ?? new Error("was not refused");
}

describe("takeSnapshot", () => {
	it("copies what is asked for, of the cohort only, treated and joined", async () => {
		const share = await snapshotOf(url, everything);
		// Patients 7, 8 and 9 are left out: 3's mother objects, 6's withdrew, 5 is her own.
		expect(
			await rowsOf(
				share.url,
				`SELECT p.name, p.born, p.sex, m.name IS NOT NULL OR p.mother_id = p.patient_id AS has_mother, p.mother_id IS NULL AS no_mother
				FROM d0001.patients p LEFT JOIN d0001.patients m ON m.patient_id = p.mother_id AND m.patient_id <> p.patient_id ORDER BY p.name COLLATE "C"`,
			),
		).toMatchInlineSnapshot(`
			[
			  [
			    "",
			    "1980",
			    null,
			    "t",
			    "f",
			  ],
			  [
			    ";DROP TABLE ward.patients; --",
			    null,
			    null,
			    null,
			    "t",
			  ],
			  [
			    "O'Hara "Bob" \\\\. \\N",
			    "1950",
			    null,
			    null,
			    "t",
			  ],
			  [
			    "Zoë 李 🩺 ÷",
			    "1980",
			    null,
			    null,
			    "t",
			  ],
			  [
			    "line
			break	tab
			return",
			    "1951",
			    null,
			    "t",
			    "f",
			  ],
			  [
			    null,
			    null,
			    null,
			    "t",
			    "f",
			  ],
			]
		`);
		expect(
			await rowsOf(
				share.url,
				`SELECT p.name IS NOT NULL, v.ward, r.kind, r.value FROM d0001.results r JOIN d0001.visits v USING (visit_id)
				JOIN d0001.patients p USING (patient_id) ORDER BY r.value, r.kind`,
			),
		).toMatchInlineSnapshot(`
			[
			  [
			    "t",
			    "B",
			    "pulse",
			    "59.99",
			  ],
			  [
			    "t",
			    "A",
			    "pulse",
			    "60.00",
			  ],
			  [
			    "t",
			    "A",
			    "weight",
			    "70.50",
			  ],
			  [
			    "t",
			    "A",
			    "pulse",
			    "250.00",
			  ],
			  [
			    "t",
			    "A",
			    "pulse",
			    "250.01",
			  ],
			  [
			    "t",
			    "A",
			    "pulse",
			    null,
			  ],
			]
		`);
		expect(await rowsOf(share.url, "SELECT * FROM d0001.wards ORDER BY 1")).toEqual([
			["A", "1990"],
			["B", "1995"],
		]);
		expect(share.tables).toEqual([
			{ name: "patients", rows: 6, danglingReferences: 2 },
			{ name: "results", rows: 6, danglingReferences: 0 },
			{ name: "visits", rows: 5, danglingReferences: 0 },
			{ name: "wards", rows: 2, danglingReferences: 0 },
		]);
		expect(share.patients).toBe(6);
	});

	it("gives the pseudonyms that node:crypto would, the same in every table", async () => {
		const share = await snapshotOf(url, everything);
		const digest = createHmac("sha256", projectKey).update("ward.patients.patient_id\x001").digest("hex").slice(0, 32);
		const expected = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
		expect(await rowsOf(share.url, `SELECT patient_id FROM d0001.patients WHERE name LIKE 'O''Hara%'`)).toEqual([
			[expected],
		]);
		expect(await rowsOf(share.url, `SELECT count(*) FROM d0001.visits WHERE patient_id = '${expected}'`)).toEqual([
			["2"],
		]);
		expect(await rowsOf(share.url, `SELECT count(*) FROM d0001.patients WHERE mother_id = '${expected}'`)).toEqual([
			["1"],
		]);
	});

	it("moves all dates of a patient by the same number of whole days", async () => {
		const share = await snapshotOf(url, everything);
		const original = await rowsOf(
			url,
			"SELECT arrived AT TIME ZONE 'Europe/London', left_on, seen FROM ward.visits WHERE patient_id = 1 ORDER BY arrived",
		);
		const patient = `SELECT patient_id FROM d0001.patients WHERE name LIKE 'O''Hara%'`;
		const moved = await rowsOf(
			share.url,
			`SELECT arrived AT TIME ZONE 'Europe/London', left_on, seen FROM d0001.visits WHERE patient_id = (${patient}) ORDER BY arrived`,
		);
		const days = new Set<number>();
		for (const [index, row] of moved.entries()) {
			for (const [place, value] of row.entries()) {
				const before = original[index]?.[place]?.slice(0, 19) ?? "";
				days.add((Date.parse(`${value}Z`) - Date.parse(`${before}Z`)) / 86_400_000);
				// The time of day on the hospital's clock stays, to the second.
				expect(value?.slice(10)).toBe(before.slice(10));
			}
		}
		expect(days.size).toBe(1);
		const [shift = 0] = days;
		expect(Math.abs(shift)).toBeGreaterThanOrEqual(1);
		expect(Math.abs(shift)).toBeLessThanOrEqual(30);
	});

	it("stores rows in the order of pseudonyms, with plain types, keys and references", async () => {
		const share = await snapshotOf(url, everything);
		const stored = await rowsOf(share.url, "SELECT patient_id FROM d0001.patients ORDER BY ctid");
		expect(stored).toEqual(stored.toSorted(([one], [other]) => ((one ?? "") < (other ?? "") ? -1 : 1)));
		expect(
			await rowsOf(
				share.url,
				`SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
				WHERE connamespace = 'd0001'::regnamespace AND contype IN ('p', 'f') ORDER BY 1, 2`,
			),
		).toEqual([
			["d0001.patients", "FOREIGN KEY (mother_id) REFERENCES d0001.patients(patient_id)"],
			["d0001.patients", "PRIMARY KEY (patient_id)"],
			["d0001.results", "FOREIGN KEY (visit_id) REFERENCES d0001.visits(visit_id)"],
			["d0001.visits", "FOREIGN KEY (patient_id) REFERENCES d0001.patients(patient_id)"],
			["d0001.visits", "FOREIGN KEY (ward) REFERENCES d0001.wards(ward)"],
			["d0001.visits", "PRIMARY KEY (visit_id)"],
			["d0001.wards", "PRIMARY KEY (ward)"],
		]);
	});

	it("links nothing across projects, and everything within one", async () => {
		const request = makeRequest({ "ward.patients.patient_id": "pseudonymise" });
		const other = Buffer.alloc(32, 8);
		const one = await snapshotOf(url, request);
		const same = await snapshotOf(url, request, undefined, { project: one.project, delivery: "0002" });
		const apart = await snapshotOf(url, request, undefined, { projectKey: other });
		const read = (address: string, schema: string) =>
			rowsOf(address, `SELECT patient_id FROM ${schema}.patients ORDER BY 1`);
		expect(await read(same.url, "d0002")).toEqual(await read(one.url, "d0001"));
		const strangers = (await read(apart.url, "d0001")).flat();
		expect((await read(one.url, "d0001")).flat().filter((id) => strangers.includes(id))).toEqual([]);
	});

	const visitsOfA = makeRequest(
		{
			"ward.visits.visit_id": "pseudonymise",
			"ward.visits.ward": "keep",
			"ward.results.visit_id": "pseudonymise",
			"ward.results.value": "keep",
			"ward.wards.ward": "keep",
		},
		{
			rows: {
				"ward.visits": [{ field: "ward.visits.ward", is: "A" }],
				"ward.wards": [{ field: "ward.wards.ward", is: "B" }],
			},
		},
	);

	it("leaves out with a row what belongs to it", async () => {
		const share = await snapshotOf(url, visitsOfA);
		expect(
			await rowsOf(share.url, "SELECT value FROM d0001.results JOIN d0001.visits USING (visit_id) ORDER BY 1"),
		).toEqual(["60.00", "70.50", "250.00", "250.01", null].map((value) => [value]));
		expect(share.tables.map(({ name, rows, danglingReferences }) => [name, rows, danglingReferences])).toEqual([
			["results", 5, 0],
			["visits", 3, 3],
			["wards", 1, 0],
		]);
		// Patient 4 has no visit in A, and so no row in the share.
		expect(share.patients).toBe(3);
	});

	it("leaves out what belongs to a patient's row that is left out", async () => {
		const request = makeRequest(
			{
				"ward.patients.patient_id": "pseudonymise",
				"ward.visits.patient_id": "pseudonymise",
				"ward.results.kind": "keep",
			},
			{ rows: { "ward.patients": [{ field: "ward.patients.sex", is: "F" }] } },
		);
		const share = await snapshotOf(url, request);
		expect(share.tables.map(({ name, rows, danglingReferences }) => [name, rows, danglingReferences])).toEqual([
			["patients", 3, 0],
			["results", 4, 0],
			["visits", 3, 0],
		]);
	});

	it("empties and counts references to rows of a shared table that are not shared, where the request wants those rows", async () => {
		const share = await snapshotOf(url, { ...visitsOfA, unfilteredTables: ["ward.results"] });
		expect(await rowsOf(share.url, "SELECT value, visit_id IS NULL FROM d0001.results ORDER BY 1")).toEqual([
			["59.99", "t"],
			["60.00", "f"],
			["70.50", "f"],
			["250.00", "f"],
			["250.01", "f"],
			[null, "f"],
		]);
		expect(await rowsOf(share.url, "SELECT ward FROM d0001.visits")).toEqual([[null], [null], [null]]);
		expect(share.tables.map(({ name, danglingReferences }) => [name, danglingReferences])).toEqual([
			["results", 1],
			["visits", 3],
			["wards", 0],
		]);
	});

	it("counts each of several references of a row that are emptied", async () => {
		const stays = makeSource({
			"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint" } },
			"ward.stays": {
				path: ["ward.stays.patient_id"],
				columns: { stay: "integer", patient_id: "bigint", code: "text" },
				references: [["patient_id", "ward.patients", "patient_id"]],
			},
			"ward.codes": { class: "reference", key: ["code"], columns: { code: "text" } },
			"ward.prices": { class: "reference", key: ["code"], columns: { code: "text" } },
		});
		const relations = ["ward.codes.code", "ward.prices.code"].map((to) => ({ from: "ward.stays.code", to }));
		const { url: source } = await createDatabase();
		await createSource(
			source,
			stays,
			`INSERT INTO ward.patients VALUES (1); INSERT INTO ward.codes VALUES ('x'), ('y'); INSERT INTO ward.prices VALUES ('x');
			INSERT INTO ward.stays VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 1, 'z'), (4, 1, NULL)`,
		);
		const request = makeRequest({
			"ward.stays.stay": "keep",
			"ward.stays.code": "keep",
			"ward.codes.code": "keep",
			"ward.prices.code": "keep",
		});
		const share = await snapshotOf(source, request, makeRecords({ ...stays, relations }));
		expect(await rowsOf(share.url, "SELECT stay, code FROM d0001.stays ORDER BY stay")).toEqual([
			["1", "x"],
			["2", null],
			["3", null],
			["4", null],
		]);
		// y has no price; z has neither.
		expect(share.tables.find(({ name }) => name === "stays")?.danglingReferences).toBe(3);
	});

	it("empties a reference to a patient outside the cohort also where no patient table is shared", async () => {
		const companions = makeSource(
			{
				"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint", objects: "boolean" } },
				"ward.stays": {
					key: ["stay_id"],
					path: ["ward.stays.patient_id"],
					columns: { stay_id: "integer", patient_id: "bigint", companion_id: "bigint" },
					references: [
						["patient_id", "ward.patients", "patient_id"],
						["companion_id", "ward.patients", "patient_id"],
					],
				},
			},
			{ optOut: { field: "ward.patients.objects" } },
		);
		const { url: source } = await createDatabase();
		await createSource(
			source,
			companions,
			"INSERT INTO ward.patients VALUES (1, false), (2, true), (3, false); INSERT INTO ward.stays VALUES (1, 1, 2), (2, 1, 3), (3, 2, 1)",
		);
		const request = makeRequest({ "ward.stays.stay_id": "keep", "ward.stays.companion_id": "pseudonymise" });
		const share = await snapshotOf(source, request, makeRecords(companions));
		expect(await rowsOf(share.url, "SELECT stay_id, companion_id IS NULL FROM d0001.stays ORDER BY 1")).toEqual([
			["1", "t"],
			["2", "f"],
		]);
		expect(share.patients).toBe(1);
		expect(share.tables[0]?.danglingReferences).toBe(1);
	});

	it("keeps relations that the database does not enforce from failing, and counts what leads nowhere", async () => {
		const loose = makeSource(
			{
				"ward.patients": { key: ["patient_id"], columns: { patient_id: "text" } },
				"ward.calls": { columns: { caller: "text", code: "text", length: "integer" } },
				"ward.codes": { class: "reference", key: ["code"], columns: { code: "text" } },
			},
			{
				relations: [
					{ from: "ward.calls.caller", to: "ward.patients.patient_id" },
					{ from: "ward.calls.code", to: "ward.codes.code" },
				],
			},
		);
		const { url: source } = await createDatabase();
		await createSource(
			source,
			loose,
			`INSERT INTO ward.codes VALUES ('x');
			INSERT INTO ward.patients VALUES ('1'); INSERT INTO ward.calls VALUES ('1', 'x', 5), ('1', 'gone', 6), ('nobody', 'x', 7), (NULL, 'x', 8)`,
		);
		const request = makeRequest({ "ward.calls.code": "keep", "ward.calls.length": "keep", "ward.codes.code": "keep" });
		const share = await snapshotOf(source, request, makeRecords(loose));
		expect(await rowsOf(share.url, "SELECT code, length FROM d0001.calls ORDER BY length")).toEqual([
			["x", "5"],
			[null, "6"],
		]);
		expect(share.tables.find(({ name }) => name === "calls")?.danglingReferences).toBe(1);
	});

	it("writes every type as the source does", async () => {
		const types: Readonly<Record<string, string>> = {
			smallint: "-32768",
			integer: "2147483647",
			bigint: "-9223372036854775808",
			numeric: "123456789012345678901234567890.0100",
			"numeric(8,2)": "7.10",
			real: "3.4028235e+38",
			"double precision": "NaN",
			boolean: "t",
			text: "tab\tnewline\n\\N",
			"character varying(20)": 'it\'s "quoted"',
			"character(6)": "ab",
			uuid: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
			date: "0044-03-15 BC",
			"timestamp without time zone": "infinity",
			"timestamp(3) with time zone": "2026-03-29 01:30:00.123+00",
			"time without time zone": "24:00:00",
			"time with time zone": "12:00:00+05:30",
			interval: "P1Y2M3DT4H5M6.789S",
			jsonb: '{"a": [1, null, "\\u20ac"]}',
			json: '{"b":1,  "b":2}',
			"integer[]": "{1,NULL,3}",
			"text[]": '{"a,b","c\\"d",NULL}',
			inet: "192.168.0.1/24",
			bytea: "\\xdeadbeef00",
			money: "$1,234.50",
			"bit varying(8)": "10101",
			point: "(1,2)",
			xml: "<a>b</a>",
			int4range: "[1,5)",
			"ward.mood": 'so "la la"',
			"ward.code": "A1",
			"ward.pair": '(1,"x,y")',
			oid: "42",
			name: "some name",
			'"char"': "c",
		};
		const names = Object.keys(types).map((_, index) => `c${index}`);
		const columns = Object.fromEntries(Object.keys(types).map((type, index) => [names[index] ?? "", type]));
		const metadata = { [names[Object.keys(types).indexOf("ward.code")] ?? ""]: { baseType: "text" } };
		const typed = makeSource({
			"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint", ...columns }, metadata },
		});
		const { url: source } = await createDatabase();
		const values = Object.entries(types).map(([type, value]) => `'${value.replaceAll("'", "''")}'::${type}`);
		await createSource(
			source,
			typed,
			`SET TimeZone = UTC; INSERT INTO ward.patients VALUES (1, ${values.join(", ")}), (2, ${values.map(() => "NULL").join(", ")})`,
			`CREATE TYPE ward.mood AS ENUM ('fine', 'so "la la"'); CREATE DOMAIN ward.code AS text CHECK (VALUE ~ '^[A-Z]');
			CREATE TYPE ward.pair AS (one integer, two text)`,
		);
		const request = makeRequest(Object.fromEntries(names.map((name) => [`ward.patients.${name}`, "keep" as const])));
		const share = await snapshotOf(source, request, makeRecords(typed));
		const texts = names.map((name) => `${name}::text`).join(", ");
		const read = (address: string, table: string) => rowsOf(address, `SELECT ${texts} FROM ${table} ORDER BY c0`);
		expect(await read(share.url, "d0001.patients")).toEqual(await read(source, "ward.patients"));
		expect(
			await rowsOf(
				share.url,
				"SELECT DISTINCT typname FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE attrelid = 'd0001.patients'::regclass AND attnum > 0 ORDER BY 1",
			),
		).toEqual(
			[
				"bool",
				"date",
				"float4",
				"float8",
				"int2",
				"int4",
				"int8",
				"interval",
				"numeric",
				"text",
				"time",
				"timestamp",
				"timestamptz",
				"timetz",
				"uuid",
			].map((name) => [name]),
		);
	});

	it("takes keys that differ in capitals only for one, where the source does", async () => {
		const { url: source } = await createDatabase();
		const caseless = makeSource({
			"ward.patients": { key: ["patient_id"], columns: { patient_id: "public.citext", sex: "text" } },
			"ward.visits": {
				key: ["visit_id"],
				columns: { visit_id: "public.citext", patient_id: "public.citext" },
				references: [["patient_id", "ward.patients", "patient_id"]],
			},
			"ward.results": {
				columns: { visit_id: "public.citext", value: "integer" },
				references: [["visit_id", "ward.visits", "visit_id"]],
			},
		});
		await createSource(
			source,
			caseless,
			`INSERT INTO ward.patients VALUES ('Ab1', 'F'), ('Ab2', 'M'); INSERT INTO ward.visits VALUES ('V1', 'aB1');
			INSERT INTO ward.results VALUES ('v1', 5)`,
			"CREATE EXTENSION citext SCHEMA public",
		);
		const request = makeRequest(
			{
				"ward.patients.patient_id": "pseudonymise",
				"ward.patients.sex": "keep",
				"ward.visits.patient_id": "pseudonymise",
				"ward.visits.visit_id": "pseudonymise",
				"ward.results.visit_id": "pseudonymise",
				"ward.results.value": "keep",
			},
			{ cohort: [{ field: "ward.patients.sex", is_null: false }] },
		);
		const share = await snapshotOf(source, request, makeRecords(caseless));
		expect(
			await rowsOf(
				share.url,
				"SELECT sex, value FROM d0001.patients LEFT JOIN d0001.visits USING (patient_id) LEFT JOIN d0001.results USING (visit_id) ORDER BY 1",
			),
		).toEqual([
			["F", "5"],
			["M", null],
		]);
		const kept = makeRequest(
			{ "ward.visits.visit_id": "keep", "ward.results.visit_id": "keep" },
			{ cohort: request.cohort },
		);
		expect((await snapshotOf(source, kept, makeRecords(caseless))).tables.map(({ rows }) => rows)).toEqual([1, 1]);
	});

	it("copies a table from under any name", async () => {
		const odd = 'Lab "Results"; DROP';
		const id = '"Ward ""X"""."Lab Results"';
		const strange = makeSource({
			"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint" } },
			[id]: {
				columns: { "Patient Id": "bigint", [odd]: "text", select: "integer" },
				references: [["Patient Id", "ward.patients", "patient_id"]],
			},
		});
		const { url: source } = await createDatabase();
		await createSource(source, strange, `INSERT INTO ward.patients VALUES (1); INSERT INTO ${id} VALUES (1, 'x', 2)`);
		const request = makeRequest({
			[`${id}."Patient Id"`]: "pseudonymise",
			[`${id}."${odd.replaceAll('"', '""')}"`]: "keep",
			[`${id}.select`]: "keep",
		});
		const share = await snapshotOf(source, request, makeRecords(strange));
		expect(await rowsOf(share.url, "SELECT * FROM d0001.lab_results")).toEqual([[expect.any(String), "x", "2"]]);
	});

	it("can be opened again, and dropped for good", async () => {
		const share = await snapshotOf(url, onlyVisits);
		expect(await openShare(clusterUrl(), share.project, "0001")).toEqual(share);
		expect(await openShare(clusterUrl(), share.project, "0002")).toBeUndefined();
		expect(await openShare(clusterUrl(), newProject(), "0001")).toBeUndefined();
		await dropShare(clusterUrl(), share.project, "0001");
		expect(await openShare(clusterUrl(), share.project, "0001")).toBeUndefined();
		await dropShare(clusterUrl(), share.project, "0001");
		await dropShare(clusterUrl(), newProject(), "0001");
	});

	it("leaves a copy that stands as it is", async () => {
		const share = await snapshotOf(url, onlyVisits);
		const refusal = await refusalOf(snapshotOf(url, onlyVisits, undefined, { project: share.project }));
		expect(refusal.exit).toBe("held");
		expect(await openShare(clusterUrl(), share.project, "0001")).toEqual(share);
	});

	it("keeps everybody else out of the share database", async () => {
		const { project } = await snapshotOf(url, onlyVisits);
		const allowed = await rowsOf(
			clusterUrl(),
			`SELECT has_database_privilege('pg_monitor', '${shareDatabaseName(project)}', 'CONNECT')`,
		);
		expect(allowed).toEqual([["f"]]);
	});

	it("enters the patients that a share holds in the ledger, as digests under the ledger's key", async () => {
		const share = await snapshotOf(url, onlyVisits);
		const hub = new URL(clusterUrl());
		hub.pathname = "/hub";
		const digests = await rowsOf(
			hub.href,
			`SELECT encode(patient_digest, 'hex') FROM ledger.patient_deliveries WHERE share = '${share.id}' ORDER BY 1`,
		);
		// Patients 5 and 6 have no visit, so no row of theirs is in the share.
		const digestOf = (patient: number) =>
			createHmac("sha256", ledgerKey).update(`patient\0ward\0ward.patients.patient_id\0${patient}`).digest("hex");
		expect(digests).toEqual([1, 2, 3, 4].map((patient) => [digestOf(patient)]).toSorted());
		expect(share.patients).toBe(4);
		await dropShare(clusterUrl(), share.project, "0001");
		const again = await snapshotOf(url, onlyVisits, undefined, { project: share.project });
		expect(
			await rowsOf(hub.href, `SELECT DISTINCT share FROM ledger.patient_deliveries WHERE project = '${share.project}'`),
		).toEqual([[again.id]]);
	});

	it("copies for several projects at once", async () => {
		const shares = await Promise.all([everything, onlyVisits, everything].map((request) => snapshotOf(url, request)));
		expect(shares.map(({ patients }) => patients)).toEqual([6, 4, 6]);
	});

	it("refuses a patient table with two rows for a patient, or a relation to repeated values", async () => {
		const views = makeSource(
			{
				"ward.patients": { columns: { patient_id: "bigint", objects: "boolean" } },
				"ward.links": { columns: { link: "text", patient_id: "bigint" } },
				"ward.calls": { columns: { link: "text" } },
			},
			{
				relations: [
					{ from: "ward.calls.link", to: "ward.links.link" },
					{ from: "ward.links.patient_id", to: "ward.patients.patient_id" },
				],
			},
		);
		const { url: source } = await createDatabase();
		await createSource(
			source,
			views,
			"INSERT INTO ward.patients VALUES (1, true), (1, false), (NULL, false), (NULL, true); INSERT INTO ward.links VALUES ('a', 1)",
		);
		const request = makeRequest({ "ward.calls.link": "keep" });
		const refusal = await refusalOf(snapshotOf(source, request, makeRecords(views)));
		expect([refusal.exit, refusal.message]).toMatchInlineSnapshot(`
			[
			  "incomplete",
			  "ward.patients has several rows with the same patient_id, so rows cannot be told apart by it. Correct the source list, or the data.",
			]
		`);
		await onDatabase(source, (client) =>
			client.query("DELETE FROM ward.patients WHERE objects; INSERT INTO ward.links VALUES ('a', 1)"),
		);
		expect((await refusalOf(snapshotOf(source, request, makeRecords(views)))).message).toContain("ward.links");
	});

	it("says which database cannot be reached, and whose right is missing, without the password", async () => {
		const nowhere = "postgresql://hub:s3cret-pass@127.0.0.1:1/nowhere";
		const project = newProject();
		for (const refusal of [
			await refusalOf(snapshotOf(nowhere, onlyVisits)),
			await refusalOf(snapshotOf(url, onlyVisits, undefined, { project, shareAdminUrl: nowhere })),
		]) {
			expect(refusal.exit).toBe("environment");
			expect(refusal.message).not.toContain("s3cret-pass");
		}
	});

	it("plans nothing from a request that names another source", () => {
		expect(() => planShare({ ...onlyVisits, source: "elsewhere" }, makeRecords(ward))).toThrow(UserError);
	});
});
