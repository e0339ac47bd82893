import { beforeAll, describe, expect, it } from "vitest";
import { enforcedLinks } from "../../scripts/snapshot/enforced-links.ts";
import { createDatabase } from "../support/database.ts";
import { createSource, makeRecords, makeRequest, makeSource, onDatabase, rowsOf } from "./source-maker.ts";
import { snapshotOf } from "./ward.ts";

const odd = 'v"isits 🩺';
const structure = `CREATE SCHEMA s;
CREATE TABLE s.a (x integer, y integer, z integer UNIQUE, PRIMARY KEY (x, y), UNIQUE (y, z));
CREATE TABLE s.b (x integer, y integer, z integer, FOREIGN KEY (x, y) REFERENCES s.a (x, y));
CREATE TABLE s.unchecked (x integer, y integer);
ALTER TABLE s.unchecked ADD FOREIGN KEY (x, y) REFERENCES s.a NOT VALID;
CREATE TABLE s.off (x integer, y integer, FOREIGN KEY (x, y) REFERENCES s.a);
ALTER TABLE s.off DISABLE TRIGGER ALL;
CREATE TABLE s.replica (x integer, y integer, FOREIGN KEY (x, y) REFERENCES s.a);
DO $$ DECLARE name text; BEGIN
	FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 's.replica'::regclass LOOP
		EXECUTE format('ALTER TABLE s.replica ENABLE REPLICA TRIGGER %I', name);
	END LOOP;
END $$;
CREATE TABLE s.parent (x integer, y integer, FOREIGN KEY (x, y) REFERENCES s.a);
CREATE TABLE s.child () INHERITS (s.parent);
CREATE TABLE s.whole (x integer, y integer, FOREIGN KEY (x, y) REFERENCES s.a) PARTITION BY LIST (x);
CREATE TABLE s.part PARTITION OF s.whole DEFAULT;
CREATE VIEW s.view AS SELECT * FROM s.b;
CREATE TABLE s."${odd.replaceAll('"', '""')}" (z integer REFERENCES s.a (z));`;

let url: string;
beforeAll(async () => {
	({ url } = await createDatabase());
	await onDatabase(url, (client) => client.query(structure));
});

describe("a foreign key that the dictionary tells of", () => {
	it.each<[string, boolean, string, string, string, string]>([
		["stands in the source", true, "b", "x,y", "a", "x,y"],
		["stands with its columns in another order", true, "b", "y,x", "a", "y,x"],
		["pairs its columns differently", false, "b", "x,y", "a", "y,x"],
		["has fewer columns", false, "b", "x", "a", "x"],
		["has more columns", false, "b", "x,y,z", "a", "x,y,z"],
		["is over other columns", false, "b", "y,z", "a", "y,z"],
		["leads to another table", false, "b", "x,y", "parent", "x,y"],
		["leads the other way", false, "a", "x,y", "b", "x,y"],
		["was never validated", false, "unchecked", "x,y", "a", "x,y"],
		["is switched off", false, "off", "x,y", "a", "x,y"],
		["is switched off but in a replica", false, "replica", "x,y", "a", "x,y"],
		["does not cover inheriting tables", false, "parent", "x,y", "a", "x,y"],
		["covers all partitions", true, "whole", "x,y", "a", "x,y"],
		["is of a view", false, "view", "x,y", "a", "x,y"],
		["is of a table that is gone", false, "gone", "x,y", "a", "x,y"],
		["has hostile names", true, odd, "z", "a", "z"],
	])("%s: enforced %s", async (_, expected, from, columns, to, toColumns) => {
		const step = {
			from: { schema: "s", table: from },
			columns: columns.split(","),
			table: { schema: "s", table: to },
			to: toColumns.split(","),
			enforced: true,
		};
		const found = await onDatabase(url, (client) => enforcedLinks(client, [{ ...step, columns: ["no"] }, step]));
		expect([...found]).toEqual(expected ? [step] : []);
	});

	it("is not asked about where it is only declared", async () => {
		const step = {
			from: { schema: "s", table: "b" },
			columns: ["x", "y"],
			table: { schema: "s", table: "a" },
			to: ["x", "y"],
			enforced: false,
		};
		expect(await onDatabase(url, (client) => enforcedLinks(client, [step]))).toEqual(new Set());
	});
});

describe("a snapshot of a source that has changed since its survey", () => {
	const told = makeSource({
		"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint", number: "text" } },
		"ward.stays": {
			columns: { number: "text", bed: "integer", about: "text" },
			references: [
				["number", "ward.patients", "number"],
				["bed", "ward.beds", "bed"],
			],
		},
		"ward.beds": { class: "reference", key: ["bed"], columns: { bed: "integer" } },
	});
	const request = makeRequest({ "ward.stays.bed": "keep", "ward.stays.about": "keep", "ward.beds.bed": "keep" });
	/** The source as it is now, without foreign keys but for those that the SQL makes. */
	const sourceWith = async (sql: string) => {
		const { url: source } = await createDatabase();
		const bare = {
			...told,
			tables: told.tables.map((table) => ({ ...table, metadata: { ...table.metadata, references: [] } })),
		};
		await createSource(
			source,
			bare,
			`INSERT INTO ward.patients VALUES (1, 'a'), (2, 'b'); INSERT INTO ward.beds VALUES (1);
			INSERT INTO ward.stays VALUES ('a', 1, 'x'); ${sql}`,
		);
		return source;
	};

	it("refuses to follow a foreign key that is gone to repeated values", async () => {
		const source = await sourceWith("UPDATE ward.patients SET number = 'a'");
		await expect(snapshotOf(source, request, makeRecords(told))).rejects.toThrow(
			"ward.patients has several rows with the same number, so rows cannot be told apart by it.",
		);
	});

	it("empties what refers to nothing where the survey found that the foreign key was never validated", async () => {
		const tables = told.tables.map((table) => ({
			...table,
			metadata: {
				...table.metadata,
				references: (table.metadata.references ?? []).map((key) => ({ ...key, enforced: false as const })),
			},
		}));
		const source = await sourceWith(`INSERT INTO ward.stays VALUES ('b', 2, 'y');
			ALTER TABLE ward.stays ADD FOREIGN KEY (bed) REFERENCES ward.beds NOT VALID`);
		const share = await snapshotOf(source, request, makeRecords({ ...told, tables }));
		expect(await rowsOf(share.url, "SELECT * FROM d0001.stays ORDER BY about")).toEqual([
			["1", "x"],
			[null, "y"],
		]);
	});

	it("goes on where everything is as if the foreign keys were there", async () => {
		const share = await snapshotOf(await sourceWith(""), request, makeRecords(told));
		expect(await rowsOf(share.url, "SELECT * FROM d0001.stays")).toEqual([["1", "x"]]);
	});

	it("refuses rows that refer to nothing where the dictionary says that there are none", async () => {
		const source = await sourceWith(`INSERT INTO ward.stays VALUES ('b', 2, 'canary');
			ALTER TABLE ward.stays ADD FOREIGN KEY (bed) REFERENCES ward.beds NOT VALID`);
		await expect(snapshotOf(source, request, makeRecords(told))).rejects.toThrowErrorMatchingInlineSnapshot(
			`[UserError: ward.stays refers to ward.beds by bed. The dictionary says that the source makes sure of it, but it does not, and some rows refer to nothing. Run hub survey, so that the dictionary tells of the source as it is; a link that has no foreign key any more can be declared in the source list.]`,
		);
	});
});
