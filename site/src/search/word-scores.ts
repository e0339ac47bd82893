import { type Match, matchWord, wholeWord } from "./match-word.ts";
import type { NameIndex, Postings } from "./name-index.ts";
import type { WrittenWord } from "./words.ts";

/** How well one word of a query is met, from 0 to 1: by each field and each table. */
export interface WordScores {
	/** By the field's own name. */
	readonly fields: Float32Array;
	/** By what the glossary calls it. */
	readonly terms: Float32Array;
	/** By what people tell of it. */
	readonly told: Float32Array;
	/** By the table's own name or title. */
	readonly tables: Float32Array;
	/** By the table's schema or source. */
	readonly homes: Float32Array;
	/** By where a field of the table is: its table, schema or source. */
	readonly inTable: Float32Array;
	/** How many words of a name it stands for. */
	readonly count: number;
}

/** A name says what a thing is; where it stands, or what is said of it, counts less. */
const weight = { term: 0.8, told: 0.3, title: 0.8, home: 0.25, inTable: 0.5 } as const;

/** Looks a word up as it is written and as what it stands for; whichever meets a field or table better counts. */
export function scoreWord(index: NameIndex, { written, words }: WrittenWord, typing: boolean): WordScores {
	const asWritten = scores(index, matchWord(index, written, typing));
	const others =
		words.length === 1 && words[0] === written ? [] : words.map((word) => scores(index, wholeWord(index, word)));
	const best = (of: (each: Scores) => Float32Array): Float32Array => {
		const target = of(asWritten);
		const [first, ...more] = others.map(of);
		if (first === undefined) return target;
		for (let at = 0; at < target.length; at++) {
			let all = first[at] as number;
			for (const each of more) all = Math.min(all, each[at] as number);
			if (all > (target[at] as number)) target[at] = all;
		}
		return target;
	};
	const tables = best((each) => each.tables);
	const homes = best((each) => each.homes);
	return {
		fields: best((each) => each.fields),
		terms: best((each) => each.terms),
		told: best((each) => each.told),
		tables,
		homes,
		inTable: tables.map((own, at) => Math.max(own * weight.inTable, homes[at] as number)),
		count: words.length,
	};
}

type Scores = Pick<WordScores, "fields" | "terms" | "told" | "tables" | "homes">;

function scores({ tableOf, sourceOf }: NameIndex, matches: readonly Match[]): Scores {
	const fields = new Float32Array(tableOf.length);
	const terms = new Float32Array(tableOf.length);
	const told = new Float32Array(tableOf.length);
	const tables = new Float32Array(sourceOf.length);
	const homes = new Float32Array(sourceOf.length);
	for (const [places, quality] of matches) {
		raise(fields, places.fields, quality);
		raise(terms, places.fieldTerms, quality * weight.term);
		raise(told, places.fieldTold, quality * weight.told);
		raise(tables, places.tables, quality);
		raise(tables, places.tableTitles, quality * weight.title);
		raise(homes, places.tableHomes, quality * weight.home);
	}
	return { fields, terms, told, tables, homes };
}

function raise(scores: Float32Array, places: Postings["fields"], to: number): void {
	for (const at of places) if (to > (scores[at] as number)) scores[at] = to;
}
