import type SearchableMap from "minisearch/SearchableMap";
import type { Places } from "./name-index.ts";

/** A word of the index that a typed word may mean, by its places, and how surely: 1 for the word itself. */
export type Match = readonly [places: Places, quality: number];

/** Shorter beginnings fit too much, unless the word is still being typed. */
const minPrefixLetters = 3;
/** From how many letters on a word may have one slip, and two: in shorter ones a slip makes another word. */
const minLettersForSlip = 5;
const minLettersForTwoSlips = 8;

const quality = { prefix: 0.6, wholePrefix: 0.9, swapped: 0.55, slip: 0.5, twoSlips: 0.4 } as const;

/**
 * The words that somebody may mean: the word itself and those that begin with it; only if there are none, those that
 * are spelt nearly like it and begin with the same letter. A number means only itself.
 *
 * @param typing whether it is the last word, so that more of it may be to come
 */
export function matchWord(words: SearchableMap<Places>, word: string, typing: boolean): readonly Match[] {
	const exact = words.get(word);
	const isNumber = /^\p{N}/u.test(word);
	const matches: Match[] = exact === undefined ? [] : [[exact, 1]];
	if (isNumber) return matches;
	if (typing || word.length >= minPrefixLetters) {
		for (const [longer, places] of words.atPrefix(word)) {
			const share = word.length / longer.length;
			if (longer !== word) matches.push([places, quality.prefix + (quality.wholePrefix - quality.prefix) * share]);
		}
	}
	return matches.length > 0 ? matches : misspelt(words, word);
}

/** The word itself only. */
export function exactWord(words: SearchableMap<Places>, word: string): readonly Match[] {
	const exact = words.get(word);
	return exact === undefined ? [] : [[exact, 1]];
}

function misspelt(words: SearchableMap<Places>, word: string): readonly Match[] {
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
