import { formatTableId, parseFieldId, parseTableId } from "../../../scripts/dictionary/field-id.ts";
import { classLetters, type NameCatalogue } from "../../../scripts/site/search/name-catalogue.ts";
import type { WordCatalogue } from "../../../scripts/site/search/word-catalogue.ts";
import { keepBest } from "./best.ts";
import type { NameSearch } from "./hit.ts";
import { hitMaker, type Position } from "./hit-maker.ts";
import { indexNames, type NameIndex, phrase } from "./name-index.ts";
import { type NameQuery, parseNameQuery } from "./name-query.ts";
import { scoreWord, type WordScores } from "./word-scores.ts";
import { worthOfWords } from "./word-worth.ts";

/** How much of the score depends on how much of the name the words of the query make up. */
const coverageShare = 0.5;
/** The score of a field whose glossary term is exactly what was typed: nearly as good as its own name. */
const phraseScore = 0.95;
/** Where no name meets all words, those are left out whose score is below this share of the best one's. */
const leastOfBest = 0.5;
/** Added for a name that is exactly what was typed, not only one that means the same. */
const literalBonus = 0.2;
/**
 * Added for a field of the table that the query names, so that it comes before fields of tables with a similar name.
 */
const askedTableBonus = 0.1;
/** Added for a table, so that it comes before its fields of the same name. */
const tableBonus = 0.01;
const retiredShare = 0.5;
/**
 * Added to order fields of the same name: those of the patients' table first, then of other tables about patients, then
 * of reference tables.
 */
const patientTableBonus = 0.03;
const classBonus: ReadonlyMap<string, number> = new Map([
	[classLetters.patient, 0.02],
	[classLetters.reference, 0.01],
]);

/**
 * Makes the search by name over a catalogue. Every word of a query must be met: by the name of a field or a table, by
 * what the glossary calls it, or, for all words but one, by where it stands. If nothing meets all words, though each is
 * met by something, the search finds what meets the words that say most. The exact id of a field or a table comes
 * before anything else.
 *
 * @param told with these, what people tell of a field meets a word too, unless something is called just what was asked
 */
export function makeNameSearch(catalogue: NameCatalogue, told?: WordCatalogue): NameSearch {
	const index = indexNames(catalogue, told);
	const hit = hitMaker(catalogue, index);
	const bonus = tableBonuses(catalogue);
	const retired = { fields: new Set(catalogue.fields.retired), tables: new Set(catalogue.tables.retired) };
	const tablesById = new Map<string, number[]>();
	for (const [table, id] of catalogue.tables.id.entries()) tablesById.set(id, [...(tablesById.get(id) ?? []), table]);
	return (query, limit) => {
		const question = parseNameQuery(query, index.split);
		if (limit <= 0 || (question.own.length === 0 && question.home === undefined)) return [];
		const exact = exactIds(query.trim(), catalogue, index, tablesById);
		const scored = scoreQuestion(question, index);
		const called = new Set(index.phrases.get(phrase([...(question.home ?? []), ...question.own])));
		const bestBy = (how: Lenience) => {
			const best = keepBest<Position>(limit);
			for (let table = 0; table < bonus.length; table++) {
				const score = tableScore(table, question, scored, index, catalogue, how);
				if (score > 0) {
					const share = retired.tables.has(table) ? retiredShare : 1;
					best.add((score + (bonus[table] as number) + tableBonus) * share, { table });
				}
			}
			for (let field = 0; field < index.tableOf.length; field++) {
				const table = index.tableOf[field] as number;
				const met = fieldScore(field, table, question, scored, index, how);
				const score = called.has(field) ? Math.max(met, phraseScore) : met;
				if (score > 0) {
					const share = retired.fields.has(field) || retired.tables.has(table) ? retiredShare : 1;
					best.add((score + (bonus[table] as number)) * share, { table, field });
				}
			}
			return best;
		};
		const isCalled = ({ table, field }: Position) =>
			field === undefined || called.has(field) || fieldScore(field, table, question, scored, index, {}) > 0;
		const isExact = (found: Position) =>
			exact.some(({ table, field }) => table === found.table && field === found.field);
		const named = bestBy({});
		const isNamed = exact.length > 0 || named.best() >= phraseScore;
		const best = told === undefined || isNamed ? named : bestBy({ told: true });
		const all = [...exact, ...best.items().filter((found) => !isExact(found))]
			.slice(0, limit)
			.map((found) => (best === named || isCalled(found) ? hit(found) : { ...hit(found), told: true as const }));
		const worth = all.length > 0 ? undefined : worthOfWords(scored.own);
		if (worth === undefined) return all;
		return bestBy({ told: true, worth })
			.items(leastOfBest)
			.map((found) => ({ ...hit(found), partial: true as const }));
	};
}

