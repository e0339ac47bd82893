import { parse } from "yaml";
import { parseCsv } from "../document/csv.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { DescribedImages } from "../records/image-folders.ts";
import { pagesFolder } from "../records/paths.ts";
import type { DictionaryReport } from "./contents.ts";
import type { ReportedImages } from "./images.ts";
import { type Count, type LedgerLine, linesOutsideCode, type ReportTexts } from "./ledger-line.ts";

/** The ledger's lines of image folders: what the survey knows, the pages in their folder, and each report. */
export async function imageLedger(
	tree: FileTree,
	images: readonly DescribedImages[],
	reports: ReportTexts,
): Promise<readonly LedgerLine[]> {
	const counted = imageCounts(reports, images);
	const lines: LedgerLine[] = [];
	for (const { id: source, metadata } of images) {
		const pages = (await tree.list(pagesFolder(source))).filter((path) => path.endsWith(".md")).length;
		const groups = groupCount(metadata);
		const counts: readonly (readonly [string, Count])[] = [
			["survey", { tables: metadata === undefined ? 0 : 1, fields: groups }],
			["pages", { tables: pages, fields: groups }],
			...[...counted].map(([format, counts]) => [format, counts.get(source) ?? { tables: 0, fields: 0 }] as const),
		];
		lines.push(...counts.map(([countedIn, count]) => ({ source, images: true as const, countedIn, ...count })));
	}
	return lines;
}

/** The image folders in each report, by format and source. */
function imageCounts(
	{ markdown, csv, json, odcs }: ReportTexts,
	images: readonly DescribedImages[],
): ReadonlyMap<string, ReadonlyMap<string, Count>> {
	const inJson = (JSON.parse(json) as DictionaryReport).images;
	const rows = Map.groupBy(parseCsv(csv), ({ Source = "" }) => Source);
	const sections = linesOutsideCode(markdown)
		.join("\n")
		.split(/^(?=## )/m);
	const counts = (count: (id: string, at: number) => number) =>
		new Map(images.map(({ id }, at) => [id, { tables: Math.min(1, count(id, at)), fields: count(id, at) }]));
	return new Map([
		["Markdown", counts((_, at) => markdownGroups(sections, at))],
		["CSV", counts((id) => (rows.get(id) ?? []).reduce((sum, { Values = "" }) => sum + groupsInCell(Values), 0))],
		[
			"JSON",
			counts((id) => inJson.filter((one) => one.id === id).reduce((sum, one) => sum + groupCount(one.facts), 0)),
		],
		["ODCS", counts((id) => odcsGroups(odcs.get(id)))],
	]);
}

function groupCount(metadata: ReportedImages["facts"]): number {
	return metadata === undefined ? 0 : metadata.modalities.length + metadata.bodyParts.length + metadata.years.length;
}

function groupsInCell(values: string): number {
	return values === "" ? 0 : values.split("; ").length;
}

/**
 * Counts the rows of the tables below headings of the third level, which documentation never has. Each table begins with
 * two lines of head.
 */
function markdownGroups(sections: readonly string[], at: number): number {
	const section = sections.find((text) => text.startsWith(`## <a id="images-${at + 1}"></a>`)) ?? "";
	const [, ...tables] = section.split(/^### .*$/m);
	return tables.reduce((sum, text) => sum + Math.max(0, (text.match(/^\|/gm) ?? []).length - 2), 0);
}

function odcsGroups(text: string | undefined): number {
	const { schema = [] } = (text === undefined ? {} : parse(text)) as {
		schema?: readonly { properties: readonly { customProperties: readonly { value: readonly unknown[] }[] }[] }[];
	};
	const properties = schema.flatMap((object) => object.properties);
	return properties.reduce((sum, { customProperties: [groups] }) => sum + (groups?.value.length ?? 0), 0);
}
