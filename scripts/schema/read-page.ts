import { parsePage } from "../document/front-matter.ts";
import { error, type Issue } from "../issue/issue.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import type { FormatName } from "./formats.ts";
import { inFileOrder, type RecordRead, type RecordTypes } from "./read.ts";
import { validate } from "./validate.ts";

/** A record that is the front matter of a Markdown page. */
export interface PageRead<T> extends RecordRead<T> {
	/** People's words below the front matter, untouched. */
	readonly body: string;
	/** Line of the page on which the body begins, from 1. */
	readonly bodyLine: number;
}

/**
 * Reads a page whose front matter is a record, and validates that. A page without front matter, or without a word
 * below it, is reported too: such pages are written to explain something. Never throws on bad content.
 *
 * @param file The path in the repository, for the issues.
 */
export function readPageRecord<F extends FormatName>(
	format: F,
	bytes: Uint8Array,
	file: string,
): PageRead<RecordTypes[F]> {
	const text = decodeUtf8(bytes);
	const page = parsePage(text ?? "");
	const locate = (issues: readonly Issue[]): readonly Issue[] =>
		issues.map((issue) => ({ ...issue, file, ...(issue.line === undefined ? page.locate(issue.path) : {}) }));
	const refuse = (issues: readonly Issue[]) => ({
		body: page.body,
		bodyLine: page.bodyLine,
		issues: inFileOrder(locate(issues)),
		locate,
	});
	if (text === undefined) return refuse([error("front-matter", [], "the file is not UTF-8 text", "Save it as UTF-8.")]);
	if (page.issues.length > 0) return refuse(page.issues);
	if (page.head === "") {
		const fix = 'Begin it with a line of exactly "---", the page\'s metadata, and another such line.';
		return refuse([error("front-matter", [], "the page has no front matter", fix)]);
	}
	const issues = validate(format, page.data);
	if (issues.length > 0) return refuse(issues);
	if (page.body.trim() === "") {
		const empty = error("front-matter", [], "nothing is written below the front matter", "Explain it there.");
		return refuse([{ ...empty, line: page.bodyLine, column: 1 }]);
	}
	return { ...refuse([]), value: page.data as RecordTypes[F] };
}
