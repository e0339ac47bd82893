import { nearest } from "../../issue/nearest.ts";
import { choices } from "../../issue/suggestion.ts";
import type { Vocabulary } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { AllowedValues } from "../value.ts";

/** What advice about a value can offer: the values a field is known to have, and the value sets there are. */
export interface Offers {
	readonly known?: AllowedValues | undefined;
	readonly valueSets: Vocabulary["terms"];
}

/** More codes than these are not written out in advice. */
const mostNamed = 10;

/** What stands before the wildcard of a word that is meant as a pattern, such as `A41.*` or `A41%`; undefined for others. */
export function patternStart(word: string): string | undefined {
	// Fifty per cent is a value.
	return /^\d+%$/.test(word) ? undefined : /^([\p{L}\p{N}][^\s*%]*)[*%]+$/u.exec(word)?.[1];
}

/** What to write in place of a pattern: the values that begin so, a value set that has such values, or how to come by one. */
export function insteadOfPattern(start: string, { known, valueSets }: Offers): string {
	const begins = (value: unknown) => String(value).toLowerCase().startsWith(start.toLowerCase());
	const meant = (known?.values ?? []).filter(begins);
	if (meant.length > 0) return `List what is meant: in: [${named(meant)}].`;
	const sets = valueSets.flatMap(({ id, values = [] }) => {
		const found = values.filter(begins).map(String);
		return found.length === 0 ? [] : [`in_value_set: ${id} (${named(found)})`];
	});
	if (known === undefined && sets.length > 0)
		return `List the codes with "in", or write ${sets.slice(0, 3).join(" or ")}.`;
	return 'List the codes with "in", or have a value set added to dictionary/vocabulary/value-sets.yml.';
}

/** What to write in place of a value that a field is not known to have: the nearest that exists, by itself or by its meaning. */
export function insteadOfValue(word: string, { values, meanings }: AllowedValues): string {
	const same = (text: string) => text.toLowerCase() === word.toLowerCase();
	const called = [...meanings].find(([, meaning]) => same(meaning))?.[0];
	const near = called ?? nearest(word, values) ?? meantBy(word, meanings);
	if (near === undefined) return choices(values);
	const meaning = meanings.get(near);
	return `Did you mean ${quoted(near)}${meaning === undefined ? "" : ` (${meaning})`}?`;
}

/** A value set whose id or label somebody has written as a value. */
export function setNamed(word: string, valueSets: Offers["valueSets"]): string | undefined {
	const same = (text: string) => text.toLowerCase() === word.toLowerCase();
	return valueSets.find(({ id, label }) => same(id) || same(label))?.id;
}

function meantBy(word: string, meanings: AllowedValues["meanings"]): string | undefined {
	const meaning = nearest(word, meanings.values());
	return [...meanings].find(([, each]) => each === meaning)?.[0];
}

/** Values for advice: all of them, or the first few. */
export function named(values: readonly string[]): string {
	return values.length > mostNamed ? `${values.slice(0, mostNamed).join(", ")}, …` : values.join(", ");
}
