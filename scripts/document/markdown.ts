import type { List, ListItem, PhrasingContent, RootContent, Table } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { type Options, toMarkdown } from "mdast-util-to-markdown";
import { replaceControls } from "../text/control-characters.ts";
import { formatNumber } from "../text/count.ts";

const writingOptions: Options = {
	bullet: "-",
	emphasis: "_",
	fences: true,
	extensions: [gfmToMarkdown({ tablePipeAlign: false })],
};

/** A piece of a line: text as it is, or a piece with a form of its own. */
export type Inline = string | PhrasingContent;

/** Text on one line: no character in it is read as Markdown. */
export function text(value: string): PhrasingContent {
	return { type: "text", value: oneLine(value) };
}

/** A name exactly as it is written, as a code span. */
export function code(value: string): PhrasingContent {
	return { type: "inlineCode", value: oneLine(value) };
}

/** Text that a reader must not overlook. */
export function strong(value: string): PhrasingContent {
	return { type: "strong", children: [text(value)] };
}

/** A block of code in a language, line by line. */
export function codeBlock(language: string, lines: readonly string[]): RootContent {
	return { type: "code", lang: language, value: lines.join("\n") };
}

/** A block that is Markdown already, such as what people wrote on a page; it stands as it is. */
export function written(markdownText: string): RootContent {
	return { type: "html", value: markdownText };
}

/** A link to a place of the document that a {@link heading} marks. */
export function linkTo(id: string, ...pieces: readonly Inline[]): PhrasingContent {
	// No heading, list or text of the document can hold a link but these, so the cast is safe.
	return { type: "link", url: `#${id}`, children: pieces.map(phrase) as never };
}

/** A heading, and in it the place that links with this id lead to. */
export function heading(depth: 1 | 2 | 3 | 4, pieces: readonly Inline[], id?: string): RootContent {
	const anchor: readonly PhrasingContent[] = id === undefined ? [] : [{ type: "html", value: `<a id="${id}"></a>` }];
	return { type: "heading", depth, children: [...anchor, ...pieces.map(phrase)] };
}

/** A paragraph. */
export function paragraph(...pieces: readonly Inline[]): RootContent {
	return { type: "paragraph", children: pieces.map(phrase) };
}

/** A list; an entry may have a list below it. */
export function list(entries: readonly { readonly line: readonly Inline[]; readonly below?: List }[]): List {
	const children = entries.map(
		({ line, below }): ListItem => ({
			type: "listItem",
			spread: false,
			children: [{ type: "paragraph", children: line.map(phrase) }, ...(below === undefined ? [] : [below])],
		}),
	);
	return { type: "list", ordered: false, spread: false, children };
}

/** A table with its head; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (Inline | number)[])[]): Table {
	const numeric = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
	const row = (cells: readonly (Inline | number)[]): Table["children"][number] => ({
		type: "tableRow",
		children: cells.map((cell) => ({
			type: "tableCell",
			children: [typeof cell === "number" ? text(formatNumber(cell)) : phrase(cell)],
		})),
	});
	return {
		type: "table",
		align: numeric.map((right) => (right ? "right" : null)),
		children: [row(head), ...rows.map(row)],
	};
}

/** A table of labelled facts. */
export function factTable(facts: readonly { readonly label: string; readonly text: Inline }[]): Table {
	return table(
		["", ""],
		facts.map(({ label, text: told }) => [label, told]),
	);
}

/** A group of blocks as Markdown text (CommonMark with GitHub's tables), with a line break at its end. */
export function markdown(blocks: readonly RootContent[]): string {
	return toMarkdown({ type: "root", children: [...blocks] }, writingOptions);
}

function phrase(piece: Inline): PhrasingContent {
	return typeof piece === "string" ? text(piece) : piece;
}

function oneLine(value: string): string {
	return replaceControls(value, () => " ");
}
