import type { CatalogueField, CatalogueTable } from "../../dictionary/catalogue.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import { isDatabase } from "../../records/listed-sources.ts";
import type { ReportedTable } from "../../report/contents.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { tableSlug } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";
import { describeChecks, describeKeys, describeRows, describeSharing, kindLabels, kindNotes } from "./about-table.ts";
import type { Diagram, Draw } from "./diagram.ts";
import { type FieldRow, type FieldSurroundings, fieldRow } from "./field-row.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { databaseComment, notDescribed } from "./not-described.ts";
import type { PageProse } from "./page-prose.ts";
import type { NamedLink, SentencePart } from "./sentence.ts";
import { describeReferred, describeReferring, type LinksOfTable } from "./table-links.ts";

/** One table's page; what does not apply is absent. */
export interface TablePage {
	readonly source: { readonly id: string; readonly title: string };
	/** The last part of its address. */
	readonly slug: string;
	readonly title: string;
	/** Its name in the database, with control characters written as codes. */
	readonly id: string;
	/** Small words above the heading. */
	readonly kind: string;
	readonly kindNote?: string;
	/** Since when it is gone from the database. */
	readonly retired?: string;
	/** HTML. */
	readonly description: string;
	/** What is said where nobody has described it. */
	readonly blank?: string;
	readonly comment?: string;
	/** Short facts, each a label and its text. */
	readonly facts: readonly (readonly [label: string, words: string])[];
	readonly fields: readonly FieldRow[];
	readonly keys: readonly (readonly SentencePart[])[];
	readonly checks: readonly (readonly SentencePart[])[];
	readonly refersTo: readonly (readonly SentencePart[])[];
	readonly referredBy: readonly (readonly SentencePart[])[];
	/** How many more tables refer to it than `referredBy` lists, in words. */
	readonly referredByMore?: string;
	readonly diagram?: Diagram;
	/** Day of the survey that the facts are from. */
	readonly surveyed: string;
	/** The commit that last changed its dictionary page. */
	readonly changed?: { readonly day: string; readonly commit: string; readonly author?: string };
	/** Whether readers can put fields into a request. */
	readonly canRequest?: true;
}

/** How many referring tables are listed at most; each referring table's own page shows its link too. */
const maxReferring = 40;

/** What a table's page needs to know besides the table. */
export interface TableSurroundings extends Pick<FieldSurroundings, "linkTo" | "term"> {
	readonly reading: SiteReading;
	readonly source: { readonly id: string; readonly title: string };
	readonly catalogued: CatalogueTable;
	readonly links: LinksOfTable;
	/** The fields of other tables that a field's values are found in. */
	readonly refersTo: (field: string) => readonly NamedLink[];
	readonly prose: PageProse;
	readonly draw: Draw;
}

/** A table's page. The public site's names no person and suggests nothing that nobody has confirmed. */
export function tablePage(table: ReportedTable, around: TableSurroundings): TablePage {
	const { reading, source, catalogued, links, prose, draw } = around;
	const isInternal = reading.shows.insight;
	const byId = new Map(catalogued.fields.map((field): [string, CatalogueField] => [field.id, field]));
	const words = (markdown: string) => prose(table.path, markdown);
	const fields = table.fields.flatMap((reported) => {
		const field = byId.get(reported.id);
		if (field === undefined) return [];
		const { linkTo, term } = around;
		const refersTo = around.refersTo(reported.id);
		return [fieldRow(reported, { isInternal, table: catalogued, field, prose: words, linkTo, term, refersTo })];
	});
	const near = neighbourhood(source.id, table, links);
	const kindNote = kindNotes[table.kind];
	const change = reading.changed.get(table.path);
	const comment = databaseComment(table.comment, table.description);
	const others = links.from.filter(({ from }) => from !== table);
	const referring = others.slice(0, maxReferring);
	return {
		source: { id: source.id, title: onOneLine(source.title) },
		slug: tableSlug(table.path),
		title: onOneLine(table.title),
		id: printable(table.id),
		kind: kindLabels[table.kind],
		...(kindNote === undefined ? {} : { kindNote }),
		...(table.retired === undefined ? {} : { retired: table.retired }),
		description: prose(table.path, table.description),
		...(table.description.trim() === "" ? { blank: notDescribed(table.owner) } : {}),
		...(comment === undefined ? {} : { comment }),
		facts: tableFacts(table, isInternal ? excludedBecause(reading, source.id, table.id) : undefined),
		fields,
		keys: describeKeys(table),
		checks: describeChecks(table),
		refersTo: links.to.map((link) => describeReferring(source.id, link)),
		referredBy: referring.map((link) => describeReferred(source.id, link)),
		...(referring.length === others.length ? {} : { referredByMore: describeMore(others.slice(maxReferring)) }),
		...(near === undefined ? {} : { diagram: draw(near) }),
		surveyed: table.surveyed,
		...(change === undefined
			? {}
			: {
					changed: { ...(isInternal && { author: onOneLine(change.author) }), day: change.day, commit: change.commit },
				}),
		...(fields.some(({ canRequest }) => canRequest) ? { canRequest: true } : {}),
	};
}

function tableFacts(table: ReportedTable, because: string | undefined): TablePage["facts"] {
	const { fields, owner } = table;
	const living = fields.filter(({ retired }) => retired === undefined);
	const described = living.filter(({ standing }) => standing === "described").length;
	const facts: readonly (readonly [string, string | undefined])[] = [
		["Database name", printable(table.id)],
		["Rows", describeRows(table.rows)],
		["Fields", `${living.length.toLocaleString("en-GB")}, of which ${described.toLocaleString("en-GB")} described`],
		["Department", owner ?? "nobody yet"],
		["Can be shared", describeSharing(table)],
		["Reason", because],
	];
	return facts.flatMap(([label, words]) => (words === undefined ? [] : [[label, onOneLine(words)] as const]));
}

/** Why a table is never shared, as the source list says. */
function excludedBecause({ records }: SiteReading, source: string, table: string): string | undefined {
	const listed = records.sources.sources.find(({ id }) => id === source);
	return listed !== undefined && isDatabase(listed) ? listedTable(listed, table)?.reason : undefined;
}

/** How many referring tables are not listed, by schema. */
function describeMore(left: LinksOfTable["from"]): string {
	const bySchema = Map.groupBy(left, ({ from }) => from.schema);
	const parts = [...bySchema].map(([schema, own]) => `${own.length.toLocaleString("en-GB")} from ${printable(schema)}`);
	const shown = parts.length > 10 ? [...parts.slice(0, 10), "others"] : parts;
	return `${left.length.toLocaleString("en-GB")} more: ${shown.join(", ")}. The page of each table says what it refers to.`;
}
