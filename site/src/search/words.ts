import { type NameWord, splitName } from "../../../scripts/sensitivity/name-words.ts";

/** Words that do not help to tell one name from another. */
export const fillers: ReadonlySet<string> = new Set(["of", "the", "a", "an", "and", "or", "for"]);

/** One word as somebody wrote it, and the words it stands for: `dob` stands for date, birth. */
export interface WrittenWord {
	readonly written: string;
	readonly words: readonly string[];
}

/**
 * Splits names and queries into words as {@link splitName} does. It remembers the words of every piece between spaces
 * or punctuation.
 */
export function wordSplitter(): (text: string) => readonly WrittenWord[] {
	const known = new Map<string, readonly WrittenWord[]>();
	return (text) =>
		text.split(/[^\p{L}\p{N}]+/u).flatMap((stretch) => {
			const found = known.get(stretch) ?? writtenWords(splitName(stretch));
			known.set(stretch, found);
			return found;
		});
}

function writtenWords(split: readonly NameWord[]): readonly WrittenWord[] {
	const grouped: { written: string; words: string[] }[] = [];
	for (const { word, written } of split) {
		const last = grouped.at(-1);
		if (last?.written === written) last.words.push(word);
		else grouped.push({ written, words: [word] });
	}
	return grouped
		.filter(({ written }) => !fillers.has(written))
		.map(({ written, words }) => ({ written, words: words.filter((word) => !fillers.has(word)) }));
}
