import type { ReportedSource, ReportedTable } from "../../report/contents.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { completenessAddress, sourceAddress, tableAddress } from "../page/address.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import type { SiteReading } from "../reading/reading.ts";
import { describeRows } from "./about-table.ts";
import { type ImageFolderPage, imagePage } from "./image-page.ts";
import { openingOf } from "./opening.ts";
import { pageProse } from "./page-prose.ts";
import { siteReport } from "./report.ts";
import { type Totals, totals } from "./totals.ts";

/** The dictionary's first page, and the pages of its sources. */
export interface DictionaryContents {
	/** Databases by title. */
	readonly sources: readonly SourceOverview[];
	readonly images: readonly ImageFolderPage[];
	/** Address of the page that says how complete the dictionary is, on the internal site. */
	readonly completeness?: string;
}

/** One database, and the pages that list its tables. */
export interface SourceOverview {
	readonly id: string;
	readonly title: string;
	readonly address: string;
	readonly totals: Totals;
	/** The departments that answer for its tables, by name; last what nobody answers for. */
	readonly owners: readonly { readonly owner?: string; readonly tables: number; readonly fields: number }[];
	readonly pages: readonly ListPage<TableEntry>[];
}

/** One table in the list of its source's. */
export interface TableEntry {
	/** Its schema, where it is the first of its schema on the page. */
	readonly schema?: string;
	readonly title: string;
	readonly id: string;
	readonly address: string;
	/** What it holds, in a sentence or two; empty where nobody has described it. */
	readonly about: string;
	readonly rows: string;
	readonly fields: number;
	readonly described: number;
	readonly owner?: string;
	/** Marks such as gone or never shared. */
	readonly marks: readonly string[];
}

/** How many tables a page lists. */
const pageSize = 150;

/** See {@link DictionaryContents}. */
export async function dictionaryContents(reading: SiteReading): Promise<DictionaryContents> {
	const { sources, images } = await siteReport(reading);
	const prose = await pageProse(reading);
	return {
		sources: sources.map(sourceOverview),
		images: images.map((folder) => imagePage(folder, prose)),
		...(reading.shows.unfinished ? { completeness: completenessAddress } : {}),
	};
}

function sourceOverview(source: ReportedSource): SourceOverview {
	const { id, title, tables } = source;
	const inOrder = tables.toSorted(
		(one, other) => compare(one.schema, other.schema) || compare(gone(one), gone(other)) || compare(one.id, other.id),
	);
	return {
		id,
		title: onOneLine(title),
		address: sourceAddress(id),
		totals: totals(tables),
		owners: owners(tables),
		pages: paginate(inOrder, pageSize).map(({ items, ...page }) => ({
			...page,
			items: items.map((table, at) => ({
				...(table.schema === items[at - 1]?.schema ? {} : { schema: printable(table.schema) }),
				...tableEntry(id, table),
			})),
		})),
	};
}

function tableEntry(source: string, table: ReportedTable): TableEntry {
	const living = table.fields.filter(({ retired }) => retired === undefined);
	const marks = [
		...(table.retired === undefined ? [] : [`Gone since ${table.retired}`]),
		...(table.class === "excluded" ? ["Never shared"] : []),
	];
	return {
		title: onOneLine(table.title),
		id: printable(table.id),
		address: tableAddress({ source, path: table.path }),
		about: openingOf(table.description),
		rows: describeRows(table.rows),
		fields: living.length,
		described: living.filter(({ standing }) => standing === "described").length,
		...(table.owner === undefined ? {} : { owner: onOneLine(table.owner) }),
		marks,
	};
}

function owners(tables: readonly ReportedTable[]): SourceOverview["owners"] {
	const living = tables.filter(({ retired }) => retired === undefined);
	return [...Map.groupBy(living, ({ owner }) => owner)]
		.sort(
			([one], [other]) => Number(one === undefined) - Number(other === undefined) || compare(one ?? "", other ?? ""),
		)
		.map(([owner, own]) => ({
			...(owner === undefined ? {} : { owner: onOneLine(owner) }),
			tables: own.length,
			fields: own.reduce((sum, { fields }) => sum + fields.filter(({ retired }) => retired === undefined).length, 0),
		}));
}

/** Tables that are gone stand last in their schema. */
function gone({ retired }: ReportedTable): string {
	return retired === undefined ? "" : "gone";
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}
