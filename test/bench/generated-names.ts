import { describeType } from "../../scripts/form/type-label.ts";
import { splitName } from "../../scripts/sensitivity/name-words.ts";
import {
	classLetters,
	listNames,
	type NameCatalogue,
	sensitivityLetters,
} from "../../scripts/site/search/name-catalogue.ts";
import type { WordCatalogue } from "../../scripts/site/search/word-catalogue.ts";
import { readLabelledTables } from "./labelled-columns.ts";

const fieldsOfTable = 9;
const wordsOfField = 12;
const differentWords = 4000;
const owners = ["", "_history", "_staging", "_archive", "_audit"];

/**
 * A catalogue of as many fields with names as hospitals have them, always the same: each table has a stretch of the
 * columns of a table of a public schema, in which every fourth name is put together from words of all of them, so that a
 * compressor finds about as little to repeat as in a real one. Every second table has a title.
 */
export function generateNames(size: number): NameCatalogue {
	const labelled = readLabelledTables().flatMap(({ metadata, labels }) =>
		metadata.fields.map(({ name, type }) => ({
			table: metadata.table.toLowerCase(),
			name,
			type: describeType({ name, type, nullable: true }),
			sensitivity: labels.get(name),
		})),
	);
	const words = [...new Set(labelled.flatMap(({ name }) => splitName(name).map(({ written }) => written)))];
	const next = drawing();
	const one = <T>(list: readonly T[]): T => list[next(list.length)] as T;
	const tables = Math.ceil(size / fieldsOfTable);
	const starts = Array.from({ length: tables }, () => next(labelled.length - fieldsOfTable));
	const positions = Array.from({ length: size }, (_, at) => at);
	const drawn = positions.map((at) => {
		const start = starts[Math.floor(at / fieldsOfTable)] ?? 0;
		const column = labelled[start + (at % fieldsOfTable)] ?? one(labelled);
		return at % 4 === 3 ? { ...column, name: `${one(words)}_${one(words)}` } : column;
	});
	const types = [...new Set(drawn.map(({ type }) => type))];
	const titled = starts.map((start, at) => `${labelled[start]?.table}${one(owners)}_${at}`);
	const terms = Array.from({ length: 100 }, (_, at) => at).map((at) => ({
		id: `term-${at}`,
		title: `${one(words)} ${one(words)}`,
		synonyms: [`${one(words)} ${one(words)}`, one(words)],
		fields: Array.from({ length: Math.max(1, Math.floor(size / 20_000)) }, (_, n) => (n === 0 ? next(size / 2) : 97)),
	}));
	const { names, numbers } = listNames(drawn.map(({ name }) => name));
	return {
		schemaVersion: 1,
		sources: [{ id: "generated", title: "Generated clinical records", tables, patient: 0 }],
		types,
		terms,
		names,
		tables: {
			id: titled.map((name, at) => `s${at % 4}.${name}`),
			title: titled.map((name, at) => (at % 2 === 0 ? "" : `${one(words)} ${name.replaceAll("_", " ")}`)),
			slug: Array.from({ length: tables }, () => ""),
			class: classLetters.patient.repeat(tables),
			fields: Array.from({ length: tables }, (_, at) => Math.min(fieldsOfTable, size - at * fieldsOfTable)),
			retired: [],
		},
		fields: {
			name: numbers,
			type: drawn.map(({ type }) => types.indexOf(type)),
			sensitivity: drawn.map(({ sensitivity = "ordinary" }) => sensitivityLetters[sensitivity]).join(""),
			retired: positions.filter((at) => at % 500 === 0),
		},
	};
}

/**
 * Words that are told of as many fields, always the same: a dozen of each, of a few thousand, some of them often and
 * most of them seldom, as it is in a language.
 */
export function generateWords(size: number): WordCatalogue {
	const next = drawing();
	const positions = new Map<number, number[]>();
	for (let field = 0; field < size; field++) {
		const drawn = new Set(
			Array.from({ length: wordsOfField }, () => Math.min(next(differentWords), next(differentWords))),
		);
		for (const word of drawn) {
			const known = positions.get(word);
			if (known === undefined) positions.set(word, [field]);
			else known.push(field);
		}
	}
	const syllable = (number: number) => `${"bcdfghjklmnprstvw"[number % 17]}${"aeiou"[Math.floor(number / 17) % 5]}`;
	const kept = [...positions].sort(([one], [other]) => one - other);
	return {
		schemaVersion: 1,
		words: kept.map(([word]) => `${syllable(word)}${syllable(word * 7 + 3)}${syllable(Math.floor(word / 85))}`),
		fields: kept.map(([, all]) => all.map((position, at) => position - (all[at - 1] ?? 0))),
	};
}

/** Numbers below a limit that look drawn and are the same each time (mulberry32). */
function drawing(): (below: number) => number {
	let state = 20261122;
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
	};
}
