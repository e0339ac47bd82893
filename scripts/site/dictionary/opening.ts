import { plainText } from "../../dictionary/sections.ts";
import { proseBlocks } from "../../report/prose.ts";
import { onOneLine } from "../../text/quote.ts";

const maxLength = 220;
/** First sentences with fewer characters than this say too little, and the text is cut at a word instead. */
const shortest = 40;

/**
 * The first paragraph of people's Markdown as plain text on one line; where it is long, its first sentences, or else cut
 * at a word. Empty if there is none.
 */
export function openingOf(markdown: string): string {
	const [first = ""] = markdown.trim().split(/\r?\n[ \t]*\r?\n/, 1);
	const [block] = proseBlocks(first, () => undefined);
	if (block === undefined) return "";
	const text = onOneLine(plainText(block)).replace(/\s+/g, " ").trim();
	if (text.length <= maxLength) return text;
	const start = text.slice(0, maxLength);
	const sentences = /^.*[.!?](?=\s)/.exec(start)?.[0] ?? "";
	if (sentences.length >= shortest) return sentences;
	const words = start.replace(/[\s,;:–]+\S*$/, "");
	return `${words === "" ? start : words}…`;
}
