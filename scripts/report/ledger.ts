import { parse } from "yaml";
import type { Catalogue } from "../dictionary/catalogue.ts";
import type { EntryPage } from "../dictionary/entry.ts";
import { headingText, readOutline } from "../dictionary/sections.ts";
import { parseCsv } from "../document/csv.ts";
import type { FileTree } from "../git/file-tree.ts";
import { readPages } from "../records/catalogue.ts";
import type { DescribedImages } from "../records/image-folders.ts";
import { counted } from "../text/count.ts";
import type { DictionaryReport } from "./contents.ts";
import { imageLedger } from "./ledger-images.ts";
import { type Count, type LedgerLine, linesOutsideCode, type ReportTexts } from "./ledger-line.ts";

/**
 * Counts tables and fields of each source wherever they stand, each place by reading it afresh: the survey's metadata,
 * the pages with their sections, the catalogue, a form of the whole, and each report. Image folders stand in no
 * catalogue and no form: their documentation is a page of their own.
 *
 * @param form What a whole form holds of each source: all but what is gone from the database, which is added here.
 */
export async function ledger(options: {
	readonly tree: FileTree;
	readonly catalogue: Catalogue;
	readonly images: readonly DescribedImages[];
	readonly reports: ReportTexts;
	readonly form: ReadonlyMap<string, Count>;
}): Promise<readonly LedgerLine[]> {
	const { tree, catalogue, images, reports, form } = options;
	const csv = csvCounts(reports.csv);
	const json = jsonCounts(reports.json);
	const markdown = markdownCounts(
		reports.markdown,
		catalogue.sources.map(({ id }) => id),
	);
	const lines: LedgerLine[] = [];
	for (const { id: source, tables } of catalogue.sources) {
		const nothing = { tables: 0, fields: 0 };
		const pages = await readPages(tree, source);
		const counts: readonly (readonly [string, Count])[] = [
			...pageCounts(pages),
			["catalogue", countOf(tables)],
			["form", sum(form.get(source) ?? nothing, goneCount(pages))],
			["Markdown", markdown.get(source) ?? nothing],
			["CSV", csv.get(source) ?? nothing],
			["JSON", json.get(source) ?? nothing],
			["ODCS", odcsCount(reports.odcs.get(source))],
		];
		lines.push(...counts.map(([countedIn, count]) => ({ source, countedIn, ...count })));
	}
	return [...lines, ...(await imageLedger(tree, images, reports))];
}

/** The places that do not say what the survey says, in words; none if all agree. */
export function ledgerDifferences(lines: readonly LedgerLine[]): readonly string[] {
	return lines.flatMap((line) => {
		const { source, countedIn, tables, fields } = line;
		const survey = lines.find((other) => other.source === source && other.countedIn === "survey");
		if (survey === undefined || (tables === survey.tables && fields === survey.fields)) return [];
		const found = formatLine(line, " and ");
		return [`${source}: ${countedIn} has ${found}, the survey has ${survey.tables} and ${survey.fields}`];
	});
}

function formatLine({ tables, fields, images }: LedgerLine, between: string): string {
	if (!images) return `${tables} tables${between}${fields} fields`;
	return `${counted(tables, "page")}${between}${fields} groups of images`;
}

/** The ledger for people: a line for each source if all places agree, else one for each place. */
export function formatLedger(lines: readonly LedgerLine[]): readonly string[] {
	return [...Map.groupBy(lines, ({ source }) => source)].flatMap(([source, own]) => {
		const [first] = own;
		if (first === undefined) return [];
		const told = (line: LedgerLine) => formatLine(line, ", ");
		if (ledgerDifferences(own).length === 0) {
			return [`${source}: ${told(first)}, the same in ${own.map(({ countedIn }) => countedIn).join(", ")}.`];
		}
		return own.map((line) => `${source}: ${line.countedIn}: ${told(line)}`);
	});
}

/** What the survey wrote into the pages, and what stands in them for people: a page a table, a section a field. */
function pageCounts(pages: readonly EntryPage[]): readonly (readonly [string, Count])[] {
	const sections = pages.flatMap(({ metadata, body = "" }) => {
		const headings = new Set(readOutline(body).sections.map(({ heading }) => heading));
		// People may have removed the section of a retired field.
		return (metadata?.fields ?? []).filter(
			({ name, retired }) => retired !== undefined || headings.has(headingText(name)),
		);
	});
	return [
		["survey", countOf(pages.flatMap(({ metadata }) => metadata ?? []))],
		["pages", { tables: pages.length, fields: sections.length }],
	];
}

function goneCount(pages: readonly EntryPage[]): Count {
	const metadata = pages.flatMap((page) => page.metadata ?? []);
	const fields = metadata.flatMap((table) =>
		table.fields.filter(({ retired }) => (retired ?? table.retired) !== undefined),
	);
	return { tables: metadata.filter(({ retired }) => retired !== undefined).length, fields: fields.length };
}

function countOf(tables: readonly { readonly fields: readonly unknown[] }[]): Count {
	return { tables: tables.length, fields: tables.reduce((count, { fields }) => count + fields.length, 0) };
}

function sum(one: Count, other: Count): Count {
	return { tables: one.tables + other.tables, fields: one.fields + other.fields };
}

/** A table is a heading of the third level with a name in code, a field one of the fourth; others have none. */
function markdownCounts(text: string, sources: readonly string[]): ReadonlyMap<string, Count> {
	const counts = sources.map(() => ({ tables: 0, fields: 0 }));
	let current: { tables: number; fields: number } | undefined;
	for (const line of linesOutsideCode(text)) {
		if (line.startsWith("## ")) {
			const source = /^## <a id="source-(\d+)"><\/a>/.exec(line)?.[1];
			current = source === undefined ? undefined : counts[Number(source) - 1];
		} else if (current !== undefined && line.includes("`")) {
			if (line.startsWith("### ")) current.tables++;
			else if (line.startsWith("#### ")) current.fields++;
		}
	}
	return new Map(sources.map((source, index) => [source, counts[index] ?? { tables: 0, fields: 0 }]));
}

function csvCounts(text: string): ReadonlyMap<string, Count> {
	const rows = Map.groupBy(parseCsv(text), ({ Source = "" }) => Source);
	return new Map(
		[...rows].map(([source, own]) => {
			const fields = own.filter((row) => row["Field id"] !== "").length;
			return [source, { tables: new Set(own.map(({ Table }) => Table)).size, fields }];
		}),
	);
}

function jsonCounts(text: string): ReadonlyMap<string, Count> {
	const { sources } = JSON.parse(text) as DictionaryReport;
	return new Map(sources.map(({ id, tables }) => [id, countOf(tables)]));
}

function odcsCount(text: string | undefined): Count {
	const contract = (text === undefined ? {} : parse(text)) as {
		schema?: readonly { properties: readonly unknown[] }[];
	};
	return countOf((contract.schema ?? []).map(({ properties }) => ({ fields: properties })));
}
