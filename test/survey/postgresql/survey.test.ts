import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Source } from "../../../scripts/schema/types.ts";
import { surveySource } from "../../../scripts/survey/postgresql/survey.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

const source: Source = {
	id: "hampton",
	title: "Hampton Hospital",
	kind: "postgresql",
	connection: "HAMPTON_DATABASE_URL",
	schemas: ["clinical", "Odd Names"],
	patient: { table: "clinical.patients", key: "id" },
	tables: { "clinical.audit_log": { class: "excluded" } },
};
const edges = [10, 100, 1000];
const day = "2026-11-02";

const structure = `
CREATE SCHEMA clinical; CREATE SCHEMA "Odd Names"; CREATE SCHEMA other;
CREATE TYPE clinical.sex AS ENUM ('female', 'male');
CREATE DOMAIN clinical.score AS integer CHECK (VALUE >= 0);
CREATE DOMAIN clinical.pain AS clinical.score NOT NULL;
CREATE DOMAIN clinical.known_sex AS clinical.sex;
CREATE TABLE clinical.patients (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, nhs_number varchar(10) NOT NULL UNIQUE,
	sex clinical.sex, sex_again clinical.known_sex, pain clinical.pain, dropped text,
	born date CHECK (born > '1900-01-01'), born_year integer GENERATED ALWAYS AS (date_part('year', born)) STORED,
	mother integer REFERENCES clinical.patients, never text, note text);
ALTER TABLE clinical.patients DROP COLUMN dropped;
COMMENT ON TABLE clinical.patients IS 'One row a patient.';
COMMENT ON COLUMN clinical.patients.nhs_number IS 'The NHS number.';
CREATE UNIQUE INDEX ON clinical.patients (note) WHERE sex IS NOT NULL;
CREATE UNIQUE INDEX ON clinical.patients (born, id) INCLUDE (sex);
CREATE TABLE clinical.visits (id bigint, patient_id integer REFERENCES clinical.patients, at date NOT NULL, PRIMARY KEY (id, at))
	PARTITION BY RANGE (at);
CREATE TABLE clinical.visits_2025 PARTITION OF clinical.visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE clinical.visits_2026 PARTITION OF clinical.visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE other.visits_2027 PARTITION OF clinical.visits FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE TABLE clinical.visit_notes (visit_id bigint, visit_at date, note text, FOREIGN KEY (visit_id, visit_at) REFERENCES clinical.visits);
CREATE TABLE clinical.events (id integer); CREATE TABLE clinical.birth_events (weight integer) INHERITS (clinical.events);
CREATE TABLE clinical.audit_log (who text);
CREATE VIEW clinical.adults AS SELECT id FROM clinical.patients;
CREATE MATERIALIZED VIEW clinical.counts AS SELECT count(*) AS n FROM clinical.patients;
CREATE TABLE "Odd Names"."a.b" ("c""d" text, "back\`tick" jsonb);
CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
CREATE FOREIGN TABLE clinical.far (id integer) SERVER far;`;

const rows = `
INSERT INTO clinical.patients (nhs_number, sex, pain, born, note)
	SELECT 'x' || i, CASE WHEN i % 50 > 0 THEN 'female'::clinical.sex END, 1, '1980-01-01', CASE WHEN i > 150 THEN 'n' || i END
	FROM generate_series(1, 200) i;
INSERT INTO clinical.visits SELECT i, i, date '2025-01-01' + i * 4 FROM generate_series(1, 200) i;
INSERT INTO clinical.events SELECT i FROM generate_series(1, 5) i; INSERT INTO clinical.birth_events SELECT i, 1 FROM generate_series(1, 20) i;`;

