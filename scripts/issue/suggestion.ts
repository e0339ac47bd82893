import { quoted } from "../text/quote.ts";
import { nearest } from "./nearest.ts";

/** What to do about an unknown name: the nearest known one, or else what is given. */
export function suggestion(word: string, known: Iterable<string>, otherwise?: string): string | undefined {
	const meant = nearest(word, known);
	return meant === undefined ? otherwise : `Did you mean ${quoted(meant)}?`;
}

/** The known names as advice, the first twenty of them. */
export function choices(known: readonly string[]): string {
	if (known.length === 0) return "None is known yet.";
	return `Choose from: ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : "."}`;
}
