import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseEntry } from "../../scripts/dictionary/entry.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { readCatalogue } from "../../scripts/records/catalogue.ts";
import { readSourceList } from "../../scripts/records/source-list.ts";
import type { Source } from "../../scripts/schema/types.ts";
import { surveyCommand } from "../../scripts/survey/command.ts";
import { planPages } from "../../scripts/survey/postgresql/plan.ts";
import { surveySource } from "../../scripts/survey/postgresql/survey.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";

const sources = `schemaVersion: 1
sources:
  - id: hampton
    title: Hampton Hospital
    kind: postgresql
    connection: HAMPTON_DATABASE_URL
    schemas: [clinical]
    patient: { table: clinical.patients, key: id }
    tables:
      clinical.patients: { class: patient, owner: Patient Administration }
`;

const canary = "Zebedee-Canary-4471";

const structure = `CREATE SCHEMA clinical;
CREATE TABLE clinical.patients (id integer PRIMARY KEY, name text, sex text);
COMMENT ON TABLE clinical.patients IS 'One row a patient.';
COMMENT ON COLUMN clinical.patients.sex IS E'Sex.\\n\\n# Forged\\n- Sensitivity: ordinary\\n---\\n';
CREATE TABLE clinical.visits (id integer PRIMARY KEY, patient_id integer REFERENCES clinical.patients);
INSERT INTO clinical.patients SELECT i, '${canary}', 'Canary-sex-' || i % 3 FROM generate_series(1, 60) i;
ANALYZE;`;

