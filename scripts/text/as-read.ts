/** A text as its readers see it, and where its characters stand in what was written. */
export interface AsRead {
	readonly text: string;
	/** Where the character at a place of `text` stands in what was written; both in UTF-16 code units from 0. */
	readonly at: (index: number) => number;
}

/**
 * A text in plain characters, whatever it is written with: wide letters and digits become plain ones, a run of blanks
 * becomes one space, and what cannot be seen is left out. Text copied from a spreadsheet or a document often has such
 * characters.
 */
export function inPlainCharacters(text: string): AsRead {
	return rewritten(text, oddRuns, (run) => {
		let plain = "";
		const offsets: number[] = [];
		let at = 0;
		for (const character of run) {
			const shown = plainCharacter(character);
			if (shown !== " " || !plain.endsWith(" ")) {
				plain += shown;
				for (let unit = 0; unit < shown.length; unit++) offsets.push(at);
			}
			at += character.length;
		}
		return { plain, offsets };
	});
}

/** Two or more characters in a row that are no plain letter, digit or mark, spaces included; or one that is no space. */
const oddRuns = /[^\n!-~]{2,}|[^\n -~]/g;

function plainCharacter(character: string): string {
	if (character === "\t") return " ";
	if (character < "\u0080") return character;
	if (/\p{Zs}/u.test(character)) return " ";
	return /\p{Cf}/u.test(character) ? "" : character.normalize("NFKC");
}

/** Whether a text may have escapes or marks. If not, {@link inPlainCharacters} shows what {@link withoutMarkup} does. */
export function mayHaveMarkup(text: string): boolean {
	return /[*_~`[\\&<]/.test(text);
}

/**
 * A text as a page would show it if it were Markdown, character references and escapes read, and then in plain characters.
 * Marks go whether or not they mean anything where they stand: this is to look for what they may hide, not to be shown.
 */
export function withoutMarkup(text: string): AsRead {
	return [(given: string) => rewritten(given, marks, () => ({ plain: "", offsets: [] })), inPlainCharacters].reduce(
		after,
		withoutEscapes(text),
	);
}

/** A text with its character references and Markdown's escapes read, and all other marks as they are. */
export function withoutEscapes(text: string): AsRead {
	return rewritten(text, escapes, (written) => {
		const plain = readEscape(written);
		return { plain, offsets: Array.from({ length: plain.length }, () => 0) };
	});
}

/** Lengths are bounded so that no text takes long. */
const escapes = /\\[!-/:-@[-`{-~\n]|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,24});/gi;
/** Of the named references those for characters that may stand within a word or number, or between two. */
const named: Readonly<Record<string, string>> = {
	...{ nbsp: " ", ensp: " ", emsp: " ", thinsp: " ", hairsp: " ", numsp: " ", puncsp: " ", tab: " ", newline: "\n" },
	...{ lowbar: "_", underbar: "_", commat: "@", period: ".", comma: ",", colon: ":", sol: "/", hyphen: "-", dash: "-" },
	...{ apos: "'", num: "#", plus: "+", amp: "&", zwj: "", zwnj: "", shy: "" },
};

function readEscape(written: string): string {
	if (written.startsWith("\\")) return written.slice(1);
	const name = written.slice(1, -1).toLowerCase();
	if (!name.startsWith("#")) return named[name] ?? written;
	const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** The rest of a link, comments of HTML, and the characters of emphasis, code and links; `_` within a word is a letter. */
const marks =
	/\]\([^()\n]{0,2000}\)|\]\[[^\]\n]{0,200}\]|<!--(?:(?!-->)[\s\S]){0,500}-->|[*~`[\]]+|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;

/** Applies a second rewriting to the result of a first; places still lead back to what was written. */
function after(first: AsRead, next: (text: string) => AsRead): AsRead {
	const second = next(first.text);
	return { text: second.text, at: (index) => first.at(second.at(index)) };
}

/** Replaces what a pattern finds, and remembers where everything stood; `offsets` count from where the match begins. */
function rewritten(
	text: string,
	pattern: RegExp,
	show: (match: string) => { readonly plain: string; readonly offsets: readonly number[] },
): AsRead {
	/** Pairs in order: from this place of the result on, its characters stand from this place of the text on. */
	const kept: (readonly [result: number, text: number])[] = [[0, 0]];
	let result = "";
	let end = 0;
	for (const { 0: match, index: start } of text.matchAll(pattern)) {
		result += text.slice(end, start);
		const { plain, offsets } = show(match);
		for (const [unit, offset] of offsets.entries()) kept.push([result.length + unit, start + offset]);
		result += plain;
		end = start + match.length;
		kept.push([result.length, end]);
	}
	return { text: result + text.slice(end), at: (index) => writtenIndex(kept, index) };
}

/** Where the character at an index of the result stands in the text that was written. */
function writtenIndex(kept: readonly (readonly [result: number, text: number])[], index: number): number {
	let [low, high] = [0, kept.length];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((kept[middle]?.[0] ?? 0) <= index) low = middle;
		else high = middle;
	}
	const [result, text] = kept[low] ?? [0, 0];
	return text + index - result;
}
