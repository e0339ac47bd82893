import type { WordScores } from "./word-scores.ts";

/**
 * How much each word of a question says, 1 on average: one that few names have says more than one that many have, and
 * one that has to be spelt otherwise to be met says less. Undefined for a single word, and where a word is met by nothing
 * at all: then something else was meant than what there is.
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
