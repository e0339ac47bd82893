import SearchableMap from "minisearch/SearchableMap";
import { parseTableId } from "../../../scripts/dictionary/field-id.ts";
import { fieldNames, type NameCatalogue } from "../../../scripts/site/search/name-catalogue.ts";
import type { WordCatalogue } from "../../../scripts/site/search/word-catalogue.ts";
import { wordFamily } from "./word-family.ts";
import { type WrittenWord, wordSplitter } from "./words.ts";

/**
 * Where a word stands: positions of tables or fields. Of a field, its own name, and what else it is called: by the
 * glossary, and by its type, since `admitted_at` holds the date of an admission; then what people tell of it.
 */
export interface Postings {
	readonly fields: number[];
	readonly fieldTerms: number[];
	readonly fieldTold: number[];
	readonly tables: number[];
	readonly tableTitles: number[];
	/** Of a table's schema and source. */
	readonly tableHomes: number[];
}

/** The words of a catalogue, and where each of them stands. */
export interface NameIndex {
	readonly words: SearchableMap<Postings>;
	/** The places of all words of a family, by what {@link wordFamily} gives. */
	readonly families: ReadonlyMap<string, readonly Postings[]>;
	/** How many words the name of each field has, and of each table. */
	readonly fieldWords: Uint8Array;
	readonly tableWords: Uint8Array;
	/** The table of each field. */
	readonly tableOf: Int32Array;
	/** The source of each table. */
	readonly sourceOf: Int32Array;
	/** The exact name of each field. */
	readonly names: readonly string[];
	/** The first field of each table. */
	readonly firstField: Int32Array;
	/** Positions of a term's fields, by what the glossary calls it: its words, each with a space behind. */
	readonly phrases: ReadonlyMap<string, readonly number[]>;
	/** Positions of the terms of each field that has some. */
	readonly termsOf: ReadonlyMap<number, readonly number[]>;
	readonly split: (text: string) => readonly WrittenWord[];
}

/** What people call a field of a type. */
const typeWords: Readonly<Record<string, readonly string[]>> = {
	day: ["date", "day"],
	"day and time": ["date", "day", "time"],
};

/** Makes the index of a catalogue's names, and of the words that people tell of its fields. */
export function indexNames(catalogue: NameCatalogue, told?: WordCatalogue): NameIndex {
	const { sources, terms, tables } = catalogue;
	const names = fieldNames(catalogue);
	const split = wordSplitter();
	const words = new SearchableMap<Postings>();
	const families = new Map<string, Postings[]>();
	// Looking a word up in the tree takes longer than in a map, and most words come many times.
	const places = new Map<string, Postings>();
	const placesOf = (word: string): Postings => {
		const found = places.get(word);
		if (found !== undefined) return found;
		const made: Postings = { fields: [], fieldTerms: [], fieldTold: [], tables: [], tableTitles: [], tableHomes: [] };
		places.set(word, made);
		words.set(word, made);
		append(families, wordFamily(word), [made]);
		return made;
	};
	const named = new Map<string, { readonly places: readonly Postings[]; readonly count: number }>();
	const read = (name: string) => {
		const found = named.get(name) ?? placesAndCount(split(name), placesOf);
		named.set(name, found);
		return found;
	};

	const byType = catalogue.types.map((type) => (typeWords[type] ?? []).map(placesOf));
	const sourceOf = new Int32Array(tables.id.length);
	const firstField = new Int32Array(tables.id.length);
	const tableWords = new Uint8Array(tables.id.length);
	const fieldWords = new Uint8Array(names.length);
	const tableOf = new Int32Array(names.length);
	let table = 0;
	let field = 0;
	for (const [number, { id, title, tables: count }] of sources.entries()) {
		for (const end = table + count; table < end; table++) {
			sourceOf[table] = number;
			firstField[table] = field;
			const tableId = tables.id[table] ?? "";
			const { schema, table: name } = parseTableId(tableId) ?? { schema: "", table: tableId };
			const own = read(name);
			tableWords[table] = own.count;
			for (const each of own.places) each.tables.push(table);
			for (const each of read(tables.title[table] ?? "").places) each.tableTitles.push(table);
			for (const each of read(`${schema} ${id} ${title}`).places) each.tableHomes.push(table);
			for (const end = field + (tables.fields[table] ?? 0); field < end; field++) {
				tableOf[field] = table;
				const own = read(names[field] ?? "");
				fieldWords[field] = own.count;
				for (const each of own.places) each.fields.push(field);
				for (const each of byType[catalogue.fields.type[field] ?? 0] ?? []) each.fieldTerms.push(field);
			}
		}
	}

	const phrases = new Map<string, number[]>();
	const termsOf = new Map<number, number[]>();
	for (const [number, { title, synonyms, fields: gaps }] of terms.entries()) {
		const linked = positions(gaps);
		for (const position of linked) append(termsOf, position, [number]);
		for (const name of [title, ...synonyms]) append(phrases, phrase(split(name)), linked);
		for (const each of read([title, ...synonyms].join(" ")).places) {
			// Spread into one call, a hundred thousand of them would be too many arguments.
			for (const position of linked) each.fieldTerms.push(position);
		}
	}
	for (const [at, word] of (told?.words ?? []).entries()) {
		const linked = positions(told?.fields[at] ?? []);
		for (const each of read(word).places) for (const position of linked) each.fieldTold.push(position);
	}
	return { words, families, names, fieldWords, tableWords, tableOf, sourceOf, firstField, phrases, termsOf, split };
}

/** Words as one text, to compare what was asked with what the glossary calls a thing. */
export function phrase(words: readonly WrittenWord[]): string {
	return words.flatMap((word) => word.words).join(" ");
}

function placesAndCount(words: readonly WrittenWord[], placesOf: (word: string) => Postings) {
	const different = new Set(words.flatMap(({ written, words }) => [written, ...words]));
	const count = words.reduce((sum, word) => sum + word.words.length, 0);
	return { places: [...different].map(placesOf), count: Math.min(count, 255) };
}

function positions(gaps: readonly number[]): readonly number[] {
	let at = 0;
	return gaps.map((gap) => (at += gap));
}

function append<K, V>(lists: Map<K, V[]>, key: K, values: readonly V[]): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [...values]);
	else for (const value of values) list.push(value);
}