describe("surveying a database", () => {
	let database: TestDatabase;
	const run = async (sql: string) => {
		const client = new pg.Client(database.url);
		await client.connect();
		await client.query(sql).finally(() => client.end());
	};
	const survey = (url = database.url, changes: Partial<Source> = {}) =>
		surveySource({ ...source, ...changes }, url, edges, day);
	const table = async (id: string) =>
		(await survey()).tables.find((found) => `${found.schema}.${found.table}` === id) ?? expect.fail(`no ${id}`);

	beforeAll(async () => {
		database = await createDatabase();
		await run(structure);
		await run(rows);
	});
	afterAll(() => database.drop());

	it("says that estimates are unknown as long as nothing was analysed", async () => {
		const patients = await table("clinical.patients");
		expect(patients.rows).toBe("unknown");
		expect(new Set(patients.fields.flatMap(({ missing, distinct }) => [missing, distinct]))).toEqual(
			new Set(["unknown"]),
		);
	});

	describe("after ANALYZE", () => {
		beforeAll(() => run("ANALYZE"));

		it("describes a table with its keys, checks, comments and estimates in bands", async () => {
			expect(await table("clinical.patients")).toMatchInlineSnapshot(`
				{
				  "checks": [
				    "CHECK ((born > '1900-01-01'::date))",
				  ],
				  "comment": "One row a patient.",
				  "fields": [
				    {
				      "distinct": "100 to 999",
				      "generated": "identity",
				      "missing": "none",
				      "name": "id",
				      "nullable": false,
				      "suggested": "direct-identifier",
				      "type": "integer",
				    },
				    {
				      "comment": "The NHS number.",
				      "distinct": "100 to 999",
				      "missing": "none",
				      "name": "nhs_number",
				      "nullable": false,
				      "suggested": "direct-identifier",
				      "type": "character varying(10)",
				    },
				    {
				      "distinct": "under 10",
				      "missing": "under 5 %",
				      "name": "sex",
				      "nullable": true,
				      "suggested": "quasi-identifier",
				      "type": "clinical.sex",
				      "values": [
				        "female",
				        "male",
				      ],
				    },
				    {
				      "baseType": "clinical.sex",
				      "distinct": "none",
				      "missing": "all",
				      "name": "sex_again",
				      "nullable": true,
				      "suggested": "quasi-identifier",
				      "type": "clinical.known_sex",
				      "values": [
				        "female",
				        "male",
				      ],
				    },
				    {
				      "baseType": "integer",
				      "distinct": "under 10",
				      "missing": "none",
				      "name": "pain",
				      "nullable": false,
				      "suggested": "special-category",
				      "type": "clinical.pain",
				    },
				    {
				      "distinct": "under 10",
				      "missing": "none",
				      "name": "born",
				      "nullable": true,
				      "suggested": "quasi-identifier",
				      "type": "date",
				    },
				    {
				      "distinct": "under 10",
				      "generated": "computed",
				      "missing": "none",
				      "name": "born_year",
				      "nullable": true,
				      "suggested": "quasi-identifier",
				      "type": "integer",
				    },
				    {
				      "distinct": "none",
				      "missing": "all",
				      "name": "mother",
				      "nullable": true,
				      "suggested": "direct-identifier",
				      "type": "integer",
				    },
				    {
				      "distinct": "none",
				      "missing": "all",
				      "name": "never",
				      "nullable": true,
				      "type": "text",
				    },
				    {
				      "distinct": "10 to 99",
				      "missing": "over 50 %",
				      "name": "note",
				      "nullable": true,
				      "suggested": "free-text",
				      "type": "text",
				    },
				  ],
				  "key": [
				    "id",
				  ],
				  "kind": "table",
				  "references": [
				    {
				      "fields": [
				        "mother",
				      ],
				      "table": "clinical.patients",
				      "to": [
				        "id",
				      ],
				    },
				  ],
				  "rows": "100 to 999",
				  "schema": "clinical",
				  "schemaVersion": 1,
				  "source": "hampton",
				  "surveyed": "2026-11-02",
				  "table": "patients",
				  "uniqueKeys": [
				    [
				      "born",
				      "id",
				    ],
				    [
				      "nhs_number",
				    ],
				  ],
				}
			`);
		});

		it("takes every kind of table and folds partitions and children into their parent", async () => {
			const { tables, issues } = await survey();
			expect(
				tables.map(({ schema, table, kind, rows }) => `${schema}.${table}: ${kind}, ${rows}`),
			).toMatchInlineSnapshot(`
				[
				  "Odd Names.a.b: table, none",
				  "clinical.adults: view, unknown",
				  "clinical.audit_log: table, none",
				  "clinical.counts: materialised view, under 10",
				  "clinical.events: table, 10 to 99",
				  "clinical.far: foreign table, unknown",
				  "clinical.patients: table, 100 to 999",
				  "clinical.visit_notes: table, none",
				  "clinical.visits: partitioned table, 100 to 999",
				]
			`);
			expect(issues).toMatchInlineSnapshot(`
				[
				  {
				    "message": "hampton: clinical.events is inherited by tables with fields of their own, which no page shows: birth_events",
				    "path": [],
				    "rule": "survey",
				    "severity": "warning",
				  },
				]
			`);
		});

		it("refers to the parent where a foreign key refers to a partitioned table", async () => {
			expect((await table("clinical.visit_notes")).references).toEqual([
				{ fields: ["visit_id", "visit_at"], table: "clinical.visits", to: ["id", "at"] },
			]);
		});

		it("tells which foreign keys the database does not make sure of", async () => {
			await run(`CREATE TABLE clinical.sites (site integer PRIMARY KEY);
				CREATE TABLE clinical.old_stays (site integer, other integer REFERENCES clinical.sites);
				ALTER TABLE clinical.old_stays ADD FOREIGN KEY (site) REFERENCES clinical.sites NOT VALID`);
			expect((await table("clinical.old_stays")).references).toEqual([
				{ fields: ["other"], table: "clinical.sites", to: ["site"] },
				{ fields: ["site"], table: "clinical.sites", to: ["site"], enforced: false },
			]);
			await run("DROP TABLE clinical.old_stays, clinical.sites");
		});

		it("puts the share of missing values together from partitions where the parent was not analysed", async () => {
			await run(`CREATE TABLE clinical.parted (i integer, v text) PARTITION BY LIST (i);
				CREATE TABLE clinical.parted_1 PARTITION OF clinical.parted FOR VALUES IN (1);
				CREATE TABLE clinical.parted_2 PARTITION OF clinical.parted FOR VALUES IN (2);
				INSERT INTO clinical.parted SELECT 1, NULL FROM generate_series(1, 30);
				INSERT INTO clinical.parted SELECT 2, 'v' FROM generate_series(1, 10);
				ANALYZE clinical.parted_1`);
			const found = async () => {
				const { rows, fields } = await table("clinical.parted");
				return { rows, ...fields[1] };
			};
			expect(await found()).toMatchObject({ rows: "unknown", missing: "unknown", distinct: "unknown" });
			await run("ANALYZE clinical.parted_2");
			expect(await found()).toMatchObject({ rows: "10 to 99", missing: "over 50 %", distinct: "unknown" });
			await run("DROP TABLE clinical.parted");
		});

		it("goes on where the login may not read a table, and reports it unless it is excluded", async () => {
			await run(`CREATE ROLE narrow_reader LOGIN PASSWORD 'narrow'; GRANT USAGE ON SCHEMA clinical TO narrow_reader;
				GRANT SELECT ON clinical.visits, clinical.events, clinical.adults, clinical.counts, clinical.visit_notes, clinical.far TO narrow_reader;
				GRANT SELECT (id, sex) ON clinical.patients TO narrow_reader`);
			const url = new URL(database.url);
			url.username = "narrow_reader";
			url.password = "narrow";
			try {
				const { tables, issues, closed } = await survey(url.href);
				expect(tables).toHaveLength((await survey()).tables.length);
				expect(
					issues.filter(({ severity }) => severity === "error").map(({ message }) => message),
				).toMatchInlineSnapshot(`
					[
					  "hampton: the login may not use the schema Odd Names",
					  "hampton: the login may not read "Odd Names"."a.b"; its estimates are unknown",
					  "hampton: the login may not read 8 of the 10 fields of clinical.patients; their estimates are unknown",
					]
				`);
				expect([...closed]).toEqual(['"Odd Names"."a.b"', "clinical.audit_log", "clinical.patients"]);
				const patients = tables.find(({ table }) => table === "patients");
				expect(patients?.fields.map(({ name, missing }) => `${name}: ${missing}`).slice(0, 3)).toEqual([
					"id: none",
					"nhs_number: unknown",
					"sex: under 5 %",
				]);
			} finally {
				await run("DROP OWNED BY narrow_reader; DROP ROLE narrow_reader");
			}
		});

		it("reports a table whose rows are hidden by row-level security", async () => {
			await run(`CREATE ROLE row_reader LOGIN PASSWORD 'row'; GRANT USAGE ON SCHEMA clinical, "Odd Names" TO row_reader;
				GRANT SELECT ON ALL TABLES IN SCHEMA clinical, "Odd Names" TO row_reader;
				ALTER TABLE clinical.patients ENABLE ROW LEVEL SECURITY`);
			const url = new URL(database.url);
			url.username = "row_reader";
			url.password = "row";
			try {
				const { issues } = await survey(url.href);
				expect(issues.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([
					"hampton: row-level security hides rows of clinical.patients from the login; its estimates are unknown",
				]);
			} finally {
				await run(
					"ALTER TABLE clinical.patients DISABLE ROW LEVEL SECURITY; DROP OWNED BY row_reader; DROP ROLE row_reader",
				);
			}
		});
	});

	it("reports a listed schema that the database does not have", async () => {
		const { issues, absentSchemas } = await survey(database.url, { schemas: ["clinical", "clinicl"] });
		expect([...absentSchemas]).toEqual(["clinicl"]);
		expect(issues[0]).toMatchObject({ severity: "error", message: "hampton: the database has no schema clinicl" });
	});

	it("refuses a database without the patients' table, which is hardly the one meant", async () => {
		const wrong = survey(database.url, { patient: { table: "clinical.persons", key: "id" } });
		await expect(wrong).rejects.toMatchObject({
			exit: "incomplete",
			message:
				'hampton: the schemas clinical, Odd Names of the database have no table clinical.persons, which dictionary/sources.yml gives as the patients\'. Correct "schemas" or "patient" there, or the address in HAMPTON_DATABASE_URL. Nothing was written.',
		});
		await expect(survey(database.url, { patient: { table: "clinical.patients", key: "no" } })).rejects.toMatchObject({
			exit: "incomplete",
		});
	});

	it("says what is wrong with the connection without its password", async () => {
		const url = new URL(database.url);
		url.pathname = "/no_such_database";
		const failure = await survey(url.href).catch((error: Error) => error.message);
		expect(failure).toContain("there is no such database");
		expect(failure).not.toContain(url.password);
	});
});
