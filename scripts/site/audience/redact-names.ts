import { type AsRead, mayHaveMarkup, withoutEscapes, withoutMarkup } from "../../text/as-read.ts";

/** What may not stand in a text, and what stands in its place. */
export interface Hidden {
	/** With the flag `g`. */
	readonly pattern: RegExp;
	readonly by: string;
}

const asWritten = (text: string): AsRead => ({ text, at: (index) => index });
/** Markdown's marks that come in pairs, such as those around a word in italics. */
const paired = /[*_~`]/;

/**
 * Takes everything that is hidden out of a text. It looks in the text as it is written and as a page would show it, so
 * that no escape, mark or invisible character within a name conceals it.
 */
export function redactNames(text: string, hidden: readonly Hidden[]): string {
	if (text === "") return text;
	let left = text;
	for (const read of /^[\n -~]*$/.test(text) && !mayHaveMarkup(text) ? [asWritten] : allReadings) {
		for (const { pattern, by } of hidden) left = replaced(left, read, pattern, by);
	}
	return left;
}

const allReadings = [asWritten, withoutEscapes, withoutMarkup];

function replaced(text: string, read: (text: string) => AsRead, pattern: RegExp, by: string): string {
	const { text: shown, at } = read(text);
	let result = "";
	let end = 0;
	for (const { 0: found, index } of shown.matchAll(pattern)) {
		const to = at(index + found.length);
		let from = at(index);
		// If the closing mark of a pair is taken out, so is the opening mark just before it.
		if (paired.test(text.slice(from, to))) while (from > end && paired.test(text[from - 1] ?? "")) from--;
		result += text.slice(end, Math.max(from, end)) + by;
		end = to;
	}
	return result + text.slice(end);
}
