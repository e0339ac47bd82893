import type { WordScores } from "./word-scores.ts";

/**
 * How much each word of a query counts, 1 on average: a word that few names have counts more than one that many have,
 * and one that is met only by another spelling counts less. Undefined for a single word, and where nothing meets some
 * word: the query then means something that is not there.
 */
export function worthOfWords(words: readonly WordScores[]): readonly number[] | undefined {
	if (words.length < 2) return undefined;
	const worth = words.map(({ fields, terms, told, tables, homes }) => {
		let count = 0;
		let best = 0;
		const add = (score: number) => {
			if (score > 0) count++;
			if (score > best) best = score;
		};
		for (const [at, score] of fields.entries()) add(Math.max(score, terms[at] as number, told[at] as number));
		for (const [at, score] of tables.entries()) add(Math.max(score, homes[at] as number));
		return best / Math.log2(count + 2);
	});
	if (worth.includes(0)) return undefined;
	const sum = worth.reduce((one, other) => one + other, 0);
	return worth.map((each) => (each / sum) * worth.length);
}
