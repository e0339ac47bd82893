import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { replaceControls } from "../document/control-characters.ts";

/** One field's section in a page's body. */
export interface Section {
	/** What the code span in its heading says. */
	readonly heading: string;
	/** Line of the heading in the body, from 1. */
	readonly line: number;
	/** Where the heading, and in it the code span, stand in the body: offsets, `end` the first one behind it. */
	readonly place: { readonly start: number; readonly end: number };
	readonly name: { readonly start: number; readonly end: number };
	/** The blocks below the heading, up to the next heading of its level or above. */
	readonly content: readonly RootContent[];
}

/** The outline of a page's body. Positions are those of the body. */
export interface Outline {
	/** The first heading of the first level above the sections. */
	readonly title?: string;
	/** The blocks between the title and the first section. */
	readonly introduction: readonly RootContent[];
	readonly sections: readonly Section[];
}

/** How Markdown is read. Made once: most texts are so short that making this would take longer than reading. */
const reader = { extensions: [gfm()], mdastExtensions: gfmFromMarkdown() };
/** What every address has that GFM links without being told to; `&` may begin one of its letters. */
const mayHoldAddress = /@|http|www|&/i;
/** The same but for such addresses: to look for them at every word, and in every text once more, takes a third longer. */
const readerWithoutAddresses = {
	extensions: reader.extensions.map(({ text, ...syntax }) => ({ ...syntax, text: withoutAddresses(text ?? {}) })),
	mdastExtensions: reader.mdastExtensions.map(({ transforms: _, ...rest }) => rest),
};

type ConstructRecord = NonNullable<ReturnType<typeof gfm>["text"]>;

function withoutAddresses(text: ConstructRecord): ConstructRecord {
	const others = Object.entries(text).map(([code, constructs]) => {
		return [code, [constructs ?? []].flat().filter(({ name }) => !name?.endsWith("Autolink"))] as const;
	});
	return Object.fromEntries(others.filter(([, constructs]) => constructs.length > 0));
}

/**
 * Reads the outline of a body: a field's section begins at a heading of the second level that opens
 * with a code span, and ends at the next heading of the first or second level. Headings inside
 * quotations, lists and code are words like any other. Markdown is only ever read for its positions
 * and never written back, so that people's words stay byte for byte.
 */
export function readOutline(body: string): Outline {
	// A byte order mark would shift every position by one; a space in its place reads the same.
	const text = body.replace(/^\uFEFF/, " ");
	const { children } = fromMarkdown(text, mayHoldAddress.test(text) ? reader : readerWithoutAddresses);
	let title: string | undefined;
	const introduction: RootContent[] = [];
	const sections: (Section & { content: RootContent[] })[] = [];
	let current: RootContent[] | undefined = introduction;
	for (const block of children) {
		if (block.type !== "heading" || block.depth > 2) {
			current?.push(block);
			continue;
		}
		const first = block.children[0];
		if (block.depth === 1 && title === undefined && current === introduction) title = plainText(block);
		else if (block.depth === 2 && first?.type === "inlineCode") {
			current = [];
			const line = block.position?.start.line ?? 1;
			sections.push({ heading: first.value, line, place: placeOf(block), name: placeOf(first), content: current });
		} else if (current === introduction) current.push(block);
		else current = undefined;
	}
	return { ...(title ? { title } : {}), introduction, sections };
}

/** The Markdown of some blocks exactly as it stands in the body, without blank lines around it. */
export function sourceOf(body: string, blocks: readonly RootContent[]): string {
	return blocks.map(({ position }) => body.slice(position?.start.offset ?? 0, position?.end.offset ?? 0)).join("\n\n");
}

function placeOf({ position }: Nodes): { start: number; end: number } {
	return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

/** The words of a piece of Markdown as a reader sees them, without its marks. */
export function plainText(node: Nodes): string {
	if ("value" in node) return node.type === "html" ? "" : node.value;
	if (node.type === "break") return " ";
	return "children" in node ? node.children.map(plainText).join("") : "";
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
