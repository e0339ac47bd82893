/** What is wrong with the text at a place, and what to do about it. */
type Problem = readonly [message: string, fix?: string];

/**
 * The parser's error codes, and the reader's own, in plain English. The parser's messages are not used: some quote
 * the text, which may be a patient's.
 */
const problems: Readonly<Record<string, Problem>> = {
	ALIAS: [
		"anchors (&) and aliases (*) are not allowed",
		"Write the text out, or put it in quotes if it should begin with that character.",
	],
	BAD_DIRECTIVE: ["lines beginning with % are not allowed", "Remove the line."],
	BAD_DQ_ESCAPE: [
		"unknown escape after a backslash in double quotes",
		"Use single quotes, or write the backslash twice.",
	],
	BAD_INDENT: ["the line is not indented like the ones it belongs with", "Line it up with spaces."],
	BAD_SCALAR_START: ["a text may not begin with this character", "Put the text in quotes."],
	BLOCK_AS_IMPLICIT_KEY: ["a second colon on the line", "Put the text after the first colon in quotes."],
	DIRECTIVE: ["lines beginning with % are not allowed", "Remove the line."],
	DUPLICATE_KEY: ["the same key stands here a second time", "Keep one of the two."],
	MISSING_CHAR: ["a quote, bracket, comma, colon or space is missing", "Check this line and the one before it."],
	MULTIPLE_DOCS: ["a line of three hyphens begins a second document", "Remove it: one file holds one record."],
	MULTILINE_IMPLICIT_KEY: [
		"a key must stand on one line, with a colon after it",
		"Add the colon, or indent the line as part of the text above.",
	],
	NON_STRING_KEY: ["a key must be text", "Put it in quotes."],
	NUMBER: ["this number cannot be held exactly", "Use fewer digits, or put it in quotes if it is a code."],
	TAB_AS_INDENT: ["a tab indents the line", "Indent with spaces."],
	TAG: ["tags (!) are not allowed", "Put the text in quotes."],
	TAG_RESOLVE_FAILED: ["tags (!) are not allowed", "Put the text in quotes."],
	TOO_DEEP: ["lists and groups are nested too deeply", "No record needs more than 40 levels."],
	UNEXPECTED_TOKEN: ["something here does not belong", "Check this line's indentation and quotes."],
};

/** The words for an error code of the YAML parser. Codes without words of their own get a general sentence. */
export function syntaxProblem(code: string): Problem {
	return problems[code] ?? ["this is not valid YAML", "Check this line and the one before it."];
}
