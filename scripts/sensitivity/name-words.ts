import { abbreviations } from "./abbreviations.ts";
import * as things from "./things.ts";
import { vocabulary } from "./vocabulary.ts";

/** One word of a name, as it is looked up and as it is written there. */
export interface NameWord {
	/** In small letters and the singular; a written abbreviation gives the words it stands for. */
	readonly word: string;
	/** What stands in the name, in small letters. */
	readonly written: string;
}

/** Words that carry no meaning for us, but that names without gaps are made of. */
const fillers = `fce home lab loading periodic federal five ten non added additional all amended appointed area attended automatic available band base basis best billing booked building
	by calculated cancelled care change child clinical close coded collected comment common completed conclusion contract controlled count
	created critical data date day days decision default deleted delivery detail display during elective emergency end entered
	entry equipment error expected extract file final financial first form full general grade health hour in intended is issued
	item join label last later left level limit line local longitude low lower made map max median medical message min minute mode month
	mother name next nurse observed off offset on open other out owner page part path period place planned point postal primary
	print profile provided purpose range rate ready reason received recorded region release reply required return review revised scheduled second
	section secondary seen sent service session set short source staff start stop string structure submission submitted support
	target taken task team term test time title today total transfer unit update updated upper usage usual valid value verified
	view wait waiting warning way week work year years yes forward reward award update`;

const known: ReadonlySet<string> = new Set(
	[
		...Object.values(vocabulary).flat(),
		...Object.values(things).flatMap((set) => [...set]),
		...Object.keys(abbreviations),
		...Object.values(abbreviations),
		fillers,
	].flatMap((text) => text.split(/\s+/)),
);

/** Shorter words are found inside a name without gaps only if they are among {@link shortParts}. */
const minPartLetters = 3;
/** Only a word of this many letters may have a single letter behind it that numbers it: long is not lon with a g. */
const minNumberedLetters = 5;
const shortParts: ReadonlySet<string> = new Set(["id", "no", "of", "by", "dx", "pt", "gp", "at"]);

/**
 * Splits the name of a column or a table into words: at anything but letters and digits, between small and capital
 * letters and between letters and digits, and, where a name is written without gaps, into the words we know.
 * `NHSNumberMother`, `nhs_number_mother` and `nhsnumbermother` all give nhs, number, mother.
 */
export function splitName(name: string): readonly NameWord[] {
	return name
		.split(/[^\p{L}\p{N}]+/u)
		.filter((chunk) => chunk !== "")
		.flatMap(splitChunk)
		.flatMap((written) => expand(written).map((word) => ({ word, written })));
}

function splitChunk(chunk: string): readonly string[] {
	const lower = chunk.toLowerCase();
	if (isKnown(lower)) return [lower];
	const byCase = chunk
		.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
		.replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
		.replace(/(\p{L})(\p{N})/gu, "$1 $2")
		.replace(/(\p{N})(\p{L})/gu, "$1 $2")
		.toLowerCase()
		.split(" ");
	// Capitals do not always stand where words begin: PCTofResidence.
	if (byCase.every((part) => isKnown(part) || /^\p{N}/u.test(part))) return byCase;
	return lower.split(/(\p{N}+)/u).some((part) => segment(part) === undefined)
		? byCase.flatMap((part) => segment(part) ?? [part])
		: lower.split(/(\p{N}+)/u).flatMap((part) => segment(part) ?? []);
}

/** The fewest known words that a text without gaps is made of; undefined where it is not made of known words. */
function segment(text: string): readonly string[] | undefined {
	if (text === "") return [];
	if (/^\p{N}+$/u.test(text) || isKnown(text)) return [text];
	const best: (readonly string[] | undefined)[] = [[]];
	for (let end = 1; end <= text.length; end++) {
		for (let start = 0; start < end; start++) {
			const before = best[start];
			const part = text.slice(start, end);
			if (before === undefined || !isPart(part)) continue;
			if (best[end] === undefined || before.length + 1 < (best[end]?.length ?? 0)) best[end] = [...before, part];
		}
	}
	// A single letter at the end only tells two columns of one kind apart: streetb, phonew.
	const withoutLast = best[text.length - 1];
	return best[text.length] ?? ((withoutLast?.at(-1)?.length ?? 0) >= minNumberedLetters ? withoutLast : undefined);
}

function isPart(text: string): boolean {
	return text.length >= minPartLetters ? isKnown(text) : shortParts.has(text);
}

/** Those words of a name that mean nothing to us, as in a name in another language; numbers and single letters are none. */
export function unknownWords(words: readonly NameWord[]): readonly string[] {
	return words.flatMap(({ word }) => (word.length > 1 && !/^\p{N}+$/u.test(word) && !isKnown(word) ? [word] : []));
}

function isKnown(text: string): boolean {
	return known.has(text) || known.has(singular(text));
}

function expand(written: string): readonly string[] {
	// A column may well be called "constructor".
	const short = [written, singular(written)].find((word) => Object.hasOwn(abbreviations, word));
	return (short === undefined ? undefined : abbreviations[short]?.split(" ")) ?? [singular(written)];
}

/** Plain English plurals; a word that only looks like one is kept if we know it as it is. */
function singular(word: string): string {
	if (known.has(word) || word.length < 4) return word;
	if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
	if (/(?:ss|us|is)$/.test(word)) return word;
	if (word.endsWith("ses") && known.has(`${word.slice(0, -2)}is`)) return `${word.slice(0, -2)}is`;
	if (/(?:ses|xes|ches|shes)$/.test(word) && known.has(word.slice(0, -2))) return word.slice(0, -2);
	return word.endsWith("s") ? word.slice(0, -1) : word;
}
