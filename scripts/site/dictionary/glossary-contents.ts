import type { Term } from "../../glossary/glossary.ts";
import { fieldsByTerm, type LocatedField } from "../../report/term-fields.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { fieldAnchor, glossaryAddress, tableAddress, termAddress } from "../page/address.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import type { SiteReading } from "../reading/reading.ts";
import { openingOf } from "./opening.ts";
import { pageProse } from "./page-prose.ts";
import { siteReport } from "./report.ts";

/** The glossary. */
export interface GlossaryContents {
	/** Its index from A to Z. */
	readonly pages: readonly ListPage<TermEntry>[];
	/** Where each letter that any term begins with stands in the index. */
	readonly letters: readonly { readonly letter: string; readonly address: string }[];
	/** The page of each term. */
	readonly terms: readonly TermPage[];
}

/** One term in the index. */
export interface TermEntry {
	/** Its letter, where it is the first on the page that begins with it, with its place there. */
	readonly letter?: { readonly name: string; readonly anchor: string };
	readonly title: string;
	readonly address: string;
	readonly synonyms: readonly string[];
	readonly about: string;
}

/** One term's page. */
export interface TermPage {
	readonly id: string;
	readonly title: string;
	/** HTML. */
	readonly definition: string;
	readonly synonyms: readonly string[];
	readonly examples: readonly string[];
	/** The fields that hold it, by table. */
	readonly tables: readonly TermTable[];
	/** How many more fields there are than `tables` lists. */
	readonly more: number;
	/** Day on which its page was last changed. */
	readonly changed?: string;
}

/** The fields of one table that hold a term. */
export interface TermTable {
	readonly title: string;
	readonly address: string;
	readonly fields: readonly { readonly name: string; readonly address: string }[];
}

/** How many terms a page of the index lists. */
const pageSize = 150;
/** How many fields are listed at most; the search finds the others. */
const maxFields = 200;

const inEnglish = new Intl.Collator("en-GB", { sensitivity: "base", numeric: true });

/** See {@link GlossaryContents}. */
export async function glossaryContents(reading: SiteReading): Promise<GlossaryContents> {
	const report = await siteReport(reading);
	const prose = await pageProse(reading);
	const fields = fieldsByTerm(report);
	const inOrder = report.glossary.toSorted(
		(one, other) =>
			letterRank(one) - letterRank(other) || inEnglish.compare(one.title, other.title) || (one.id < other.id ? -1 : 1),
	);
	const pages = paginate(inOrder, pageSize);
	const letters = new Map<string, string>();
	for (const { number, items } of pages) {
		for (const term of items) {
			const letter = letterOf(term);
			if (!letters.has(letter)) letters.set(letter, `${glossaryAddress(number)}#${letterAnchor(letter)}`);
		}
	}
	return {
		pages: pages.map(({ items, ...page }) => ({
			...page,
			items: items.map((term, at) => {
				const before = items[at - 1];
				const letter = letterOf(term);
				return {
					...(before && letterOf(before) === letter ? {} : { letter: { name: letter, anchor: letterAnchor(letter) } }),
					...termEntry(term),
				};
			}),
		})),
		letters: [...letters].map(([letter, address]) => ({ letter, address })),
		terms: report.glossary.map((term) => {
			const change = reading.changed.get(term.path);
			return {
				...termPage(term, fields.get(term.id) ?? []),
				definition: prose(term.path, term.definition),
				...(change === undefined ? {} : { changed: change.day }),
			};
		}),
	};
}

const otherLetter = "0 to 9 and others";

/** The letter that a term stands under, accents aside. */
function letterOf({ title }: Term): string {
	const [first = ""] = title.normalize("NFD").toUpperCase();
	return /[A-Z]/.test(first) ? first : otherLetter;
}

function letterAnchor(letter: string): string {
	return `letter-${letter === otherLetter ? "other" : letter}`;
}

function letterRank(term: Term): number {
	return Number(letterOf(term) === otherLetter);
}

function termEntry({ id, title, synonyms, definition }: Term): TermEntry {
	return {
		title: onOneLine(title),
		address: termAddress(id),
		synonyms: synonyms.map(onOneLine),
		about: openingOf(definition),
	};
}

function termPage(
	{ id, title, synonyms, examples }: Term,
	fields: readonly LocatedField[],
): Omit<TermPage, "definition"> {
	const shown = fields.slice(0, maxFields);
	const byTable = Map.groupBy(shown, ({ table }) => table);
	return {
		id,
		title: onOneLine(title),
		synonyms: synonyms.map(onOneLine),
		examples: examples.map(onOneLine),
		tables: [...byTable].map(([table, own]) => {
			const address = tableAddress({ source: own[0]?.source.id ?? "", path: table.path });
			const linked = own.map(({ field }) => ({
				name: printable(field.name),
				address: `${address}#${fieldAnchor(field.name)}`,
			}));
			return { title: onOneLine(table.title), address, fields: linked };
		}),
		more: fields.length - shown.length,
	};
}
