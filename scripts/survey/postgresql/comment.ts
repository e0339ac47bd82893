import { findIdentifying } from "../../text/identifying.ts";

/** Longest text the dictionary's format takes from a comment or a rule. */
const maxTextLength = 20_000;

/**
 * A comment of the database, as it may be kept for ever: cut to the length that a page takes. One that looks like a
 * person's detail is left out whole, and a note in its place says so.
 */
export function keptComment(text: string): string {
	return findIdentifying(text).length > 0 ? "(left out: it looks like a person's detail)" : cut(text);
}

/** Cut between characters, never within one. */
export function cut(text: string): string {
	return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
