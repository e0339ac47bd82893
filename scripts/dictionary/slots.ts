import type { List, ListItem, RootContent } from "mdast";
import { labels } from "./attributes.ts";
import { readOutline, type Section } from "./sections.ts";
import { readWords } from "./words.ts";

/** A stretch of a body, in UTF-16 code units from its start: `end` is the first one behind it. */
export interface Stretch {
	readonly start: number;
	readonly end: number;
}

/** One block of prose: a paragraph, a list, a table. It begins at the start of its first line. */
export interface PlacedBlock extends Stretch {
	/** As it stands, with line feeds only. */
	readonly text: string;
}

/** One line of an attribute list with all that belongs to it. */
export interface PlacedAttribute extends Stretch {
	/** The label in small letters. */
	readonly label: string;
	/** What stands behind the colon, as Markdown; lines below it without the list's indentation. */
	readonly text: string;
}

/** Where a field's words stand in a body. */
export interface PlacedSection {
	readonly section: Section;
	readonly blocks: readonly PlacedBlock[];
	/** Only those with a known label. */
	readonly attributes: readonly PlacedAttribute[];
	/** The attribute lists, item by item. */
	readonly lists: readonly (readonly Stretch[])[];
}

/** Where people's words stand in a body. */
export interface PlacedBody {
	/** The page's title, without its marks. */
	readonly title?: string;
	/** The blocks that describe the table. */
	readonly introduction: readonly PlacedBlock[];
	readonly sections: readonly PlacedSection[];
}

/** Finds people's words in a body, so that some can be replaced while all others stay byte for byte. */
export function placeWords(body: string): PlacedBody {
	const { title, introduction, sections } = readOutline(body);
	return {
		...(title === undefined ? {} : { title }),
		introduction: introduction.map((block) => placeBlock(body, block)),
		sections: sections.map((section) => placeSection(body, section)),
	};
}

/** The label of an attribute's line as people see it: `Where it comes from`. */
export function displayLabel(label: string): string {
	return label.slice(0, 1).toUpperCase() + label.slice(1);
}

/** Lines without the indentation that all but the first have in common. */
export function dedent(lines: readonly string[]): string {
	const [first = "", ...rest] = lines;
	const widths = rest.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
	const common = widths.reduce((least, width) => Math.min(least, width), Number.POSITIVE_INFINITY);
	return [first.trim(), ...rest.map((line) => (line.trim() === "" ? "" : line.slice(common).trimEnd()))]
		.join("\n")
		.trim();
}

function placeSection(body: string, section: Section): PlacedSection {
	const isAttributes = (block: RootContent): block is List =>
		block.type === "list" && readWords(body, { ...section, content: [block] }).words.description === "";
	const lists = section.content.filter(isAttributes);
	const items = lists.map((list) => list.children.map(stretchOf));
	return {
		section,
		blocks: section.content.filter((block) => !isAttributes(block)).map((block) => placeBlock(body, block)),
		attributes: lists.flatMap((list) => list.children.flatMap((item) => placeAttribute(body, item))),
		lists: items,
	};
}

function placeBlock(body: string, block: RootContent): PlacedBlock {
	const { start, end } = stretchOf(block);
	const from = Math.max(body.lastIndexOf("\n", start - 1), body.lastIndexOf("\r", start - 1)) + 1;
	return {
		start: from,
		end,
		text: body
			.slice(from, end)
			.replace(/\r\n?/g, "\n")
			.replace(/^\uFEFF/, ""),
	};
}

function placeAttribute(body: string, item: ListItem): PlacedAttribute[] {
	const { start, end } = stretchOf(item);
	const [marked = "", ...rest] = body.slice(start, end).split(/\r\n?|\n/);
	const first = marked.replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]*/, "");
	const colon = first.indexOf(":");
	const label = first
		.slice(0, Math.max(0, colon))
		.replace(/[*_~\\]/g, "")
		.trim()
		.toLowerCase();
	if (!labels.has(label)) return [];
	// A label in bold may have its colon inside: the marks behind it belong to the label.
	const marks = /^[ \t]*(?:\*\*|__)/.test(first) ? /^(?:\*\*|__)/ : /^(?!)/;
	return [{ label, start, end, text: dedent([first.slice(colon + 1).replace(marks, ""), ...rest]) }];
}

function stretchOf(node: RootContent | ListItem): Stretch {
	return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}
