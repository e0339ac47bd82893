import matter from "gray-matter";
import { error, type Issue } from "../issue/issue.ts";
import { type ParsedYaml, parseYaml } from "./yaml.ts";

/** A Markdown page in its two parts: `text` is `head` followed by `body`, to the last character. */
export interface Page {
	/** What the front matter says; undefined if the page has none or it cannot be read. */
	readonly data: unknown;
	/** From the opening `---` to the end of the closing line; empty if the page has no front matter. */
	readonly head: string;
	/** People's words: everything below the front matter, untouched. */
	readonly body: string;
	/** Line of the page on which the body begins, from 1. */
	readonly bodyLine: number;
	/** Why the front matter cannot be read, with the place in the page. */
	readonly issues: readonly Issue[];
	/** Where a value of the front matter stands in the page. */
	readonly locate: ParsedYaml["locate"];
}

/** Three hyphens and nothing more: what follows them would name an engine, and engines run code. */
const opener = /^\uFEFF?---[ \t]*\r?\n/;
/** The first line that begins with three hyphens: gray-matter ends there, whatever follows them. */
const closer = /(?<![^\n])---[^\n]*(?:\n|$)/;

/**
 * Splits a page into YAML front matter and body. Made safe for pages from anybody: gray-matter is
 * given the front matter only, with the YAML reader of {@link parseYaml} as its one engine. It is
 * always given options, because without them it would cache.
 */
export function parsePage(text: string): Page {
	const parts = partsOf(text);
	if (parts === undefined) return broken(text);
	return parts.inside === undefined ? page(text, "", undefined) : page(text, parts.head, parseInside(parts.inside));
}

/** The body of a page alone: what {@link parsePage} takes for it, in a fraction of the time. */
export function pageBody(text: string): Pick<Page, "body" | "bodyLine"> {
	return below(text, partsOf(text)?.head ?? "");
}

/** Where the front matter ends, and what it says; undefined if it cannot be told. */
function partsOf(text: string): { readonly head: string; readonly inside?: string } | undefined {
	const opening = opener.exec(text)?.[0];
	if (opening === undefined) return opensSomethingElse(text) ? undefined : { head: "" };
	const closing = closer.exec(text.slice(opening.length));
	if (closing === null || closing[0].trimEnd() !== "---") return undefined;
	const inside = text.slice(opening.length, opening.length + closing.index);
	return { head: opening + inside + closing[0], inside };
}

/** `---js` and its like: gray-matter and others take it for front matter, so it must not count as body. */
function opensSomethingElse(text: string): boolean {
	return /^\uFEFF?---[^\s-]/.test(text) || /^\uFEFF?---[ \t]+\S/.test(text);
}

function parseInside(inside: string): ParsedYaml {
	let parsed: ParsedYaml | undefined;
	const yaml = (text: string) => {
		// gray-matter passes the rest of the opener's line too, so that lines are those of the page, and cuts off the
		// last line's end, or half of it where lines end with two characters.
		parsed = parseYaml(`${text}\n`);
		return parsed.value as object;
	};
	matter(`---\n${inside}---\n`, { language: "yaml", engines: { yaml } });
	// gray-matter does not call the reader for front matter that says nothing.
	return parsed ?? parseYaml(`\n${inside}`);
}

function page(text: string, head: string, parsed: ParsedYaml | undefined): Page {
	return {
		data: parsed?.value,
		head,
		...below(text, head),
		issues: parsed?.issues ?? [],
		locate: parsed?.locate ?? (() => ({ line: 1, column: 1 })),
	};
}

function below(text: string, head: string): Pick<Page, "body" | "bodyLine"> {
	return { body: text.slice(head.length), bodyLine: head.split("\n").length };
}

function broken(text: string): Page {
	const issue = error(
		"front-matter",
		[],
		"the page begins with --- but no readable front matter follows",
		'Front matter begins with a line of exactly "---", holds YAML, and ends with another such line.',
	);
	return { ...page(text, "", undefined), issues: [{ ...issue, line: 1, column: 1 }] };
}
