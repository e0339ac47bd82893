import type { WrittenWord } from "./words.ts";

/** Longer queries are cut: no name has so many letters or words. */
const maxLetters = 200;
const maxWords = 8;

/** What somebody typed, taken apart. */
export interface NameQuery {
	/** What the thing itself is called; empty after a dot at the end, which asks for all that a table has. */
	readonly own: readonly WrittenWord[];
	/** With dots, what stands before the last of them: where the thing is. Undefined without: any word may say where. */
	readonly home?: readonly WrittenWord[];
	/** The last part as it was typed, in small letters. */
	readonly literal: string;
}

/** Takes a query apart: `patient.dob` asks for date, birth in something called patient. */
export function parseNameQuery(text: string, split: (text: string) => readonly WrittenWord[]): NameQuery {
	const typed = text.slice(0, maxLetters).trim();
	const dot = typed.lastIndexOf(".");
	const last = typed.slice(dot + 1);
	const own = split(last).slice(0, maxWords);
	const home = split(typed.slice(0, Math.max(dot, 0))).slice(-maxWords);
	return { own, ...(home.length === 0 ? {} : { home }), literal: last.trim().toLowerCase() };
}
