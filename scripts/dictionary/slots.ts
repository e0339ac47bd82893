import { labels } from "./attributes.ts";
import type { Span } from "./blocks.ts";
import { partSection } from "./documentation.ts";
import { readOutline, type Section, type SectionHeading, stretchIn } from "./sections.ts";

/** One block of prose: a paragraph, a list, a table. It begins at the start of its first line. */
export interface LocatedBlock extends Span {
	/** As it stands, with line feeds only. */
	readonly text: string;
}

/** One line of an attribute list with all that belongs to it. */
export interface LocatedAttribute extends Span {
	/** The label in small letters. */
	readonly label: string;
	/** What stands behind the colon, as Markdown; lines below it without the list's indentation. */
	readonly text: string;
}

/** Where a field's words stand in a body. What Markdown made of them is not kept: it is many times as large. */
export interface LocatedSection {
	readonly section: SectionHeading;
	readonly blocks: readonly LocatedBlock[];
	/** Only those with a known label. */
	readonly attributes: readonly LocatedAttribute[];
	/** The attribute lists, item by item. */
	readonly lists: readonly (readonly Span[])[];
}

/** Where people's words stand in a body. */
export interface LocatedBody {
	/** The page's title, without its marks. */
	readonly title?: string;
	/** The blocks that describe the table. */
	readonly introduction: readonly LocatedBlock[];
	readonly sections: readonly LocatedSection[];
}

/** Finds people's words in a body, so that some can be replaced while all others stay byte for byte. */
export function locateBody(body: string): LocatedBody {
	const { title, introduction, sections } = readOutline(body);
	return {
		...(title === undefined ? {} : { title }),
		introduction: introduction.map((block) => placeBlock(body, block)),
		sections: sections.map((section) => locateSection(body, section)),
	};
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

/** Finds the words of a section. */
export function locateSection(body: string, section: Section): LocatedSection {
	const { content: _, ...heading } = section;
	const { prose, lists } = partSection(section);
	const items = lists.map((list) => list.node.children.map((item) => stretchIn(list, item)));
	return {
		section: heading,
		blocks: prose.map((block) => placeBlock(body, block)),
		attributes: items.flat().flatMap((item) => placeAttribute(body, item)),
		lists: items,
	};
}

function placeBlock(body: string, { start, end }: Span): LocatedBlock {
	const from = lineStart(body, start);
	return {
		start: from,
		end,
		text: body
			.slice(from, end)
			.replace(/\r\n?/g, "\n")
			.replace(/^\uFEFF/, ""),
	};
}

/** Where the line with this place begins. */
export function lineStart(body: string, offset: number): number {
	let at = offset;
	while (at > 0 && body[at - 1] !== "\n" && body[at - 1] !== "\r") at--;
	return at;
}

function placeAttribute(body: string, { start, end }: Span): LocatedAttribute[] {
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
