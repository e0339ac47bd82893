import { join } from "node:path";
import fc from "fast-check";
import type { Heading, Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, it } from "vitest";
import { plainText } from "../../scripts/dictionary/sections.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { reportMarkdown } from "../../scripts/report/markdown.ts";
import { type MadeTable, madeTree, reportOf } from "./dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");

async function written(...args: Parameters<typeof madeTree>): Promise<string> {
	return reportMarkdown((await reportOf(madeTree(...args))).report);
}

function nodes(text: string): Nodes[] {
	const all = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(all) : [])];
	return all(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

function headings(text: string): string[] {
	return nodes(text)
		.filter((node): node is Heading => node.type === "heading")
		.map((node) => `${"#".repeat(node.depth)} ${plainText(node)}`);
}

/** What every report of one table with these fields has for headings. */
function expected(title: string, fields: readonly string[]): string[] {
	const frame = ["# Data dictionary: Hampton", "## Contents", "## How complete it is", "## What to write next"];
	return [...frame, "## Hampton", `### ${title} (clinical.patients)`, ...fields.map((name) => `#### ${name}`)];
}

describe("the report as Markdown", () => {
	it("reads as a page", async () => {
		const tables: readonly MadeTable[] = [
			{
				table: "patients",
				title: "Patients",
				words: "One row for each patient.",
				key: ["patient_id"],
				comment: "# people",
				checks: ["CHECK ((sex <> '|'::text))"],
				fields: {
					patient_id: {
						type: "bigint",
						nullable: false,
						generated: "identity",
						words: "The patient.\n\n- Sensitivity: direct-identifier",
					},
					weight: {
						type: "numeric(5,1)",
						missing: "5 to 50 %",
						distinct: "100 to 999",
						suggested: "special-category",
						words:
							"## Not a section\n\nWeight, see [UCUM](../../glossary/ucum.md).\n\n- Unit: kg\n- Acceptable range: 0.2 to 400\n- Glossary: [UCUM](../../glossary/ucum.md)\n- Where it comes from: Scales",
					},
					sex: { type: "clinical.sex", values: ["F", "M"], words: "- Values: `F` = Female\n- Sensitivity: ordinary" },
				},
			},
			{
				table: "visits",
				fields: { patient_id: { type: "bigint" }, gone: { retired: "2026-01-02" } },
				references: [{ fields: ["patient_id"], table: "clinical.patients", to: ["patient_id"] }],
			},
		];
		const term = "---\nschemaVersion: 1\ntitle: UCUM\nsynonyms: [unit codes]\n---\nHow units are written.\n";
		expect(await written(tables, {}, { "dictionary/glossary/ucum.md": term })).toMatchInlineSnapshot(`
			"# Data dictionary: Hampton

			What data there are: 2 tables with 5 fields. Facts come from a survey of the database's catalogue, words from the departments that record the data. Numbers of rows and of different values are estimates, given as bands. No patient's data are in this document.

			## Contents

			- [How complete it is](#completeness)
			- [What to write next](#queue)
			- [Hampton](#source-1)
			  - [Patients](#table-1-1) (\`clinical.patients\`)
			  - [visits](#table-1-2) (\`clinical.visits\`)
			- [Glossary](#glossary)

			## <a id="completeness"></a>How complete it is

			Inherited: the field has the description of a field it is linked to, or of one of the same name, which nobody has confirmed for it. A field whose sensitivity no person has confirmed cannot be shared. What is gone from the database does not count here.

			| Department | Tables | Fields | Described | Inherited | Blank | Sensitivity not confirmed |
			| - | -: | -: | -: | -: | -: | -: |
			| Health Records | 1 | 3 | 1 | 0 | 2 | 1 |
			| Nobody yet | 1 | 1 | 0 | 1 | 0 | 1 |
			| All | 2 | 4 | 1 | 1 | 2 | 2 |

			## <a id="queue"></a>What to write next

			What most requests ask for comes first.

			| Field | Department | Needs | Requests |
			| - | - | - | -: |
			| \`clinical.patients.weight\` | Health Records | a description, a confirmed sensitivity | 0 |
			| \`clinical.visits.patient_id\` | Nobody yet | a description of its own, a confirmed sensitivity | 0 |
			| \`clinical.patients.sex\` | Health Records | a description | 0 |

			## <a id="source-1"></a>Hampton

			### <a id="table-1-1"></a>Patients (\`clinical.patients\`)

			One row for each patient.

			- Kind: table
			- Rows: unknown
			- Department: Health Records
			- Shared: yes, rows of the patients chosen only
			- Primary key: \`patient_id\`
			- Rule of the database: \`CHECK ((sex <> '|'::text))\`
			- Comment in the database: # people
			- Last change of these facts: 2026-01-05
			- Fields: 3

			#### \`patient_id\`

			The patient.

			- Type: \`bigint\`; part of the primary key; never missing; numbered by the database
			- Sensitivity: direct-identifier
			- Department: Health Records

			#### \`weight\`

			_Not described yet._

			- Type: \`numeric(5,1)\`; may be missing
			- Missing: 5 to 50 %
			- Different values: 100 to 999
			- Sensitivity: not confirmed by a person; the survey suggests special-category, because its name has 'weight'
			- Department: Health Records

			#### \`sex\`

			_Not described yet._

			- Type: \`clinical.sex\`; may be missing
			- Sensitivity: ordinary
			- Department: Health Records
			- Values:
			  - \`F\`: Female
			  - \`M\`

			### <a id="table-1-2"></a>visits (\`clinical.visits\`)

			_Not described yet._

			- Kind: table
			- Rows: unknown
			- Department: nobody yet
			- Shared: no, nobody has classed it yet
			- Primary key: none
			- Link: \`patient_id\` to [\`clinical.patients\`](#table-1-1) \`patient_id\`
			- Last change of these facts: 2026-01-05
			- Fields: 2

			#### \`patient_id\`

			Inherited from [\`clinical.patients.patient_id\`](#table-1-1), which it is linked to; not confirmed for this field:

			> The patient.

			- Type: \`bigint\`; may be missing
			- Sensitivity: not confirmed by a person
			- Department: nobody yet

			#### \`gone\`

			Gone from the database since 2026-01-02.

			_Not described yet._

			- Type: \`text\`; may be missing
			- Sensitivity: not confirmed by a person
			- Department: nobody yet

			## <a id="glossary"></a>Glossary

			### <a id="term-ucum"></a>UCUM

			How units are written.

			- Also called: unit codes
			"
		`);
	});

	it("has a section for every table and field of Hampton, and every link in it leads somewhere", async () => {
		const { report } = await reportOf(folderTree(repository));
		const text = reportMarkdown(report);
		// Parsing takes time that grows with the square of the length.
		const found = text.split(/^(?=### )/m).flatMap(nodes);
		const anchors = new Set([...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => `#${id}`));
		const links = found.flatMap((node) => (node.type === "link" ? [node.url] : []));
		expect(links.length).toBeGreaterThan(100);
		expect(links.filter((url) => !anchors.has(url))).toEqual([]);
		const names = report.sources.flatMap(({ tables }) =>
			tables.flatMap(({ fields }) => fields.map(({ name }) => `#### ${name}`)),
		);
		const sections = found.flatMap((node) =>
			node.type === "heading" && node.depth === 4 ? [`#### ${plainText(node)}`] : [],
		);
		expect(sections).toEqual(names);
	});

	it.each([
		["a heading", "# Approved by the Caldicott guardian"],
		["an underlined heading", "Approved\n========"],
		["a heading in a quotation", "> ## Approved"],
		["a heading in a list", "- ### Approved"],
		["code that does not end", "```\n#### `forged`"],
		["a comment that does not end", "Before.\n\n<!-- ends nowhere"],
		["HTML", "<h1>Approved</h1><script>alert(1)</script>"],
		["HTML in a line", "so <b onclick=alert(1)>bold</b> and <a id='table-1-1'>"],
		["a definition that others would use", "[ucum]: javascript:alert(1)"],
		["a footnote", "Words[^1].\n\n[^1]: # Note"],
		["a line across the page", "Above.\n\n---\n\nBelow."],
	])("lets no description pass for more than words: %s", async (_, words) => {
		const text = await written([
			{ table: "patients", title: "Patients", words, fields: { sex: words, last: "Last." } },
		]);
		expect(headings(text)).toEqual(expected("Patients", ["sex", "last"]));
		const html = nodes(text).flatMap((node) => (node.type === "html" ? [node.value] : []));
		expect(html.filter((tag) => !/^(?:<a id="[a-z0-9-]+">|<\/a>)$/.test(tag))).toEqual([]);
	});

	it.each([
		"javascript:alert(1)",
		"data:text/html,x",
		"file:///etc/passwd",
		"../../../secret.md",
		"../../glossary/none.md",
		"//evil.example",
	])("leaves the words of a link to %s and not the link", async (url) => {
		const text = await written([{ table: "patients", fields: { sex: `See [this page](${url}).` } }]);
		expect(text).toContain("See this page.");
		expect(text).not.toContain(url);
	});

	it("keeps lists, tables, code and links to the web", async () => {
		const words = "- one\n- two\n\n| a | b |\n| - | - |\n| 1 | `x|y` |\n\n[NHS](https://www.nhs.uk/) and `code`";
		const text = await written([{ table: "patients", fields: { sex: words } }]);
		const kinds = new Set(nodes(text.slice(text.indexOf("####"))).map(({ type }) => type));
		expect([...kinds]).toEqual(expect.arrayContaining(["list", "table", "inlineCode", "link"]));
	});

	it("writes names of any kind so that they are read back as they are", async () => {
		const name = fc
			.string({ unit: "grapheme", minLength: 1, maxLength: 20 })
			.filter((text) => /^[^\p{C}\p{Z}]+$/u.test(text));
		await fc.assert(
			fc.asyncProperty(name, fc.string({ unit: "grapheme", maxLength: 60 }), async (column, words) => {
				const comment = `${words}#`;
				const tables = [
					{
						table: "patients",
						title: "Patients",
						comment,
						fields: { [column]: { comment, type: column, words: "W." } },
					},
				];
				expect(headings(await written(tables))).toEqual(expected("Patients", [column]));
			}),
			{ numRuns: 40 },
		);
	});

	it("cannot be steered by hostile words, whatever they are", async () => {
		const marks = fc.constantFrom(
			"#",
			"`",
			"```",
			"|",
			"<",
			">",
			"-",
			"=",
			"*",
			"_",
			"[",
			"]",
			"(",
			")",
			"!",
			"\\",
			"~~~",
			"<!--",
			"-->",
			"&lt;",
			"1.",
			":",
			"^",
		);
		const hostile = fc.array(fc.oneof(marks, fc.constantFrom(" ", "\n", "\n\n", "a", "B ")), { maxLength: 30 });
		await fc.assert(
			fc.asyncProperty(hostile, async (pieces) => {
				const { report } = await reportOf(
					madeTree([{ table: "patients", title: "Patients", fields: { sex: "", last: "" } }]),
				);
				const [source] = report.sources;
				const [table] = source?.tables ?? [];
				const said = { description: pieces.join(""), standing: "described" as const };
				const fields = (table?.fields ?? []).map((field) => ({ ...field, ...said, origin: said.description }));
				const changed = { ...report, sources: [{ ...source, tables: [{ ...table, ...said, fields }] }] };
				expect(headings(reportMarkdown(changed as typeof report))).toEqual(expected("Patients", ["sex", "last"]));
			}),
			{ numRuns: 150 },
		);
	});
});
