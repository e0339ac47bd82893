import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pathToPatient } from "../../../scripts/dictionary/path-to-patient.ts";
import { folderTree } from "../../../scripts/git/file-tree.ts";
import { readCatalogue } from "../../../scripts/records/catalogue.ts";
import type { DictionaryEntry, Source } from "../../../scripts/schema/types.ts";
import { surveyCommand } from "../../../scripts/survey/command.ts";
import { proposeCommand } from "../../../scripts/survey/propose/command.ts";
import { proposeRelations } from "../../../scripts/survey/propose/relations.ts";
import { createDatabase, hospitalDatabase, type TestDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/folder.ts";

const canary = "Zebedee-Canary-4471";

/** A hospital that declares keys, and no foreign key but one. */
const structure = `
CREATE SCHEMA clinical; CREATE SCHEMA "Old Lab";
CREATE TABLE clinical.patients (patient_id bigint PRIMARY KEY, nhs_number varchar(10) UNIQUE, ward_id integer);
CREATE TABLE clinical.wards (id integer PRIMARY KEY, name text);
CREATE TABLE clinical.visits (visit_id bigint PRIMARY KEY, patient_id integer, referring_patient_id bigint);
CREATE TABLE clinical.visit_days (visit_id bigint, day integer, PRIMARY KEY (visit_id, day));
CREATE TABLE clinical.meals (meal_id integer PRIMARY KEY, visit_id bigint REFERENCES clinical.visits, day integer);
CREATE TABLE clinical.consultants (consultant_id integer PRIMARY KEY, surname text, gmc_number text);
CREATE TABLE clinical.clinics (clinic_id integer PRIMARY KEY, consultant_id integer);
CREATE TABLE clinical.stray (number integer, patient_id text);
CREATE TABLE "Old Lab"."Results" (id integer NOT NULL, "nhs_number" text, lab_visit_id bigint);
CREATE TABLE "Old Lab"."Notes, [1]" ("patient_id" bigint, "ward # id" integer);
INSERT INTO clinical.wards VALUES (1, '${canary}'); ANALYZE;`;

const sources = `schemaVersion: 1
sources:
  - id: hampton
    title: Hampton Hospital
    kind: postgresql
    connection: HAMPTON_DATABASE_URL
    schemas: [clinical, Old Lab]
    patient: { table: clinical.patients, key: patient_id }
`;

describe("hub survey --propose", () => {
	let database: TestDatabase;
	let root: string;
	const options = () => ({ root, env: { HAMPTON_DATABASE_URL: database.url }, now: new Date("2026-11-22T09:00:00Z") });
	const write = (text: string) => writeFile(join(root, "dictionary/sources.yml"), text);
	const propose = async () => {
		const lines: string[] = [];
		await proposeCommand({ ...options(), print: (line) => lines.push(line), progress: () => {} });
		return lines.join("\n");
	};

	beforeAll(async () => {
		database = await createDatabase();
		const client = new pg.Client(database.url);
		await client.connect();
		await client.query(structure).finally(() => client.end());
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		root = temporaryFolder();
		await mkdir(join(root, "dictionary"));
		await write(`${sources}    tables: {}\n`);
	});

	it("proposes classes and links with what speaks for them, and writes nothing", async () => {
		const before = await readFile(join(root, "dictionary/sources.yml"), "utf8");
		const said = await propose();
		expect(said).toMatchInlineSnapshot(`
			"# hampton: proposed from names, types and keys; no row was read. Confirm each line, then add it to this
			# source in dictionary/sources.yml. Nothing was written.
			    tables:
			      '"Old Lab"."Notes, [1]"': { class: patient } # by patient_id to clinical.patients; rows whose patient_id is empty belong to no patient and are left out
			      '"Old Lab"."Results"': { class: patient } # "Old Lab"."Results" leads to the patient table in several ways (lab_visit_id to clinical.visits, then patient_id to clinical.patients; lab_visit_id to clinical.visits, then referring_patient_id to clinical.patients): choose with path
			      clinical.clinics: { class: excluded } # nothing links it to a patient
			      clinical.consultants: { class: excluded } # others refer to it, but surname may tell of a person
			      clinical.meals: { class: patient } # clinical.meals leads to the patient table in several ways (visit_id to clinical.visits, then patient_id to clinical.patients; visit_id to clinical.visits, then referring_patient_id to clinical.patients): choose with path
			      clinical.patients: { class: patient } # the patients
			      clinical.stray: { class: excluded } # nothing links it to a patient
			      clinical.visit_days: { class: patient } # clinical.visit_days leads to the patient table in several ways (visit_id to clinical.visits, then patient_id to clinical.patients; visit_id to clinical.visits, then referring_patient_id to clinical.patients): choose with path
			      clinical.visits: { class: patient } # clinical.visits leads to the patient table in several ways (patient_id to clinical.patients; referring_patient_id to clinical.patients): choose with path
			      clinical.wards: { class: reference } # others refer to it, and it to no patient
			    relations:
			      - { from: '"Old Lab"."Notes, [1]".patient_id', to: clinical.patients.patient_id } # the same name and type as its key
			      - { from: '"Old Lab"."Notes, [1]"."ward # id"', to: clinical.wards.id } # named after the table
			      - { from: '"Old Lab"."Results".lab_visit_id', to: clinical.visits.visit_id } # its key's name after another word
			      - { from: clinical.clinics.consultant_id, to: clinical.consultants.consultant_id } # the same name and type as its key
			      - { from: clinical.patients.ward_id, to: clinical.wards.id } # named after the table
			      - { from: clinical.visit_days.visit_id, to: clinical.visits.visit_id } # the same name and type as its key
			      - { from: clinical.visits.patient_id, to: clinical.patients.patient_id } # the same name and type as its key; integer here, bigint there
			      - { from: clinical.visits.referring_patient_id, to: clinical.patients.patient_id } # its key's name after another word"
		`);
		expect(said).not.toContain(canary);
		expect(await readFile(join(root, "dictionary/sources.yml"), "utf8")).toBe(before);
	});

	it.each([
		["missing", ""],
		["empty", "    tables:\n"],
	])("needs no list of tables: it may be %s", async (_, tables) => {
		const said = await propose();
		await write(sources + tables);
		expect(await propose()).toBe(said);
		await surveyCommand({ ...options(), check: false, print: () => {} });
		const { catalogue, issues } = await readCatalogue(folderTree(root));
		expect(issues).toEqual([]);
		expect(catalogue.sources[0]?.tables.every((table) => table.class === undefined)).toBe(true);
	});

	it("prints what can be pasted as it stands, and then proposes it no more", async () => {
		await write(`${sources}${await propose()}\n`);
		const print = () => {};
		await surveyCommand({ ...options(), check: false, print });
		const { catalogue, issues } = await readCatalogue(folderTree(root));
		expect(issues).toEqual([]);
		const [source] = catalogue.sources;
		expect(source?.relations).toHaveLength(8);
		const notes = source?.tables.find(({ id }) => id === '"Old Lab"."Notes, [1]"');
		expect(source && notes && pathToPatient(source, notes).path?.map(({ columns }) => columns)).toEqual([
			["patient_id"],
		]);
		expect(await propose()).toMatchInlineSnapshot(
			`"# hampton: nothing to propose. Every table is listed, and no column looks like a link that is missing."`,
		);
	});

	it("has nothing to propose for the demo hospital, which says everything", async () => {
		const hospital = await hospitalDatabase();
		try {
			const lines: string[] = [];
			const env = { HAMPTON_DATABASE_URL: hospital.readOnlyUrl };
			await proposeCommand({ ...options(), root: ".", env, print: (line) => lines.push(line), progress: () => {} });
			expect(lines).toMatchInlineSnapshot(`
				[
				  "# hampton: nothing to propose. Every table is listed, and no column looks like a link that is missing.",
				]
			`);
		} finally {
			await hospital.drop();
		}
	});
});

describe("proposing relations", () => {
	const source: Source = {
		id: "hampton",
		title: "Hampton",
		kind: "postgresql",
		connection: "HAMPTON_DATABASE_URL",
		schemas: ["c"],
		patient: { table: "c.patients", key: "id" },
		tables: {},
	};
	/** A table from lines such as `id bigint`, its key the first where it is so marked. */
	const table = (name: string, key: readonly string[], ...fields: readonly string[]): DictionaryEntry => ({
		schemaVersion: 1,
		source: "hampton",
		schema: "c",
		table: name,
		kind: "table",
		surveyed: "2026-11-22",
		rows: "none",
		key: [...key],
		fields: fields.map((field) => {
			const [column = "", ...type] = field.split(" ");
			return { name: column, type: type.join(" ") || "integer", nullable: false };
		}),
	});
	const patients = table("patients", ["id"], "id");
	const found = (...tables: readonly DictionaryEntry[]) =>
		proposeRelations(tables, source).relations.map(({ from, to }) => `${from} > ${to}`);

	it.each([
		["patient_id", "integer", true],
		["patientid", "bigint", true],
		["PatientID", "integer", true],
		["patient_fk", "smallint", true],
		["mother_patient_id", "integer", true],
		["patient", "integer", true],
		["patient_id", "text", false],
		["patient_count", "integer", false],
		["id", "integer", false],
		["patient_weight_id_type", "integer", false],
		["mother_patient", "integer", false],
	])("for a patients table keyed by id, takes %s %s for a link: %s", (column, type, expected) => {
		expect(found(patients, table("visits", [], `x text`, `${column} ${type}`))).toHaveLength(expected ? 1 : 0);
	});

	it("prefers the key with more words in common, and the table a key is named after", () => {
		const visit = table("visit", ["visit_id"], "visit_id");
		const detail = table("visit_detail", ["visit_detail_id"], "visit_detail_id", "parent_visit_detail_id", "visit_id");
		const photo = table("photos", ["visit_id"], "visit_id");
		expect(found(visit, detail, photo)).toEqual([
			"c.visit_detail.parent_visit_detail_id > c.visit_detail.visit_detail_id",
			"c.visit_detail.visit_id > c.visit.visit_id",
			"c.photos.visit_id > c.visit.visit_id",
		]);
	});

	it("leaves a choice between equals to a person", () => {
		const one = table("x_rays", ["study_id"], "study_id");
		const two = table("scans", ["study_id"], "study_id");
		const { relations, open } = proposeRelations([one, two, table("reports", [], "t text", "study_id")], source);
		expect(relations).toEqual([]);
		expect(open).toEqual([
			{ from: "c.reports.study_id", about: "may refer to any of c.x_rays.study_id or c.scans.study_id" },
		]);
	});

	it("takes a first column named like a key for one where no key is declared, and says so", () => {
		const bare = table("wards", [], "ward_id", "name text");
		const { relations } = proposeRelations([bare, table("beds", [], "n", "ward_id")], source);
		expect(relations).toEqual([
			{
				from: "c.beds.ward_id",
				to: "c.wards.ward_id",
				reason: "the same name and type as its key, which only its name calls a key",
			},
		]);
	});

	it("leaves alone what is linked already", () => {
		const visits = {
			...table("visits", [], "n", "patient_id"),
			references: [{ fields: ["patient_id"], table: "c.patients", to: ["id"] }],
		};
		expect(found(patients, visits)).toEqual([]);
		const declared = { ...source, relations: [{ from: 'c."visits".patient_id', to: "c.patients.id" }] };
		expect(proposeRelations([patients, table("visits", [], "n", "patient_id")], declared).relations).toEqual([]);
	});

	it("prefers the key of the declared patient table to that of a table beside it, row for row", () => {
		const people = { ...source, patient: { table: "c.people", key: "patient_id" } };
		const beside = table("patients", ["patient_id"], "patient_id", "photo bytea");
		const declared = table("people", ["patient_id"], "patient_id");
		const links = (tables: readonly DictionaryEntry[], of: Source) =>
			proposeRelations(tables, of).relations.map(({ from, to }) => `${from} > ${to}`);
		const notes = table("notes", ["note_id"], "note_id", "patient_id");
		expect(links([beside, declared, notes], people)).toContain("c.notes.patient_id > c.people.patient_id");
		const other = { ...source, patient: { table: "c.patients", key: "patient_id" } };
		expect(links([beside, declared, notes], other)).toContain("c.notes.patient_id > c.patients.patient_id");
	});

	it("takes no unique column for a key but the patient's own, and its table's only one", () => {
		const more = table("x", [], "display_id text", "mrn text").fields;
		const people = { ...patients, uniqueKeys: [["display_id"], ["mrn"]], fields: [...patients.fields, ...more] };
		const notes = table("notes", ["note_id"], "note_id", "display_id text", "mrn text");
		expect(found(people, notes)).toEqual([]);
		const byNumber = { ...source, patient: { table: "c.patients", key: "mrn" } };
		expect(proposeRelations([people, notes], byNumber).relations.map(({ from, to }) => [from, to])).toEqual([
			["c.notes.mrn", "c.patients.mrn"],
		]);
		const tubes = { ...table("tubes", [], "tube_id", "barcode text"), uniqueKeys: [["barcode"]] };
		const spins = table("spins", ["spin_id"], "spin_id", "barcode text");
		expect(found(tubes, spins)).toEqual(["c.spins.barcode > c.tubes.barcode"]);
		expect(found({ ...tubes, uniqueKeys: [["tube_id"], ["barcode"]] }, spins)).toEqual([]);
		expect(found({ ...tubes, key: ["tube_id"] }, spins)).toEqual([]);
	});

	it.each(["relationships", "local_relationship_id"])("takes %s in a table of relationships for its own", (column) => {
		expect(found(table("relationships", ["relationship_id"], "relationship_id", column))).toEqual([]);
	});

	it("keeps silent about columns of plain words that many tables share", () => {
		const lists = ["sexes", "ward_kinds", "drug_kinds"].map((name) => table(name, ["description"], "description text"));
		const labelled = ["descriptions", "description"].map((name) => table(name, ["id"], "id text"));
		const orders = table("orders", ["order_id"], "order_id", "description text", "status text");
		expect(proposeRelations([...lists, ...labelled, orders], source)).toEqual({ relations: [], open: [] });
	});

	it("names the first of very many keys, in one line", () => {
		const many = ["a", "b", "d", "e", "f", "g"].map((name) => table(name, ["study_id"], "study_id"));
		expect(proposeRelations([...many, table("reports", [], "t text", "study_id")], source).open).toEqual([
			{
				from: "c.reports.study_id",
				about: "may refer to any of c.a.study_id, c.b.study_id, c.d.study_id, c.e.study_id or 2 others",
			},
		]);
	});

	it("never guesses at keys of several columns", () => {
		const days = table("days", ["visit_id", "day"], "visit_id", "day date");
		const meals = table("meals", [], "visit_id", "day date");
		expect(proposeRelations([days, meals], source)).toEqual({ relations: [], open: [] });
		const people = { ...table("patients", ["id"], "id", "site", "number text"), uniqueKeys: [["site", "number"]] };
		expect(found(people, table("notes", ["site", "number"], "site", "number text"))).toEqual([]);
	});

	it("leaves alone a column that is part of a foreign key of several", () => {
		const visits = {
			...table("visits", [], "n", "patient_id", "site"),
			references: [{ fields: ["site", "patient_id"], table: "c.others", to: ["site", "number"] }],
		};
		const others = { ...table("others", ["site", "number"], "site", "number") };
		expect(found(patients, others, visits)).toEqual([]);
		const relations = [{ from: ["c.visits.site", "c.visits.patient_id"], to: ["c.others.site", "c.others.number"] }];
		const declared = { ...source, relations };
		const bare = table("visits", [], "n", "patient_id", "site");
		expect(proposeRelations([patients, others, bare], declared).relations).toEqual([]);
	});

	// As printed, such guesses gave a cohort of women the results of men: they were shorter than the declared way.
	it("guesses nothing beside or before a declared way to the patients", () => {
		const to = (column: string, target: string, key: string) => ({
			references: [{ fields: [column], table: `c.${target}`, to: [key] }],
		});
		const people = {
			...patients,
			uniqueKeys: [["display_id"]],
			fields: [...patients.fields, ...table("x", [], "display_id text").fields],
		};
		const visits = {
			...table("visits", ["visit_id"], "visit_id", "patient", "ward_id"),
			...to("patient", "patients", "id"),
		};
		const results = {
			...table("results", ["result_id"], "result_id", "visit", "display_id text", "sample_id"),
			references: [
				...to("visit", "visits", "visit_id").references,
				...to("sample_id", "samples", "sample_id").references,
			],
		};
		// Nothing declared leads on from the samples, but results refer to them: a guess here would be a way of theirs.
		const samples = table("samples", ["sample_id"], "sample_id", "patient_id");
		const wards = table("wards", ["ward_id"], "ward_id");
		const all = [people, visits, results, samples, wards];
		expect(proposeRelations(all, source)).toEqual({ relations: [], open: [] });
		const undeclared = all.map(({ references: _, ...bare }: DictionaryEntry) => bare);
		expect(found(...undeclared)).toContain("c.samples.patient_id > c.patients.id");
		const relations = [
			{ from: "c.results.visit", to: "c.visits.visit_id" },
			{ from: "c.results.sample_id", to: "c.samples.sample_id" },
			{ from: "c.visits.patient", to: "c.patients.id" },
		];
		expect(proposeRelations(undeclared, { ...source, relations })).toEqual({ relations: [], open: [] });
	});

	it("guesses nothing in a schema whose foreign keys are complete, so that adopting it changes no way", () => {
		const to = (column: string, target: string, key: string) => ({
			references: [{ fields: [column], table: `c.${target}`, to: [key] }],
		});
		const shared = ["display_id text", "sort_order"];
		const unique = { uniqueKeys: [["display_id"], ["id", "sort_order"]] };
		const all = [
			{ ...table("patients", ["id"], "id", ...shared), ...unique },
			{ ...table("visits", ["id"], "id", "patient_ref", ...shared), ...unique, ...to("patient_ref", "patients", "id") },
			{ ...table("results", ["id"], "id", "visit_ref", ...shared), ...unique, ...to("visit_ref", "visits", "id") },
		];
		expect(proposeRelations(all, source)).toEqual({ relations: [], open: [] });
		const bare = all.map(({ references: _, ...rest }: DictionaryEntry) => rest);
		expect(proposeRelations(bare, source).relations).toEqual([]);
	});

	it("still guesses where nothing declared leads to the patients", () => {
		const audits = {
			...table("audits", [], "n", "patient_id", "user_id"),
			references: [{ fields: ["user_id"], table: "c.users", to: ["id"] }],
		};
		expect(found(patients, table("users", ["id"], "id"), audits)).toEqual(["c.audits.patient_id > c.patients.id"]);
	});
});
