import { error, type Issue } from "../issue/issue.ts";

/** Why a text is not read as Markdown; `line` is the one where that shows, from 1. */
export interface ComplexityProblem {
	readonly line: number;
	readonly message: string;
	readonly fix: string;
}

/** Quotations and lists, one in the other. People nest three or four; each is set in by three blanks at most. */
const maxNesting = 20;
const listMarker = "(?:[-*+]|\\d{1,9}[.)])(?=[ \\t])";
const nesting = new RegExp(
	`^(?:(?:[ \\t]*(?:>|${listMarker})){${maxNesting + 1}}|[ \\t]{${3 * maxNesting + 1},}${listMarker})`,
);
/** Where a stretch ends within which micromark compares marks with one another: behind it another block begins. */
const separate = /^(?:[ \t]*$|#{1,6}[ \t]| {0,3}[-*+][ \t]+[^ \t\-*+])/;
/** A line at which Markdown is read afresh: see {@link readBlocks}. */
const afresh = /^(?:#{1,6}[ \t]|[A-Za-z])/;
const mark = /[!-/:-@[-`{-~]/g;

/**
 * What micromark does with each mark (a punctuation character or the end of a line), in millionths of a second as
 * measured: by itself, with every other in its stretch, and with every other between two places where reading begins
 * afresh. The longest that a page may take is then some seconds, whoever wrote it.
 */
const cost = { mark: 5, pairInStretch: 0.03, pairInPiece: 0.0007 };
const maxCost = 2_000_000;
/** In UTF-16 code units: a table of 1,600 columns with a page of print about each. */
const maxLength = 4 * 1024 * 1024;

/**
 * Checks that the text of a page stays within the complexity limit. Every reader of a page calls this first and reports
 * the same issue, so that people see it once.
 *
 * @param file the page's path in the repository
 * @param bodyLine line of the page on which its words begin, from 1
 */
export function checkComplexity(file: string, body: string, bodyLine: number): readonly Issue[] {
	const problem = complexityProblem(body);
	if (problem === undefined) return [];
	const issue = error("dictionary-page", [], problem.message, problem.fix);
	return [{ ...issue, file, line: bodyLine + problem.line - 1, column: 1 }];
}

/**
 * Whether a text would take so long to read as Markdown that it must be a mistake or ill will: the time that micromark
 * takes grows with the square of how many marks stand close together, and with how deep they nest. Looks at each
 * character once, of a text that is not longer than anybody writes.
 *
 * Measured in November 2026, micromark 4 on one core: 4,000 times `*a_ ` in one paragraph, 16 KB, takes 1.2 s, 16,000
 * times, 64 KB, 32 s; 20,000 quotations one in the other, 40 KB, 5 s. A pull request may hold many such pages.
 */
export function complexityProblem(text: string): ComplexityProblem | undefined {
	if (text.length > maxLength)
		return { line: 1, message: "the page is longer than 4 MiB", fix: "Split it, or shorten it." };
	let [stretch, piece, spent, line] = [0, 0, 0, 0];
	let isBlank = true;
	for (const words of text.split(/\r\n?|\n/)) {
		line++;
		if (nesting.test(words)) {
			const message = `more than ${maxNesting} quotations or lists stand here one in the other`;
			return { line, message, fix: "Begin the line with fewer marks and blanks." };
		}
		if (separate.test(words)) stretch = 0;
		if (afresh.test(words) && (isBlank || words.startsWith("#"))) piece = 0;
		const marks = 1 + (words.match(mark)?.length ?? 0);
		// By how much the square of this sum grows with the marks of the line.
		const grown = (sum: number) => 2 * sum * marks + marks * marks;
		spent += cost.mark * marks + cost.pairInStretch * grown(stretch) + cost.pairInPiece * grown(piece);
		if (spent > maxCost) {
			const message = "up to here the text has too many marks such as * [ ` < > close together to be read as Markdown";
			return { line, message, fix: "Put blank lines between its paragraphs, or split it." };
		}
		stretch += marks;
		piece += marks;
		isBlank = words.trim() === "";
	}
	return undefined;
}
