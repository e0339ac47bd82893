import { describe, expect, it } from "vitest";
import { memoryTree } from "../../scripts/git/file-tree.ts";
import { describeOldNames, findOldNames } from "../../scripts/survey/old-names.ts";
import { parseRenames } from "../../scripts/survey/rename.ts";

const source = (id: string) => `  - id: ${id}
    title: T
    kind: postgresql
    connection: URL
    schemas: [clinical]
    patient: { table: clinical.patients, key: patient_id }
    tables:
      clinical.visits: { class: patient, path: [clinical.visits.patient_id] }
      clinical."Lab Results": { class: patient }
`;
const files = {
	"dictionary/sources.yml": `schemaVersion: 1\nsources:\n${source("other")}${source("hampton")}${source("third")}`,
	"requests/sepsis/request.yml":
		"source: hampton\nfields:\n  - { field: clinical.visits.kind, treatment: keep }\n  - { field: clinical.visits.kinds }\n",
	"requests/sepsis/approvals/1.json": '"clinical.visits.kind"',
	"requests/elsewhere/request.yml": "source: third\nfields:\n  - { field: clinical.visits.kind }\n",
	"dictionary/products/beds.md":
		'---\nsource: hampton\nfields:\n  - field: "clinical.\\"Lab Results\\".value"\n---\n\nSee `clinical.visits`.\n',
	"dictionary/glossary/visit.md": "---\ntitle: Visit\n---\n\nSee [visits](../sources/hampton/clinical.visits.md).\n",
	"dictionary/sources/hampton/clinical.notes.md": "As in clinical.visits.kind.\n",
};
const tree = memoryTree("made", new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));

const told = async (...renames: readonly string[]) =>
	describeOldNames(await findOldNames(tree, "hampton", parseRenames(renames))).slice(1);

describe("records that still have an old name", () => {
	it("are looked through in time that grows with their length, whatever a line is full of", async () => {
		const lines = ["a", "_", '"', 'a"', "a."].map((unit) => unit.repeat(500_000));
		const long = memoryTree("long", new Map([["dictionary/glossary/x.md", Buffer.from(lines.join("\n"))]]));
		expect(await findOldNames(long, "hampton", parseRenames(["clinical.visits.kind=clinical.visits.type"]))).toEqual(
			[],
		);
	});

	it("are told where every part stands in quotes inside quotes", async () => {
		const text = 'source: hampton\nfields:\n  - field: "\\"clinical\\".\\"Lab Results\\".value"\n';
		const quoted = memoryTree("quoted", new Map([["requests/sepsis/request.yml", Buffer.from(text)]]));
		const renames = parseRenames(['clinical."Lab Results"=clinical.labs']);
		expect(await findOldNames(quoted, "hampton", renames)).toHaveLength(1);
	});

	it("are told with file and line for a field, whatever its name begins like", async () => {
		expect(await told("clinical.visits.kind=clinical.visits.type")).toEqual([
			"  requests/sepsis/request.yml:3 clinical.visits.kind is now clinical.visits.type",
		]);
	});

	it("are told for a table with its fields, links to its page and the source's own entry only", async () => {
		expect(await told("clinical.visits=clinical.stays", "clinical.visits.kind=clinical.stays.type")).toEqual([
			"  dictionary/sources.yml:19 clinical.visits is now clinical.stays",
			"  dictionary/sources.yml:19 clinical.visits.patient_id is now clinical.stays.patient_id",
			"  requests/sepsis/request.yml:3 clinical.visits.kind is now clinical.stays.type",
			"  requests/sepsis/request.yml:4 clinical.visits.kinds is now clinical.stays.kinds",
			"  dictionary/products/beds.md:7 clinical.visits is now clinical.stays",
			"  dictionary/glossary/visit.md:5 clinical.visits.md is now clinical.stays.md",
		]);
	});

	it("are found by quoted names, also where YAML escapes the quotes", async () => {
		expect(await told('clinical."Lab Results"=clinical.results')).toEqual([
			'  dictionary/sources.yml:20 clinical."Lab Results" is now clinical.results',
			'  dictionary/products/beds.md:4 clinical."Lab Results".value is now clinical.results.value',
		]);
	});

	it("are not spoken of where there are none", async () => {
		expect(describeOldNames([])).toEqual([]);
	});
});
