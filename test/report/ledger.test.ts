import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileTree } from "../../scripts/git/file-tree.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { reportCommand, reportFormats, reportTexts } from "../../scripts/report/command.ts";
import { formCounts } from "../../scripts/report/form-count.ts";
import { formatLedger, ledger, ledgerDifferences } from "../../scripts/report/ledger.ts";
import type { Count, ReportTexts } from "../../scripts/report/ledger-line.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type MadeTable, madeTree, reportOf } from "./dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");
const forged = "```\n#### `forged`\n```";
const tables: readonly MadeTable[] = [
	{
		table: "patients",
		words: forged,
		fields: { patient_id: "The patient.", sex: forged, gone: { retired: "2026-01-01" } },
	},
	{ table: "visits", fields: { "a.b": '=1+1,\n"x"', "#### `c`": "C." } },
	{ table: "old", retired: "2026-01-01", fields: { id: "Id." } },
	{ table: "empty", fields: {} },
];

async function counted(
	tree: FileTree,
	change: (texts: ReportTexts) => ReportTexts = (texts) => texts,
	form?: ReadonlyMap<string, Count>,
) {
	const { catalogue, images, report } = await reportOf(tree);
	const reports = change(reportTexts(report));
	const lines = await ledger({ tree, catalogue, images, reports, form: form ?? (await formCounts(tree)) });
	return { lines, differences: ledgerDifferences(lines) };
}

describe("the ledger", () => {
	it("counts the same everywhere, hostile words and what is gone included", async () => {
		const { lines, differences } = await counted(madeTree(tables));
		expect(differences).toEqual([]);
		expect(formatLedger(lines)).toEqual([
			"hampton: 4 tables, 6 fields, the same in survey, pages, catalogue, form, Markdown, CSV, JSON, ODCS.",
		]);
	});

	it.each([
		["Markdown", (texts: ReportTexts) => ({ ...texts, markdown: texts.markdown.replace(/^#### `sex`$/m, "") })],
		["CSV", (texts: ReportTexts) => ({ ...texts, csv: texts.csv.replace(/^hampton,clinical\.empty.*\n/m, "") })],
		[
			"JSON",
			(texts: ReportTexts) => ({ ...texts, json: texts.json.replace(/"tables": \[/, '"tables": [{"fields": []},') }),
		],
		["ODCS", (texts: ReportTexts) => ({ ...texts, odcs: new Map() })],
	])("notices a difference in %s", async (place, change) => {
		const { differences, lines } = await counted(madeTree(tables), change);
		expect(differences).toEqual([expect.stringContaining(`hampton: ${place} has `)]);
		expect(formatLedger(lines).length).toBe(8);
	});

	it("notices a form that leaves something out", async () => {
		const { differences } = await counted(
			madeTree(tables),
			undefined,
			new Map([["hampton", { tables: 3, fields: 3 }]]),
		);
		expect(differences).toEqual(["hampton: form has 4 tables and 5 fields, the survey has 4 and 6"]);
	});

	it("notices a page that cannot be read, a table with two pages, and a field without a section", async () => {
		const page = "dictionary/sources/hampton/";
		const broken = await counted(madeTree(tables, {}, { [`${page}x.md`]: "---\nno: page\n---\n" }));
		expect(broken.differences).toEqual(["hampton: pages has 5 tables and 6 fields, the survey has 4 and 6"]);
		const [first, ...others] = tables as readonly [MadeTable, ...MadeTable[]];
		expect((await counted(madeTree([first, first, ...others]))).differences.length).toBeGreaterThan(0);
		const tree = madeTree(tables);
		const text = (await tree.read(`${page}0.md`))?.toString().replace("## `patient_id`", "") ?? "";
		expect((await counted(madeTree(tables, {}, { [`${page}0.md`]: text }))).differences).toEqual([
			"hampton: pages has 4 tables and 5 fields, the survey has 4 and 6",
		]);
	});
});

/** A folder with the small dictionary. */
const small = temporaryFolder();
for (const [path, bytes] of await madeTree(tables).readAll("")) {
	mkdirSync(dirname(join(small, path)), { recursive: true });
	writeFileSync(join(small, path), bytes);
}

describe("hub report", () => {
	const run = async (options: Partial<Parameters<typeof reportCommand>[0]>) => {
		const printed: string[] = [];
		const progressed: string[] = [];
		const base = { root: small, format: "markdown" as const };
		await reportCommand({
			...base,
			print: (line) => void printed.push(line),
			progress: (line) => void progressed.push(line),
			...options,
		});
		return { printed, progressed };
	};

	it("writes nothing among the records, not even through a link", async () => {
		const root = temporaryFolder();
		mkdirSync(join(root, "dictionary"));
		const source =
			"{ id: hampton, title: H, kind: postgresql, connection: H_URL, schemas: [a], patient: { table: a.p, key: id }, tables: {} }";
		writeFileSync(join(root, "dictionary/sources.yml"), `schemaVersion: 1\nsources: [${source}]\n`);
		symlinkSync(join(root, "dictionary"), join(root, "elsewhere"));
		const quiet = () => {};
		for (const out of ["elsewhere/sources.yml", "elsewhere/new.md", "dictionary/new.md"]) {
			const writing = reportCommand({ root, format: "csv", out: join(root, out), print: quiet, progress: quiet });
			await expect(writing).rejects.toThrow("lies among the records");
		}
	});

	it("writes Hampton's dictionary, and the same numbers everywhere", async () => {
		const out = join(temporaryFolder(), "report");
		const { printed, progressed } = await run({ root: repository, out });
		expect(readFileSync(out, "utf8")).toContain("clinical.lab_results");
		expect(printed).toEqual([
			expect.stringMatching(/^hampton: \d+ tables, \d+ fields, the same in survey, .*ODCS\.$/),
			"hampton-imaging: 1 page, 18 groups of images, the same in survey, pages, Markdown, CSV, JSON, ODCS.",
		]);
		expect(progressed).toEqual([]);
	});

	it.each(reportFormats)("writes the format %s", async (format) => {
		const out = join(temporaryFolder(), "report");
		await run({ format, out });
		expect(readFileSync(out, "utf8")).toContain("clinical.patients");
	});

	it("prints the report apart from the ledger", async () => {
		const { printed, progressed } = await run({ source: "hampton", format: "csv" });
		expect(printed.length).toBe(1);
		expect(printed[0]).toMatch(/^Source,Table,.*[^\n]$/s);
		expect(progressed).toEqual([expect.stringContaining("the same in survey")]);
	});

	it("ends as incomplete where a page cannot be read, with the report written all the same", async () => {
		const page = join(small, "dictionary/sources/hampton/broken.md");
		const out = join(temporaryFolder(), "report");
		writeFileSync(page, "---\nno: page\n---\n");
		const failure = await run({ out }).catch((error: unknown) => error);
		rmSync(page);
		expect(failure).toBeInstanceOf(UserError);
		expect(failure).toMatchObject({
			exit: "incomplete",
			message: expect.stringContaining("hampton: pages has 5 tables"),
		});
		expect(existsSync(out)).toBe(true);
	});

	it.each([
		["an unknown source", { source: "hamptno" }, "usage", 'Did you mean "hampton"?'],
		["a file among the records", { out: join(small, "dictionary/report.md") }, "usage", "among the records"],
		["a file in a folder that is not there", { out: "/nowhere/at/all/report.md" }, "environment", "ENOENT"],
	] as const)("refuses %s", async (_, options, exit, says) => {
		const failure = await run(options).catch((error: unknown) => error);
		expect(failure).toMatchObject({ exit, message: expect.stringContaining(says) });
	});
});