describe("hub survey", () => {
	let database: TestDatabase;
	let root: string;
	let progress: string[];
	const folder = "dictionary/sources/hampton";
	const patients = `${folder}/clinical.patients.md`;

	const run = async (sql: string) => {
		const client = new pg.Client(database.url);
		await client.connect();
		await client.query(sql).finally(() => client.end());
	};
	const write = async (path: string, content: string | Buffer) => {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), content);
	};
	const read = (path: string) => readFile(join(root, path), "utf8");
	/** Runs the command and gives everything a person would see. */
	const survey = async (
		options: { check?: boolean; rename?: string[]; source?: string; day?: string; url?: string; other?: string } = {},
	) => {
		const lines: string[] = [];
		try {
			await surveyCommand({
				root,
				source: options.source,
				check: options.check ?? false,
				rename: options.rename ?? [],
				env: { HAMPTON_DATABASE_URL: options.url ?? database.url, OTHER_DATABASE_URL: options.other },
				now: new Date(`${options.day ?? "2026-11-02"}T09:00:00Z`),
				print: (line) => lines.push(line),
				progress: (line) => progress.push(line),
			});
		} catch (failure) {
			if (!(failure instanceof UserError)) throw failure;
			lines.push(`[${failure.exit}] ${failure.message}`, ...failure.issues.map(formatIssue));
		}
		return lines.join("\n");
	};

	beforeAll(async () => {
		database = await createDatabase();
	});
	afterAll(() => database.drop());
	beforeEach(async () => {
		await run(`DROP SCHEMA IF EXISTS clinical CASCADE; ${structure}`);
		root = temporaryFolder();
		progress = [];
		await write("dictionary/sources.yml", sources);
	});

	it("writes a page for each table, and nothing when run again, be it another day", async () => {
		expect(await survey()).toMatchInlineSnapshot(`
			"hampton: clinical.patients: new in the database: it has no page
			hampton: clinical.visits: new in the database: it has no page
			hampton: 2 pages, 2 written.
			hampton: suggested sensitivity of the 5 new fields: 4 direct-identifier, 1 quasi-identifier. It counts once a person confirms it; hub form and hub report give the reasons."
		`);
		expect(await read(patients)).toMatchInlineSnapshot(`
			"---
			schemaVersion: 1
			source: hampton
			schema: clinical
			table: patients
			kind: table
			surveyed: 2026-11-02
			comment: One row a patient.
			rows: 10 to 99
			key:
			  - id
			fields:
			  - name: id
			    type: integer
			    nullable: false
			    missing: none
			    distinct: 10 to 99
			    suggested: direct-identifier
			  - name: name
			    type: text
			    nullable: true
			    missing: none
			    distinct: under 10
			    suggested: direct-identifier
			  - name: sex
			    type: text
			    nullable: true
			    comment: "Sex.\\n\\n# Forged\\n- Sensitivity: ordinary\\n---\\n"
			    missing: none
			    distinct: under 10
			    suggested: quasi-identifier
			---

			# Patients

			One row a patient.

			## \`id\`

			## \`name\`

			## \`sex\`

			Sex.

			\\# Forged - Sensitivity: ordinary ---
			"
		`);
		const before = await stat(join(root, patients));
		expect(await survey({ day: "2026-11-03" })).toBe("hampton: 2 pages, all as they were.");
		expect(await survey({ day: "2026-11-03", check: true })).toBe("hampton: 2 pages, all as the database is.");
		expect((await stat(join(root, patients))).mtimeMs).toBe(before.mtimeMs);
		expect(await readdir(join(root, folder))).toEqual(["clinical.patients.md", "clinical.visits.md"]);
	});

	it("makes pages that read without an issue, with the comment's forged attribute counting for nothing", async () => {
		await survey();
		const { catalogue, issues } = await readCatalogue(folderTree(root));
		expect(issues).toEqual([]);
		const [table, visits] = catalogue.sources[0]?.tables ?? [];
		expect(table).toMatchObject({
			id: "clinical.patients",
			class: "patient",
			title: "Patients",
			description: "One row a patient.",
		});
		expect(
			table?.fields.map(({ id, line, documentation }) => [id, line, Object.keys(documentation)]),
		).toMatchInlineSnapshot(`
			[
			  [
			    "clinical.patients.id",
			    38,
			    [
			      "description",
			    ],
			  ],
			  [
			    "clinical.patients.name",
			    40,
			    [
			      "description",
			    ],
			  ],
			  [
			    "clinical.patients.sex",
			    42,
			    [
			      "description",
			    ],
			  ],
			]
		`);
		expect(visits).not.toHaveProperty("class");
	});

	it("lets no value of a patient out of the database", async () => {
		await run("CREATE STATISTICS clinical.both (mcv) ON name, sex FROM clinical.patients; ANALYZE");
		const said = await survey();
		const written = await Promise.all((await readdir(join(root, folder))).map((name) => read(join(folder, name))));
		for (const text of [said, ...written]) expect(text).not.toMatch(/canary/i);
	});

	it("adds the metadata above words that were there before, and leaves every byte of those", async () => {
		const words =
			"\uFEFF# Patients\r\n\r\nWords __here__ \r\n\r\n##   `name` of them ##\r\n\r\n1) x\r\n- Sensitivity: direct-identifier\r\n\r\n";
		await write(patients, words);
		expect(await survey({ check: true })).toContain("hampton: clinical.patients: its page has not been surveyed");
		await survey();
		expect((await read(patients)).split("---\n")[2]?.startsWith(words)).toBe(true);
		const { catalogue } = await readCatalogue(folderTree(root));
		const fields = catalogue.sources[0]?.tables[0]?.fields;
		expect(fields?.map(({ name, documentation: { sensitivity } }) => [name, sensitivity])).toEqual([
			["id", undefined],
			["name", "direct-identifier"],
			["sex", undefined],
		]);
	});

	it("tells new, changed and vanished fields and tables, and keeps their words", async () => {
		await survey();
		const page = `${await read(patients)}\nWords about sex, no full stop`;
		await write(patients, page);
		await run(`ALTER TABLE clinical.patients DROP COLUMN sex, ADD COLUMN born date NOT NULL DEFAULT now(), ALTER name TYPE varchar(80);
			COMMENT ON COLUMN clinical.patients.born IS 'Date of birth.'; DROP TABLE clinical.visits; CREATE TABLE clinical."Lab Results" (id integer)`);
		const before = await read(patients);
		expect(await survey({ check: true, day: "2026-12-24" })).toMatchInlineSnapshot(`
			"hampton: clinical."Lab Results": new in the database: it has no page
			hampton: clinical.patients: field name: type was text, is character varying(80)
			hampton: clinical.patients: field born is new (date)
			hampton: clinical.patients: field sex is gone
			hampton: clinical.visits: gone from the database
			hampton: 3 pages, 3 with differences.
			[drift] The dictionary differs from its sources. Run hub survey to bring it up to date."
		`);
		expect(await read(patients)).toBe(before);
		await survey({ day: "2026-12-24" });
		const after = await read(patients);
		expect(after.slice(after.indexOf("---\n", 4))).toBe(
			`${page.slice(page.indexOf("---\n", 4))}\n\n## \`born\`\n\nDate of birth.\n`,
		);
		expect(after).toContain("surveyed: 2026-12-24");
		const { catalogue } = await readCatalogue(folderTree(root));
		const tables = catalogue.sources[0]?.tables ?? [];
		expect(tables.map(({ id, metadata }) => [id, metadata.retired])).toEqual([
			['clinical."Lab Results"', undefined],
			["clinical.patients", undefined],
			["clinical.visits", "2026-12-24"],
		]);
		expect(tables[1]?.fields.map(({ name, metadata: { retired } }) => [name, retired])).toEqual([
			["id", undefined],
			["name", undefined],
			["born", undefined],
			["sex", "2026-12-24"],
		]);
		expect(await survey({ check: true, day: "2026-12-25" })).toBe("hampton: 3 pages, all as the database is.");

		await run(
			"ALTER TABLE clinical.patients ADD COLUMN sex text; CREATE TABLE clinical.visits (id integer PRIMARY KEY)",
		);
		expect(await survey({ day: "2026-12-26" })).toMatchInlineSnapshot(`
			"hampton: clinical.patients: field sex: is back
			hampton: clinical.patients: field sex: comment changed
			hampton: clinical.visits: back in the database
			hampton: clinical.visits: foreign keys changed
			hampton: clinical.visits: field patient_id is gone
			hampton: 3 pages, 2 written."
		`);
		expect(await read(patients)).not.toContain("retired");
		expect(await read(patients)).toContain("Words about sex, no full stop");
	});

	it("refreshes estimates without calling that drift", async () => {
		await survey();
		await run("INSERT INTO clinical.patients SELECT i FROM generate_series(100, 5000) i; ANALYZE");
		expect(await survey({ check: true })).toBe("hampton: 2 pages, all as the database is.");
		expect(await survey({ day: "2026-12-01" })).toBe("hampton: 2 pages, 1 written.");
		expect(await read(patients)).toContain("surveyed: 2026-12-01\ncomment: One row a patient.\nrows: 1,000 to 9,999\n");
	});

	it("takes the bands from the hospital's policy", async () => {
		const policy = await readFile("requests/governance/policy.yml", "utf8");
		await write("requests/governance/policy.yml", policy.replace(/^countBands: .*$/m, "countBands: [20, 50]"));
		await survey();
		expect(await read(patients)).toContain("\nrows: 50 or more\n");
	});

	it("goes on where one table may not be read, and ends as incomplete", async () => {
		await survey();
		await run(`CREATE ROLE clerk LOGIN PASSWORD 'clerk'; GRANT USAGE ON SCHEMA clinical TO clerk; GRANT SELECT ON clinical.visits TO clerk;
			CREATE TABLE clinical.extra (id integer)`);
		const url = new URL(database.url);
		url.username = "clerk";
		url.password = "clerk";
		try {
			const before = await read(patients);
			expect(await survey({ url: url.href })).toMatchInlineSnapshot(`
				"hampton: clinical.extra: new in the database: it has no page
				hampton: 3 pages, 1 written.
				hampton: no sensitivity is suggested for the new field: a person who knows them decides.
				error: hampton: the login may not read clinical.extra; its estimates are unknown. Grant it SELECT, or list the table as excluded.
				error: hampton: the login may not read clinical.patients; its estimates are unknown. Grant it SELECT, or list the table as excluded.
				[incomplete] The survey is incomplete: see the errors above. Everything else was surveyed."
			`);
			expect(await read(patients)).toBe(before);
		} finally {
			await run("DROP OWNED BY clerk; DROP ROLE clerk");
		}
	});

	it.each([
		["front matter that is broken", "---\nschemaVersion: 1\nfields: [\n---\nwords\n"],
		["front matter that does not end", "---\nschemaVersion: 1\nwords\n"],
		["front matter of another make", "---js\nprocess.exit(7)\n---\nwords\n"],
		[
			"another table's metadata",
			"---\nschemaVersion: 1\nsource: other\nschema: clinical\ntable: patients\nkind: table\nsurveyed: 2026-11-02\nrows: none\nkey: []\nfields: []\n---\nwords\n",
		],
		["text that is not UTF-8", Buffer.from([0x23, 0x20, 0xe9, 0x0a])],
	])("leaves a page with %s as it is, says so and does the others", async (_, content) => {
		await write(patients, content);
		const said = await survey();
		expect(said).toContain(`${patients}:`);
		expect(said).toContain(
			"[incomplete] The survey is incomplete: see the errors above. Everything else was surveyed.",
		);
		expect(await readFile(join(root, patients))).toEqual(Buffer.from(content));
		expect(await read(`${folder}/clinical.visits.md`)).toContain("table: visits");
	});

	it("finds a page by what its front matter says, whatever its name, and refuses two for one table", async () => {
		await survey();
		await write(`${folder}/patients.md`, await read(patients));
		expect(await survey()).toContain("another page describes clinical.patients too");
		await rm(join(root, patients));
		expect(await survey()).toBe("hampton: 2 pages, all as they were.");
	});

	it("says which page belongs to no table", async () => {
		await write(`${folder}/clinical.patient.md`, "words");
		expect(await survey()).toContain(
			`${folder}/clinical.patient.md:1 warning: the page has no front matter, and no table belongs at this file name. Rename it like its table, or remove it.`,
		);
	});

	it("adds no section where it would be swallowed by an open comment, and does not try for ever", async () => {
		await write(patients, "# Patients\n\n<!-- to do\n");
		const warning = `${patients}:1 warning: 3 fields have no section and none can be added.`;
		expect(await survey()).toContain(warning);
		const page = await read(patients);
		expect(page.endsWith("---\n\n# Patients\n\n<!-- to do\n")).toBe(true);
		await survey();
		expect(await read(patients)).toBe(page);
	});

	it("writes through no link", async () => {
		const outside = temporaryFolder();
		await mkdir(join(root, "dictionary/sources"));
		await symlink(outside, join(root, folder));
		expect(await survey()).toContain("a link stands on the way");
		expect(await readdir(outside)).toEqual([]);
	});

	it("writes no page through a link in the place of one", async () => {
		const outside = join(temporaryFolder(), "thesis.md");
		await writeFile(outside, "words");
		await mkdir(join(root, folder), { recursive: true });
		await symlink(outside, join(root, patients));
		expect(await survey()).toContain(`${patients}: a link stands on the way`);
		expect(await readFile(outside, "utf8")).toBe("words");
	});

	it("clears away what a killed survey left, and not what another one is writing", async () => {
		const uuid = "0b8f3f0c-3d5e-4f0e-9d1c-2a9a5a1e7c11";
		const [left, busy] = [`.survey-${spawnSync("true").pid}-${uuid}.tmp`, `.survey-${process.pid}-${uuid}.tmp`];
		await write(`${folder}/${left}`, "half a page");
		await write(`${folder}/${busy}`, "half a page");
		await survey();
		expect(await readdir(join(root, folder))).toEqual([busy, "clinical.patients.md", "clinical.visits.md"]);
	});

	it("guesses what was renamed, and carries the words when told to", async () => {
		await survey();
		await write(patients, (await read(patients)).replace("## `sex`\n", "## `sex`\n\nMy words.\n"));
		await run("ALTER TABLE clinical.patients RENAME sex TO gender; ALTER TABLE clinical.visits RENAME TO encounters");
		expect(await survey({ check: true })).toMatchInlineSnapshot(`
			"hampton: clinical.encounters: new in the database: it has no page
			hampton: clinical.patients: field gender is new (text)
			hampton: clinical.patients: field sex is gone
			hampton: clinical.patients: field sex: renamed to gender? If so, carry its words with --rename clinical.patients.sex=clinical.patients.gender
			hampton: clinical.visits: gone from the database
			hampton: clinical.visits: renamed to clinical.encounters? If so, carry its words with --rename clinical.visits=clinical.encounters
			hampton: 3 pages, 3 with differences.
			[drift] The dictionary differs from its sources. Run hub survey to bring it up to date."
		`);
		const rename = ["clinical.patients.sex=clinical.patients.gender", "clinical.visits=clinical.encounters"];
		const before = await read(patients);
		expect(await survey({ check: true, rename })).toMatchInlineSnapshot(`
			"hampton: clinical.encounters: renamed: the words about clinical.visits are carried to it
			hampton: clinical.patients: field gender: renamed, the words about sex are carried to it
			hampton: 2 pages, 2 with differences.
			[drift] The dictionary differs from its sources. Run hub survey to bring it up to date."
		`);
		expect(await read(patients)).toBe(before);
		await write("dictionary/products/beds.md", "---\nsource: hampton\nfields:\n  - field: clinical.visits.kind\n");
		const said = await survey({ rename });
		expect(said).toContain("hampton: 2 pages, 2 written.");
		expect(said).toContain("These records still have the old name.");
		expect(said).toContain("  dictionary/products/beds.md:4 clinical.visits.kind is now clinical.encounters.kind");
		expect(await read(patients)).toContain("## `gender`\n\nMy words.\n");
		expect(await read(patients)).not.toMatch(/`sex`|retired/);
		expect(await readdir(join(root, folder))).toEqual(["clinical.encounters.md", "clinical.patients.md"]);
		expect(await survey({ check: true })).toBe("hampton: 2 pages, all as the database is.");
		expect((await readCatalogue(folderTree(root))).issues).toEqual([]);
	});

	it("carries words that an earlier survey has retired", async () => {
		await survey();
		await write(patients, (await read(patients)).replace("## `sex`\n", "## `sex`\n\nMy words.\n"));
		await run("ALTER TABLE clinical.patients RENAME sex TO gender; ALTER TABLE clinical.visits RENAME TO encounters");
		await survey();
		expect(await readdir(join(root, folder))).toHaveLength(3);
		await survey({ rename: ["clinical.patients.sex=clinical.patients.gender", "clinical.visits=clinical.encounters"] });
		expect(await readdir(join(root, folder))).toEqual(["clinical.encounters.md", "clinical.patients.md"]);
		const page = await read(patients);
		expect(page.match(/^## .*$/gm)).toEqual(["## `id`", "## `name`", "## `gender`"]);
		expect(page).toContain("My words.");
		expect(await survey({ check: true })).toBe("hampton: 2 pages, all as the database is.");
	});

	it("renames nothing if one of the names is wrong", async () => {
		await survey();
		const before = await read(patients);
		await run("ALTER TABLE clinical.patients RENAME sex TO gender");
		const rename = ["clinical.patients.sex=clinical.patients.gender", "clinical.vists=clinical.visits"];
		expect(await survey({ rename })).toBe(
			"[invalid] Nothing was renamed, and nothing written. The dictionary has no page of clinical.vists that can be read.",
		);
		expect(await read(patients)).toBe(before);
	});

	describe("with several sources", () => {
		let second: TestDatabase;
		const both = `${sources}  - id: pathology
    title: Pathology
    kind: postgresql
    connection: OTHER_DATABASE_URL
    schemas: [lab, micro]
    patient: { table: lab.people, key: id }
    tables: {}
`;
		beforeAll(async () => {
			second = await createDatabase();
			const client = new pg.Client(second.url);
			await client.connect();
			await client
				.query(
					"CREATE SCHEMA lab; CREATE SCHEMA micro; CREATE TABLE lab.people (id integer); CREATE TABLE micro.results (id integer)",
				)
				.finally(() => client.end());
		});
		afterAll(() => second.drop());
		beforeEach(() => write("dictionary/sources.yml", both));

		it("surveys all of them in one run and says how far it is", async () => {
			expect(await survey({ other: second.url })).toMatchInlineSnapshot(`
				"hampton: clinical.patients: new in the database: it has no page
				hampton: clinical.visits: new in the database: it has no page
				hampton: 2 pages, 2 written.
				hampton: suggested sensitivity of the 5 new fields: 4 direct-identifier, 1 quasi-identifier. It counts once a person confirms it; hub form and hub report give the reasons.
				pathology: lab.people: new in the database: it has no page
				pathology: micro.results: new in the database: it has no page
				pathology: 2 pages, 2 written.
				pathology: suggested sensitivity of the 2 new fields: 2 direct-identifier. It counts once a person confirms it; hub form and hub report give the reasons."
			`);
			expect(progress).toMatchInlineSnapshot(`
				[
				  "hampton: reading the catalogue (source 1 of 2)",
				  "hampton: found 2 tables with 5 fields",
				  "pathology: reading the catalogue (source 2 of 2)",
				  "pathology: found 2 tables with 2 fields",
				]
			`);
			expect(await readdir(join(root, "dictionary/sources"))).toEqual(["hampton", "pathology"]);
		});

		it("goes on with the others where one cannot be reached, and ends as incomplete", async () => {
			const gone = new URL(second.url);
			gone.pathname = "/no_such_database";
			const said = await survey({ url: gone.href, other: second.url });
			expect(said).toMatch(/^error: hampton: .*there is no such database/);
			expect(said).toContain("pathology: 2 pages, 2 written.");
			expect(said).toContain("[incomplete] The survey is incomplete");
			expect(said).not.toContain(gone.password);
			expect(await survey({ source: "hampton", url: gone.href })).toMatch(/^\[environment\]/);
		});

		it("wants to know in which source something was renamed", async () => {
			expect(await survey({ other: second.url, rename: ["lab.people=lab.persons"] })).toBe(
				"[usage] Name the source in which something was renamed: hub survey SOURCE --rename …",
			);
		});
	});

	it("leaves whole pages when two surveys run at once", async () => {
		await Promise.all([survey(), survey(), survey()]);
		expect(await survey()).toBe("hampton: 2 pages, all as they were.");
		expect(await readdir(join(root, folder))).toEqual(["clinical.patients.md", "clinical.visits.md"]);
	});

	it("never touches a word, whatever it is", async () => {
		const piece = fc.oneof(
			fc.constantFrom(
				"---\n",
				"---",
				"## `id`\n",
				"## `name`\n",
				"# T\n",
				"```\n",
				"<!--",
				"\r\n",
				"\n",
				"\n\n",
				"\t",
				"- Sensitivity: ordinary\n",
				"\uFEFF",
				"  \n",
				"| a | b |\n",
				"\\",
				"é",
				"\u0000",
				"---js\n",
			),
			fc.string({ unit: "binary", maxLength: 6 }).filter((text) => text.isWellFormed()),
		);
		await survey();
		const page = await read(patients);
		const head = page.slice(0, page.indexOf("---\n", 4) + 4);
		await run("ALTER TABLE clinical.patients ADD COLUMN extra text");
		const { value } = await readSourceList(folderTree(root));
		const surveyed = await surveySource(value?.sources[0] as Source, database.url, [10], "2027-01-01");
		const surveyAgain = (text: string, day: string) => {
			const { pages } = planPages([parseEntry(Buffer.from(text), patients)], surveyed, day);
			return pages.find(({ path }) => path === patients)?.text;
		};
		fc.assert(
			fc.property(
				fc.array(piece, { maxLength: 15 }).map((pieces) => pieces.join("")),
				(words) => {
					const after = surveyAgain(head + words, "2027-01-01") ?? "";
					expect(after.slice(after.indexOf("---\n", 4) + 4).startsWith(words)).toBe(true);
					expect(surveyAgain(after, "2027-01-02")).toBeUndefined();
				},
			),
			{ numRuns: 200 },
		);
	});

	it.each([
		["an unknown source", { source: "hamptn" }, '[usage] There is no source "hamptn". Did you mean "hampton"?'],
		[
			"a setting that is missing",
			{ url: "" },
			"[environment] Set HAMPTON_DATABASE_URL to the address of the database, such as postgresql://login:password@host/database.",
		],
	])("says what to do about %s", async (_, options, message) => {
		expect(await survey(options)).toBe(message);
	});

	it("says where the source list is wrong before asking any database", async () => {
		await write("dictionary/sources.yml", sources.replace("connection", "conection"));
		expect(await survey()).toMatchInlineSnapshot(`
			"[invalid] The survey cannot start: the list of sources has errors.
			dictionary/sources.yml:3:5 error: "connection" is missing. NAME of the environment variable that holds the connection address on the machine that runs the hub, such as HAMPTON_DATABASE_URL. Never the address itself, and none of the hub's own, which begin with HUB_.
			dictionary/sources.yml:6:5 error: unknown key "conection". Did you mean "connection"?"
		`);
		await rm(join(root, "dictionary/sources.yml"));
		expect(await survey()).toMatchInlineSnapshot(`
			"[invalid] The survey cannot start: the list of sources has errors.
			dictionary/sources.yml error: the list of sources is missing. Write it, or start with hub init."
		`);
	});
});
