import type { Sensitivity } from "../schema/types.ts";
import { type NameWord, splitName } from "./name-words.ts";
import { vocabulary } from "./vocabulary.ts";

/** A phrase of the vocabulary found in a name or a comment. */
export interface FoundPhrase {
	/** As it is shown to people: 'nhs number', or 'dob', short for 'date of birth'. */
	readonly told: string;
	/** How many words it has. */
	readonly length: number;
	/** The words after it. */
	readonly after: readonly string[];
	/** The words before it. */
	readonly before: readonly string[];
}

/** By their first word, in the words that names are split into. */
const phrases = Object.fromEntries(
	Object.entries(vocabulary).map(([sensitivity, list]) => [
		sensitivity,
		Map.groupBy(
			list.map((phrase) => splitName(phrase).map(({ word }) => word)),
			([first]) => first,
		),
	]),
) as unknown as Readonly<Record<Sensitivity, ReadonlyMap<string, readonly (readonly string[])[]>>>;

/** The phrases of one sensitivity in a text that was split into words, the longest first: 'first name' before 'name'. */
export function findPhrases(words: readonly NameWord[], sensitivity: Sensitivity): readonly FoundPhrase[] {
	const texts = words.map(({ word }) => word);
	return texts
		.flatMap((first, start) =>
			(phrases[sensitivity].get(first) ?? [])
				.filter((phrase) => phrase.every((word, offset) => texts[start + offset] === word))
				.map(({ length }) => ({ start, length })),
		)
		.sort((left, right) => right.length - left.length)
		.map(({ start, length }) => ({
			told: tell(words.slice(start, start + length), words),
			length,
			before: texts.slice(0, start),
			after: texts.slice(start + length),
		}));
}

function tell(found: readonly NameWord[], all: readonly NameWord[]): string {
	const plain = found.map(({ word }) => word).join(" ");
	const written = [...new Set(found.map(({ written }) => written))];
	const isShort = written.some((text) => !found.some(({ word }) => word === text || `${word}s` === text));
	if (!isShort) return `'${plain}'`;
	const full = all.filter((word) => written.includes(word.written)).map(({ word }) => word);
	return `'${written.join(" ")}', short for '${full.join(" ")}'`;
}
