import { describe, expect, it } from "vitest";
import { type Catalogue, findField, findSource, findTable } from "../../scripts/dictionary/catalogue.ts";
import { formatEntry } from "../../scripts/dictionary/entry.ts";
import { type FileTree, folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { readCatalogue } from "../../scripts/records/catalogue.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";

const sources = `schemaVersion: 1
sources:
  - id: hampton
    title: Hampton Hospital
    kind: postgresql
    connection: HAMPTON_DATABASE_URL
    schemas: [clinical]
    patient: { table: clinical.patients, key: id }
    tables:
      clinical."patients": { class: patient, owner: Health Records }
      'clinical."Lab Results"': { class: patient, path: ['clinical."Lab Results".patient_id'], owner: Pathology }
      clinical.pateints: { class: excluded }
    relations: [{ from: 'clinical."Lab Results".patient_id', to: clinical.patients.id }]
    optOut: { field: clinical.patients.opt_out }
`;

const metadata = (table: string, ...names: string[]): DictionaryEntry => ({
	schemaVersion: 1,
	source: "hampton",
	schema: "clinical",
	table,
	kind: "table",
	surveyed: "2026-11-02",
	rows: "10 to 99",
	key: ["id"],
	fields: names.map((name) => ({ name, type: "text", nullable: true })),
});

const folder = "dictionary/sources/hampton";
const patients = `${folder}/clinical.patients.md`;

/** Files that are only in memory: what a commit is to the reader. */
function memory(files: Record<string, string>): FileTree {
	return memoryTree("memory", new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
}

async function read(files: Record<string, string>): Promise<{ catalogue: Catalogue; said: string[] }> {
	const { catalogue, issues } = await readCatalogue(memory({ "dictionary/sources.yml": sources, ...files }));
	return { catalogue, said: issues.map(formatIssue) };
}

describe("reading the catalogue", () => {
	const body =
		"\n# People\n\nOne row *each*.\n\n## `id`\n\n- Sensitivity: direct-identifier\n\n## `opt_out`\n\nObjected.\n";

	it("brings source list, metadata and words together", async () => {
		const { catalogue } = await read({
			[patients]: formatEntry(metadata("patients", "id", "opt_out"), body),
			[`${folder}/lab.md`]: formatEntry(metadata("Lab Results", "a.b"), ""),
		});
		expect(findSource(catalogue, "hampton")).toMatchObject({
			title: "Hampton Hospital",
			patient: { table: "clinical.patients", key: "id" },
			optOut: { field: "clinical.patients.opt_out" },
			relations: [{ to: "clinical.patients.id" }],
		});
		expect(findTable(catalogue, "hampton", '"clinical".patients')).toMatchObject({
			id: "clinical.patients",
			path: patients,
			class: "patient",
			owner: "Health Records",
			title: "People",
			description: "One row *each*.",
		});
		expect(findTable(catalogue, "hampton", 'clinical."Lab Results"')).toMatchObject({
			title: 'clinical."Lab Results"',
			description: "",
			pathToPatient: ['clinical."Lab Results".patient_id'],
		});
		expect(findField(catalogue, "hampton", "clinical.patients.id")).toMatchObject({
			id: "clinical.patients.id",
			table: "clinical.patients",
			line: 24,
			documentation: { description: "", sensitivity: "direct-identifier" },
		});
		expect(findField(catalogue, "hampton", 'clinical."Lab Results"."a.b"')).toMatchObject({
			line: 1,
			documentation: { description: "" },
		});
		for (const id of ["clinical.patients.no", "clinical.no.id", "no.patients.id", "clinical.patients", "", "x y"]) {
			expect(findField(catalogue, "hampton", id)).toBeUndefined();
		}
		expect(findField(catalogue, "other", "clinical.patients.id")).toBeUndefined();
	});

	it("reports every problem with its place, and leaves out only what cannot be read", async () => {
		const { catalogue, said } = await read({
			[patients]: formatEntry(
				metadata("visits", "id", "opt_out", "sex"),
				"\n## `id`\n\n- Sensitivity: ordinary\n- Unit: kg\n- Unit: g\n\n## `optout`\n\n## `sex`\n\n- Sensitivity: ordinary\n\n## `sex`\n",
			),
			[`${folder}/elsewhere.md`]: formatEntry({ ...metadata("visits"), source: "elsewhere" }, ""),
			[`${folder}/js.md`]: "---js\nprocess.exit(7)\n---\n",
			[`${folder}/new.md`]: "# New\n",
			[`${folder}/notes.txt`]: "no page",
		});
		expect(said).toMatchInlineSnapshot(`
			[
			  "dictionary/sources/hampton/clinical.patients.md:27 error: the section says "Unit" twice. Keep one of the two.",
			  "dictionary/sources/hampton/clinical.patients.md:29 warning: no field of this table has the name in this heading. Did you mean "opt_out"?",
			  "dictionary/sources/hampton/clinical.patients.md:35 error: the field has a second section. Make them one.",
			  "dictionary/sources/hampton/elsewhere.md:1 error: the page says it belongs to another source than hampton. Move it.",
			  "dictionary/sources/hampton/js.md:1:1 error: the page begins with --- but no readable front matter follows. Front matter begins with a line of exactly "---", holds YAML, and ends with another such line.",
			  "dictionary/sources/hampton/new.md:1 warning: the page has not been surveyed. Run hub survey.",
			  "dictionary/sources.yml:10:7 warning: the dictionary has no such table. Run hub survey, or correct the name.",
			  "dictionary/sources.yml:11:7 warning: the dictionary has no such table. Run hub survey, or correct the name.",
			  "dictionary/sources.yml:12:7 warning: the dictionary has no such table. Did you mean "clinical.visits"?",
			]
		`);
		expect(findField(catalogue, "hampton", "clinical.visits.sex")?.documentation).toEqual({ description: "" });
		expect(findField(catalogue, "hampton", "clinical.visits.id")?.documentation).toMatchObject({
			sensitivity: "ordinary",
		});
	});

	it("takes neither of two pages for one table: the laxer one must not win", async () => {
		const strict = formatEntry(metadata("patients", "id"), "\n## `id`\n\n- Sensitivity: direct-identifier\n");
		const lax = strict.replace("direct-identifier", "ordinary");
		const { catalogue, said } = await read({ [patients]: strict, [`${folder}/again.md`]: lax });
		expect(findTable(catalogue, "hampton", "clinical.patients")).toBeUndefined();
		expect(said).toContain(
			`${patients}:1 error: another page describes clinical.patients too, so neither counts. Keep one of the two.`,
		);
	});

	it("says so where there is no source list, or none that can be read", async () => {
		expect(await readCatalogue(memory({}))).toMatchObject({
			catalogue: { sources: [] },
			issues: [{ file: "dictionary/sources.yml" }],
		});
		const { catalogue, said } = await read({ "dictionary/sources.yml": "schemaVersion: 1\nsources: []\n" });
		expect(catalogue).toEqual({ sources: [] });
		expect(said).toHaveLength(1);
	});

	it("finds nothing wrong with the words of the hospital's own dictionary", async () => {
		const { issues } = await readCatalogue(folderTree("."));
		expect(issues.filter(({ severity }) => severity === "error").map(formatIssue)).toEqual([]);
	});
});