/** By what a hit may meet words besides what it is called. */
interface Lenience {
	/** Whether what people tell of a field meets a word. */
	readonly told?: true;
	/** As {@link worthOfWords} says, where not every word has to be met. */
	readonly worth?: readonly number[];
}

/** The words of a query with how well each is met. */
interface Scored {
	readonly own: readonly WordScores[];
	readonly home: readonly WordScores[];
}

function scoreQuestion({ own, home = [] }: NameQuery, index: NameIndex): Scored {
	return {
		own: own.map((word, at) => scoreWord(index, word, at === own.length - 1)),
		home: home.map((word, at) => scoreWord(index, word, own.length === 0 && at === home.length - 1)),
	};
}

function tableScore(
	table: number,
	question: NameQuery,
	{ own, home }: Scored,
	index: NameIndex,
	{ tables }: NameCatalogue,
	{ worth }: Lenience,
): number {
	let sum = 0;
	let covered = 0;
	for (const [at, { tables, homes, count }] of own.entries()) {
		const name = tables[table] as number;
		const where = question.home === undefined ? (homes[table] as number) : 0;
		if (name === 0 && where === 0) {
			if (worth === undefined) return 0;
			continue;
		}
		sum += Math.max(name, where) * (worth?.[at] ?? 1);
		if (name > where) covered += count;
	}
	for (const { tables, homes, count } of home) {
		// After a dot at the end, the table itself is what stands before it.
		const name = own.length === 0 ? (tables[table] as number) : 0;
		const met = Math.max(name, homes[table] as number);
		if (met === 0) return 0;
		sum += met;
		if (name > 0) covered += count;
	}
	if (covered === 0) return 0;
	const coverage = Math.min(1, covered / Math.max(1, index.tableWords[table] as number));
	const id = coverage === 1 ? parseTableId(tables.id[table] ?? "") : undefined;
	const literal = id?.table.toLowerCase() === question.literal ? literalBonus : 0;
	return (sum / (own.length + home.length)) * (1 - coverageShare + coverageShare * coverage) + literal;
}

function fieldScore(
	field: number,
	table: number,
	question: NameQuery,
	{ own, home }: Scored,
	index: NameIndex,
	{ told, worth }: Lenience,
): number {
	let sum = 0;
	let covered = 0;
	let ofTable = 0;
	let meant = own.length === 0;
	for (const [at, word] of own.entries()) {
		const name = word.fields[field] as number;
		const term = word.terms[field] as number;
		const where = question.home === undefined ? (word.inTable[table] as number) : 0;
		const met = Math.max(name, term, where, told ? (word.told[field] as number) : 0);
		if (met === 0) {
			if (worth === undefined) return 0;
			continue;
		}
		sum += met * (worth?.[at] ?? 1);
		if (met > where) meant = true;
		if (name > 0 && name === met) covered += word.count;
		else if (where === met && (word.tables[table] as number) > 0) ofTable += word.count;
	}
	if (!meant) return 0;
	for (const word of home) {
		const where = word.inTable[table] as number;
		if (where === 0) return 0;
		sum += where;
		if ((word.tables[table] as number) > 0) ofTable += word.count;
	}
	const coverage = Math.min(1, covered / Math.max(1, index.fieldWords[field] as number));
	const asked = Math.min(1, ofTable / Math.max(1, index.tableWords[table] as number));
	const literal = coverage === 1 && index.names[field]?.toLowerCase() === question.literal ? literalBonus : 0;
	return (
		(sum / (own.length + home.length)) * (1 - coverageShare + coverageShare * coverage) +
		asked * askedTableBonus +
		literal
	);
}

/** The tables or fields with exactly this id, in any source. */
function exactIds(
	query: string,
	{ tables }: NameCatalogue,
	{ firstField, names }: NameIndex,
	tablesById: ReadonlyMap<string, readonly number[]>,
): readonly Position[] {
	const table = parseTableId(query);
	if (table !== undefined) return (tablesById.get(formatTableId(table)) ?? []).map((table) => ({ table }));
	const name = parseFieldId(query);
	if (name === undefined) return [];
	return (tablesById.get(formatTableId(name)) ?? []).flatMap((table) => {
		const first = firstField[table] as number;
		const at = names.slice(first, first + (tables.fields[table] ?? 0)).indexOf(name.column);
		return at < 0 ? [] : [{ table, field: first + at }];
	});
}

function tableBonuses({ sources, tables }: NameCatalogue): Float32Array {
	const patients = new Set(sources.map(({ patient }) => patient));
	return Float32Array.from(tables.id, (_, table) =>
		patients.has(table) ? patientTableBonus : (classBonus.get(tables.class[table] ?? "") ?? 0),
	);
}
