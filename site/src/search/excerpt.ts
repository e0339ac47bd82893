import { fillers } from "./words.ts";

/** A stretch of an excerpt; `found` where it is what was asked for. */
export interface ExcerptPart {
	readonly text: string;
	readonly found: boolean;
}

const characters: Readonly<Record<string, string>> = {
	"&lt;": "<",
	"&gt;": ">",
	"&quot;": '"',
	"&#39;": "'",
	"&#x27;": "'",
	"&#x2F;": "/",
	"&nbsp;": " ",
	"&amp;": "&",
};

/**
 * Pagefind's excerpt as plain text in stretches. It comes as HTML, of which only the marks around what was found are
 * read: the page shows everything else as text, so that no words of the records can become markup.
 */
export function excerptStretches(html: string): readonly ExcerptPart[] {
	return html
		.split(/(<mark>.*?<\/mark>)/s)
		.map((part) => ({ text: plain(part), found: part.startsWith("<mark>") }))
		.filter(({ text }) => text !== "");
}

/** How much of a word has to stand at the beginning of another for both to be forms of one: study, studies. */
const sameShare = 0.6;
const sameLetters = 3;

/**
 * The words of a query that an excerpt has, in some form. Pagefind shortens a word that no page has until some page has
 * what is left, down to a single letter: that is not counted as found.
 */
export function wordsFound(words: readonly string[], html: string): readonly string[] {
	const marked = excerptStretches(html)
		.filter(({ found }) => found)
		.flatMap(({ text }) => queryWords(text));
	return words.filter((word) => {
		const start = word.slice(0, Math.max(sameLetters, Math.floor(word.length * sameShare)));
		return marked.some((mark) => mark.startsWith(start));
	});
}

/** The words of a text that may be looked for, in small letters. */
export function queryWords(text: string): readonly string[] {
	return text
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== "" && !fillers.has(word));
}

function plain(html: string): string {
	return html
		.replace(/<\/?mark>/g, "")
		.replace(/&(?:[a-z]+|#x?[0-9a-f]+);/gi, (reference) => characters[reference] ?? reference);
}
