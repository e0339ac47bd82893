import { quoted } from "../text/quote.ts";
import { nearest } from "./nearest.ts";

/** What to do about an unknown name: the nearest known one, or else what is given. */
export function suggestion<Otherwise = undefined>(
	word: string,
	known: Iterable<string>,
	otherwise = undefined as Otherwise,
): string | Otherwise {
	const meant = nearest(word, known);
	return meant === undefined ? otherwise : didYouMean(meant);
}

/** What to do about a misspelt name, where the one that was probably meant has been found. */
export function didYouMean(meant: string): string {
	return `Did you mean ${quoted(meant)}?`;
}

/** The known names as advice, the first twenty of them. */
export function choices(known: readonly string[]): string {
	if (known.length === 0) return "None is known yet.";
	return `Choose from: ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : "."}`;
}
