import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseCsv } from "../../scripts/document/csv.ts";
import { type FileTree, folderTree } from "../../scripts/git/file-tree.ts";
import { reportTexts } from "../../scripts/report/command.ts";
import { formCounts } from "../../scripts/report/form-count.ts";
import { formatLedger, ledger, ledgerDifferences } from "../../scripts/report/ledger.ts";
import type { ReportTexts } from "../../scripts/report/ledger-line.ts";
import { reportMarkdown } from "../../scripts/report/markdown.ts";
import { madeTree, reportOf } from "./dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");
const list = `schemaVersion: 1
sources:
  - { id: scans, title: Scans, kind: image-folder, folder: SCANS_DIR, owner: Radiology }
`;
const metadata = `---
schemaVersion: 1
source: scans
kind: image collection
surveyed: 2026-11-02
files: 1,000 to 9,999
studies: 100 to 999
megabytes: under 10
unreadable: none
modalities:
  - { value: CT, files: "1,000 to 9,999", studies: 100 to 999 }
  - { value: other, files: under 10, studies: under 10 }
bodyParts:
  - { value: HEAD, files: "1,000 to 9,999", studies: 100 to 999 }
years:
  - { value: "2024", files: "1,000 to 9,999", studies: 100 to 999 }
---
`;
const words =
	"# Scans of heads\n\nEvery head of the year, see [UCUM](../../glossary/ucum.md).\n\n## `CT`\n\nMost of them.\n";

function tree(page: string | undefined = metadata + words, more: Readonly<Record<string, string>> = {}): FileTree {
	const pages = page === undefined ? {} : { "dictionary/sources/scans/images.md": page };
	return madeTree([], {}, { "dictionary/sources.yml": list, ...pages, ...more });
}

async function counted(records: FileTree, change: (texts: ReportTexts) => ReportTexts = (texts) => texts) {
	const { catalogue, images, report } = await reportOf(records);
	const reports = change(reportTexts(report));
	const lines = await ledger({ tree: records, catalogue, images, reports, form: await formCounts(records) });
	return { lines: formatLedger(lines), differences: ledgerDifferences(lines) };
}

describe("an image folder in the report", () => {
	it("has a section in the document, with people's words and what there is", async () => {
		const text = reportMarkdown((await reportOf(tree())).report);
		expect(text.slice(text.indexOf('## <a id="images-1">'))).toMatchInlineSnapshot(`
			"## <a id="images-1"></a>Scans of heads

			Every head of the year, see UCUM.

			**\`CT\`**

			Most of them.

			- Source: \`scans\`
			- Kind: folder of DICOM images
			- Department: Radiology
			- Shared: described only: images cannot be requested yet
			- Files: 1,000 to 9,999
			- Studies: 100 to 999
			- Megabytes: under 10
			- Files that cannot be read: none
			- Last change of these facts: 2026-11-02

			### Modality

			How the picture was made, by its code in DICOM. What fewer people share than the lowest band begins with counts as other.

			| Modality | Files | Studies |
			| - | - | - |
			| CT | 1,000 to 9,999 | 100 to 999 |
			| other | under 10 | under 10 |

			### Body part

			What the picture shows, by its term in DICOM. What fewer people share than the lowest band begins with counts as other.

			| Body part | Files | Studies |
			| - | - | - |
			| HEAD | 1,000 to 9,999 | 100 to 999 |

			### Year

			Year of the examination. What fewer people share than the lowest band begins with counts as other.

			| Year | Files | Studies |
			| - | - | - |
			| 2024 | 1,000 to 9,999 | 100 to 999 |
			"
		`);
	});

	it("has rows in the table, without the id of a field", async () => {
		const rows = parseCsv(reportTexts((await reportOf(tree())).report).csv);
		expect(rows.map((row) => [row.Source, row.Field, row["Field id"], row.Values, row.Rows])).toEqual([
			[
				"scans",
				"Modality",
				"",
				"CT = 1,000 to 9,999 files, 100 to 999 studies; other = under 10 files, under 10 studies",
				"1,000 to 9,999 files",
			],
			["scans", "Body part", "", "HEAD = 1,000 to 9,999 files, 100 to 999 studies", "1,000 to 9,999 files"],
			["scans", "Year", "", "2024 = 1,000 to 9,999 files, 100 to 999 studies", "1,000 to 9,999 files"],
		]);
	});

	it("has a contract of its own that is valid and says what the standard cannot", async () => {
		const schema = JSON.parse(readFileSync(join(import.meta.dirname, "odcs-structure.schema.json"), "utf8"));
		const valid = new Ajv2020({ allErrors: true }).compile(schema);
		for (const records of [tree(), tree(""), folderTree(repository)]) {
			const { images, report } = await reportOf(records);
			const text = reportTexts(report).odcs.get(images[0]?.id ?? "") ?? "";
			expect(valid(parse(text)), JSON.stringify(valid.errors)).toBe(true);
			expect(parse(text).description.limitations).toContain("The standard has no words for images");
		}
	});

	it.each([
		["never surveyed", undefined, "scans: 0 pages, 0 groups of images, the same in"],
		["surveyed", metadata + words, "scans: 1 page, 4 groups of images, the same in"],
		[
			"with words that look like a report",
			`${metadata}# S\n\n### Modality\n\n| a |\n| - |\n| b |\n\n\`\`\`\n## <a id="images-1"></a>\n### Year\n| x |\n| x |\n| x |\n\`\`\`\n`,
			"scans: 1 page, 4 groups of images, the same in",
		],
	])("is counted the same everywhere: %s", async (_, page, says) => {
		const { lines, differences } = await counted(
			page === undefined ? madeTree([], {}, { "dictionary/sources.yml": list }) : tree(page),
		);
		expect(differences).toEqual([]);
		expect(lines).toEqual([`${says} survey, pages, Markdown, CSV, JSON, ODCS.`]);
	});

	it.each([
		["Markdown", (texts: ReportTexts) => ({ ...texts, markdown: texts.markdown.replace("| HEAD |", "HEAD") })],
		["CSV", (texts: ReportTexts) => ({ ...texts, csv: texts.csv.replace("; other", ", other") })],
		["JSON", (texts: ReportTexts) => ({ ...texts, json: texts.json.replace('"images": [', '"images": [], "no": [') })],
		["ODCS", (texts: ReportTexts) => ({ ...texts, odcs: new Map() })],
	])("is missed where a part is not in %s", async (place, change) => {
		expect((await counted(tree(), change)).differences).toEqual([expect.stringContaining(`scans: ${place} has `)]);
	});

	it("is missed where its page cannot be read or another lies beside it", async () => {
		expect((await counted(tree("---\nno: page\n---\n"))).differences).toEqual([
			"scans: pages has 1 page and 0 groups of images, the survey has 0 and 0",
		]);
		expect((await counted(tree(undefined, { "dictionary/sources/scans/more.md": "x" }))).differences).toEqual([
			"scans: pages has 2 pages and 4 groups of images, the survey has 1 and 4",
		]);
	});
});
