import type SearchableMap from "minisearch/SearchableMap";
import type { NameIndex, Postings } from "./name-index.ts";
import { wordFamily } from "./word-family.ts";

/** A word of the index that a typed word may mean, by its places, and how surely: 1 for the word itself. */
export type Match = readonly [places: Postings, quality: number];

type Words = Pick<NameIndex, "words" | "families">;

/** Shorter beginnings fit too much, unless the word is still being typed. */
const minPrefixLetters = 3;
/** From how many letters on a word may have one slip, and two: in shorter ones a slip makes another word. */
const minLettersForSlip = 5;
const minLettersForTwoSlips = 8;

const quality = { prefix: 0.6, wholePrefix: 0.9, family: 0.7, swapped: 0.55, slip: 0.5, twoSlips: 0.4 } as const;

/**
 * The words that somebody may mean: the word itself, those that begin with it and other forms of it; only if there are
 * none, those that are spelt nearly like it and begin with the same letter. A number means only itself.
 *
 * @param typing whether it is the last word, so that more of it may be to come
 */
export function matchWord(index: Words, word: string, typing: boolean): readonly Match[] {
	const { words } = index;
	const matches = [...wholeWord(index, word)];
	if (/^\p{N}/u.test(word)) return matches;
	if (typing || word.length >= minPrefixLetters) {
		for (const [longer, places] of words.atPrefix(word)) {
			const share = word.length / longer.length;
			if (longer !== word) matches.push([places, quality.prefix + (quality.wholePrefix - quality.prefix) * share]);
		}
	}
	return matches.length > 0 ? matches : misspelt(words, word);
}

/** The word itself and other forms of it. */
export function wholeWord({ words, families }: Words, word: string): readonly Match[] {
	const exact = words.get(word);
	const family = (families.get(wordFamily(word)) ?? []).filter((places) => places !== exact);
	return [
		...(exact === undefined ? [] : [[exact, 1] as const]),
		...family.map((places) => [places, quality.family] as const),
	];
}

function misspelt(words: SearchableMap<Postings>, word: string): readonly Match[] {
	if (word.length < minLettersForSlip) return [];
	const matches: Match[] = [];
	for (let at = 0; at + 1 < word.length; at++) {
		const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
		const places = words.get(swapped);
		if (places !== undefined) matches.push([places, quality.swapped]);
	}
	const slips = word.length < minLettersForTwoSlips ? 1 : 2;
	for (const [near, [places, distance]] of words.fuzzyGet(word, slips)) {
		if (near[0] === word[0]) matches.push([places, distance === 1 ? quality.slip : quality.twoSlips]);
	}
	return matches;
}
