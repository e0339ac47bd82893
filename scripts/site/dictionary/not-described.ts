import { onOneLine } from "../../text/quote.ts";

/** What is said in place of a description that nobody has written. */
export function notDescribed(owner: string | undefined): string {
	if (owner === undefined) return "Not described yet, and no department answers for it yet.";
	return `Not described yet. ${onOneLine(owner)} answers for it.`;
}

/** The database's own comment on one line; undefined if it says nothing, or nothing besides what people's words say. */
export function databaseComment(comment: string | undefined, words: string): string | undefined {
	const said = onOneLine(comment ?? "").trim();
	return said === "" || onOneLine(words).includes(said) ? undefined : said;
}
