/**
 * What word processors do to a text without anybody meaning it, undone: curly quotes, dashes, dots,
 * special blanks, the character of a bullet, escapes, line ends, wrapped lines. Only for comparing:
 * nothing is ever written from it.
 */
export function plainForm(text: string): string {
	return joinWrapped(
		text
			.normalize("NFC")
			.replace(/\r\n?|[\v\u2028\u2029]/g, "\n")
			.replace(/[\u00ad\u200b\u2060\uFEFF]/g, "")
			.replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " ")
			.replace(/[\u2018\u2019\u201a\u201b\u02bc\u2032]/g, "'")
			.replace(/[\u201c-\u201f\u2033]/g, '"')
			.replace(/[\u2010-\u2015\u2212]/g, "-")
			.replace(/-{2,3}/g, "-")
			.replaceAll("\u2026", "...")
			.replace(/\\([!-/:-@[-`{-~])/g, "$1"),
	)
		.replace(/(?<![ \t])[ \t]+$/gm, "")
		.replace(/^([ \t]*)(?:[*+\u2022\u00b7\u25aa]|-)[ \t]+/gm, "$1- ")
		.replace(/^([ \t]*\d{1,9})[.)][ \t]+/gm, "$1. ")
		.replace(/(?<!\w)_|_(?!\w)/g, "*")
		.replace(/(?<=\S)[ \t]{2,}/g, " ")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
}

/** Whether two texts differ in nothing that a word processor would not change by itself. */
export function sameWords(one: string, other: string): boolean {
	return one === other || plainForm(one) === plainForm(other);
}

/** A text on one line, for finding a piece of it however its lines were wrapped. */
export function flatForm(text: string): string {
	return plainForm(text).replace(/\s+/g, " ");
}

/** Joins lines of one paragraph. Where lines mean something, in code and tables, they stay. */
function joinWrapped(text: string): string {
	if (/```|~~~|\|/.test(text)) return text;
	return text.replace(/(?<=[^\s\\]) ?\n(?<!^#.*\n)(?=[^\s\-*+#>=\u2022\u00b7\u25aa\d])/gm, " ");
}
