import { fieldPairs } from "../../dictionary/field-pairs.ts";
import type { ReportedSource } from "../../report/contents.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { fieldAnchor, tableAddress, termAddress } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";
import { diagramDrawer } from "./diagram.ts";
import { pageProse } from "./page-prose.ts";
import { siteReport } from "./report.ts";
import type { NamedLink } from "./sentence.ts";
import { tableLinks } from "./table-links.ts";
import { type TablePage, type TableSurroundings, tablePage } from "./table-page.ts";

/** The page of every table. */
export interface TablesContents {
	readonly tables: readonly TablePage[];
}

/** See {@link TablesContents}. The public site's pages name no person and suggest nothing that nobody has confirmed. */
export async function tablesContents(reading: SiteReading): Promise<TablesContents> {
	const { sources } = await siteReport(reading);
	const prose = await pageProse(reading);
	const draw = await diagramDrawer();
	return { tables: sources.flatMap((source) => sourceTables(source, { reading, prose, draw })) };
}

type Making = Pick<TableSurroundings, "reading" | "prose" | "draw">;

function sourceTables(source: ReportedSource, making: Making): readonly TablePage[] {
	const { records, glossary } = making.reading;
	const links = tableLinks(source);
	const catalogued = records.catalogue.sources.find(({ id }) => id === source.id);
	const known = new Map(catalogued?.tables.map((table) => [table.id, table]));
	const byField = fieldLinks(source);
	const linkTo = (id: string): NamedLink => byField.get(id) ?? { name: printable(id) };
	const related = fieldPairs(
		(catalogued?.tables ?? []).map(({ metadata }) => metadata),
		catalogued?.relations ?? [],
	);
	const targets = Map.groupBy(related, ({ from }) => from);
	const refersTo = (id: string): readonly NamedLink[] =>
		[...new Set((targets.get(id) ?? []).map(({ to }) => to))].map(linkTo);
	const term = (id: string): NamedLink => ({
		name: onOneLine(glossary.get(id)?.title ?? id),
		address: termAddress(id),
	});
	const title = onOneLine(source.title);
	return source.tables.flatMap((table) => {
		const own = known.get(table.id);
		if (own === undefined) return [];
		const ownLinks = links.get(table.id) ?? { to: [], from: [] };
		const around = { source: { id: source.id, title }, catalogued: own, links: ownLinks, linkTo, term, refersTo };
		return [tablePage(table, { ...making, ...around })];
	});
}

/** Where every field of a source stands, by its id. */
function fieldLinks(source: ReportedSource): ReadonlyMap<string, NamedLink> {
	return new Map(
		source.tables.flatMap(({ path, fields }) => {
			const address = tableAddress({ source: source.id, path });
			return fields.map(
				({ id, name }) => [id, { name: printable(id), address: `${address}#${fieldAnchor(name)}` }] as const,
			);
		}),
	);
}
