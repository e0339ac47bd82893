import type { Nodes } from "mdast";
import { replaceControls } from "../text/control-characters.ts";
import { type Block, readBlocks, type Span } from "./blocks.ts";

/** The heading of one field's section in a page's body. */
export interface SectionHeading {
	/** What the code span in its heading says. */
	readonly heading: string;
	/** Line of the heading in the body, from 1. */
	readonly line: number;
	/** Where the heading, and in it the code span, stand in the body. */
	readonly span: Span;
	readonly name: Span;
}

/** One field's section in a page's body. */
export interface Section extends SectionHeading {
	/** The blocks below the heading, up to the next heading of its level or above. */
	readonly content: readonly Block[];
}

/** The outline of a page's body. Positions are those of the body. */
export interface Outline {
	/** The first heading of the first level above the sections. */
	readonly title?: string;
	/** The blocks between the title and the first section. */
	readonly introduction: readonly Block[];
	readonly sections: readonly Section[];
}

/**
 * Reads the outline of a body: a field's section begins at a heading of the second level that opens
 * with a code span, and ends at the next heading of the first or second level. Headings inside
 * quotations, lists and code are words like any other. Markdown is only ever read for its positions
 * and never written back, so that people's words stay byte for byte.
 */
export function readOutline(body: string): Outline {
	let title: string | undefined;
	const introduction: Block[] = [];
	const sections: (Section & { content: Block[] })[] = [];
	let current: Block[] | undefined = introduction;
	for (const block of readBlocks(body)) {
		const { node, line, start, end } = block;
		if (node?.type !== "heading" || node.depth > 2) {
			current?.push(block);
			continue;
		}
		const first = node.children[0];
		if (node.depth === 1 && title === undefined && current === introduction) title = plainText(node);
		else if (node.depth === 2 && first?.type === "inlineCode") {
			current = [];
			const name = stretchIn(block, first);
			sections.push({ heading: first.value, line, span: { start, end }, name, content: current });
		} else if (current === introduction) current.push(block);
		else current = undefined;
	}
	return { ...(title ? { title } : {}), introduction, sections };
}

/** The Markdown of some blocks exactly as it stands in the body, without blank lines around it. */
export function sourceOf(body: string, blocks: readonly Span[]): string {
	return blocks.map(({ start, end }) => body.slice(start, end)).join("\n\n");
}

/** Where a part of a block stands in the body. */
export function stretchIn({ start }: Block, { position }: Nodes): Span {
	return { start: start + (position?.start.offset ?? 0), end: start + (position?.end.offset ?? 0) };
}

/** The words of a piece of Markdown as a reader sees them, without its marks. */
export function plainText(whole: Nodes): string {
	let text = "";
	// Not by a function that calls itself: emphasis may nest thousands deep.
	const left: Nodes[] = [whole];
	for (let node = left.pop(); node !== undefined; node = left.pop()) {
		if ("value" in node) text += node.type === "html" ? "" : node.value;
		else if (node.type === "break") text += " ";
		else if ("children" in node) for (const child of node.children.toReversed()) left.push(child);
	}
	return text;
}

/**
 * What a section's heading says for a column: its exact name. A name with line breaks or other
 * control characters, which no heading can hold, is written with SQL's Unicode escapes instead, as
 * `U&"line\000Abreak"`; so is a name that looks like such an escape, so that no two names meet.
 */
export function headingText(name: string): string {
	const escaped = replaceControls(name.replaceAll("\\", "\\\\").replaceAll('"', '""'), unicodeEscape);
	const fits = replaceControls(name, () => "") === name && !/^U&"/i.test(name);
	return fits ? name : `U&"${escaped}"`;
}

function unicodeEscape(character: string): string {
	return `\\${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The heading line of a column's section, such as ``## `nhs_number` ``. */
export function headingLine(name: string): string {
	return `## ${headingName(name)}`;
}

/** The code span that names a column in its section's heading. */
export function headingName(name: string): string {
	const text = headingText(name);
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
	const fence = "`".repeat(longest + 1);
	// CommonMark takes one space off either end, but not off text that is all spaces.
	const pad = /^`|`$|^ .* $/.test(text) && /[^ ]/.test(text) ? " " : "";
	return `${fence}${pad}${text}${pad}${fence}`;
}
