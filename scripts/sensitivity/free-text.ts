import type { AboutTable } from "./about-table.ts";
import type { NameWord } from "./name-words.ts";
import { findPhrases } from "./phrase.ts";
import { holdsText, maxLetters } from "./type.ts";

/** A column made for this many letters is made for prose. */
const minProseLetters = 1000;
/** One made for so few is made for a code, whatever it is called. */
const maxCodeLetters = 20;
/** Where so many text columns have one type without a limit, they are hardly all prose. */
const minAlike = 4;

/** Names that hold what somebody wrote, whatever it is about. */
const prose: ReadonlySet<string> = new Set(
	"'note' 'comment' 'narrative' 'free text' 'remark' 'letter'".split(/ (?=')/),
);
/** Names of columns that hold either a sentence or a code's label: where types say nothing, a person has to look. */
const vague: ReadonlySet<string> = new Set(
	"'reason' 'description' 'detail' 'message' 'info' 'information' 'title' 'summary'".split(" "),
);
/** Names of columns that hold a code's label where the code is in another column beside them. */
const wordsOfCode: ReadonlySet<string> = new Set(
	"'description' 'text' 'title' 'detail' 'info' 'information'".split(" "),
);
const codes: ReadonlySet<string> = new Set(["code", "concept"]);

/**
 * Why a column may hold what somebody wrote in words of their own; undefined if nothing says so.
 *
 * @param words the words of its name
 * @param type the type its values have in the end
 * @param about its table
 * @param isSpecial whether its name begins with a special category: the description of a diagnosis is the diagnosis
 */
export function freeText(
	words: readonly NameWord[],
	type: string,
	about: AboutTable,
	isSpecial: boolean,
): string | undefined {
	if (!holdsText(type)) return undefined;
	const letters = maxLetters(type);
	const found = findPhrases(words, "free-text").find(
		({ told, before, after }) =>
			after.every((word) => /^\p{N}+$/u.test(word)) &&
			!(isSpecial && !prose.has(told)) &&
			!(wordsOfCode.has(told) && explainsCode(before, about)) &&
			!(vague.has(told) && !typesTellApart(about)),
	);
	if (found !== undefined && (letters === undefined || letters > maxCodeLetters)) {
		return `its name has ${found.told}, and its type takes any text`;
	}
	return letters !== undefined && letters >= minProseLetters
		? `its type takes ${letters} letters of any text`
		: undefined;
}

/** Whether the code that a column describes stands beside it in the table: `code_text` and `code`. */
function explainsCode(before: readonly string[], { columns }: AboutTable): boolean {
	const thing = before.filter((word) => !codes.has(word)).join(" ");
	return [...columns.values()].some((other) => {
		const texts = other.map(({ word }) => word);
		return codes.has(texts.at(-1) ?? "") && texts.filter((word) => !codes.has(word)).join(" ") === thing;
	});
}

/** Whether types say anything about prose here: not where all text columns, codes too, have one type without a limit. */
function typesTellApart({ textTypes }: AboutTable): boolean {
	const [first = ""] = textTypes;
	return textTypes.length < minAlike || maxLetters(first) !== undefined || textTypes.some((type) => type !== first);
}
