import { stringify } from "yaml";
import { parsePage } from "../document/front-matter.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { DictionaryEntry, ImageCollection } from "../schema/types.ts";
import { validate } from "../schema/validate.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { checkComplexity } from "./complexity.ts";

/** One page of the dictionary, read. */
export interface EntryPage {
	/** Path in the records repository. */
	readonly path: string;
	/** What the survey knows; undefined while there is no front matter, or none that can be read. */
	readonly metadata?: DictionaryEntry;
	/** Whether there is no front matter at all: words written before the first survey. */
	readonly unsurveyed: boolean;
	/** People's words, untouched; undefined if they are too complex, or the file is not UTF-8, or its front matter is open. */
	readonly body?: string;
	/** Line of the page on which the body begins, from 1. */
	readonly bodyLine: number;
	/** Located problems of the front matter. */
	readonly issues: readonly Issue[];
}

/** Pages read, for as long as somebody holds their bytes: a check, a form and a site read each several times. */
const read = new WeakMap<Uint8Array, EntryPage>();

/** Reads a page, whose bytes nobody changes. Never throws on bad content. */
export function parseEntry(bytes: Uint8Array, path: string): EntryPage {
	const before = read.get(bytes);
	if (before?.path === path) return before;
	const page = readEntry(bytes, path);
	read.set(bytes, page);
	return page;
}

function readEntry(bytes: Uint8Array, path: string): EntryPage {
	const text = decodeUtf8(bytes, "keep");
	if (text === undefined) {
		const issue = error("dictionary-page", [], "the file is not UTF-8 text", "Save it as UTF-8.");
		return { path, unsurveyed: false, bodyLine: 1, issues: [{ ...issue, file: path, line: 1 }] };
	}
	const page = parsePage(text);
	const located = (issues: readonly Issue[]) =>
		issues.map((issue) => ({ ...issue, file: path, ...(issue.line === undefined ? page.locate(issue.path) : {}) }));
	const { body, bodyLine } = page;
	const complexity = checkComplexity(path, body, bodyLine);
	if (complexity.length > 0) return { path, unsurveyed: false, bodyLine, issues: complexity };
	if (page.head === "") {
		const unsurveyed = page.issues.length === 0;
		return { path, unsurveyed, ...(unsurveyed ? { body } : {}), bodyLine, issues: located(page.issues) };
	}
	const issues = located(page.issues.length > 0 ? page.issues : validate("dictionaryEntry", page.data));
	const found = { path, unsurveyed: false, body, bodyLine };
	if (issues.length > 0) return { ...found, issues };
	const metadata = page.data as DictionaryEntry;
	const twice = metadata.fields.findIndex(
		({ name }, at) => metadata.fields.findIndex((field) => field.name === name) < at,
	);
	if (twice < 0) return { ...found, metadata, issues };
	return {
		...found,
		issues: located([error("dictionary-page", ["fields", twice, "name"], "this field stands in the list twice")]),
	};
}

/** Writes a page: the metadata as front matter, then the body as it is. */
export function formatEntry(metadata: DictionaryEntry | ImageCollection, body: string): string {
	return `---\n${formatMetadata(metadata)}---\n${body}`;
}

function formatMetadata(metadata: DictionaryEntry | ImageCollection): string {
	return stringify(metadata, {
		lineWidth: 0,
		aliasDuplicateObjects: false,
		// Every value on one line: no text from the database can look like the end of the front matter.
		blockQuote: false,
		doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
	});
}
