import type { Nodes, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

/** A stretch of a text, in UTF-16 code units from its start: `end` is the first one behind it. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/** One of the outermost blocks of a Markdown text, such as a paragraph, a list or a heading. */
export interface Block extends Span {
	/** On which it begins, from 1. */
	readonly line: number;
	/** What Markdown makes of it, with positions in the block; absent for a paragraph of one line. */
	readonly node?: Readonly<RootContent>;
}

/** How Markdown is read. Made once: most texts are so short that making this would take longer than reading. */
const reader = { extensions: [gfm()], mdastExtensions: gfmFromMarkdown() };
/** What every address has that GFM links by itself; `&` may begin a character reference for one of its letters. */
const mayHoldAddress = /@|http|www|&/i;
/** The same without such addresses: looking for them at every word, and again in every text, takes a third longer. */
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

/** A line that begins a block whatever stands above it, unless code or HTML there is still open. */
const opening = /(?<=\n)(?:#{1,6}[ \t]|(?<=\n\r?\n)[A-Za-z])/g;
/** What code and HTML begin with. They may still be open where a piece ends. In a list or quotation they end with it. */
const mayStayOpen = /```|~~~|</;
/** Lines without a word, and then a heading that is nothing but a name. */
const blankLines = /(?:[ \t]*\r?\n)*/y;
const nameHeading = /## `([^`\s\0](?:[^`\s\0]| (?! *`))*)`(?=\r?\n|$)/y;
/** Begins with a letter, and a blank line or nothing is below: a paragraph, whatever is in it. */
const lonelyLine = /[A-Za-z](?:[^\r\n]*[^ \t\r\n])?(?=\r?\n[ \t]*\r?\n|\r?\n?$)/y;
/** A link may have its definition further down: pieces of such texts are at least this long, in UTF-16 code units. */
const definitionReach = 32 * 1024;

/**
 * Reads Markdown, with tables and the like of GFM, into its outermost blocks. The time that micromark takes grows with
 * the square of a text's length, so it is given one piece after the other, cut where a block begins whatever stands
 * above; headings that are a name and paragraphs of one line, of which most pages are made, need no micromark. The one
 * difference: in a text of more than 32 KiB, a link or footnote may stand too far from its definition to be one.
 *
 * Measured in November 2026, micromark 4 on one core, pages of described fields: 400 fields 0.14 s in pieces and 0.47 s
 * in one go, 1,600 fields (the most columns that PostgreSQL allows a table) 0.26 s and 6.1 s.
 */
export function readBlocks(text: string): Block[] {
	// A byte order mark would shift every position by one; a space in its place reads the same.
	const whole = text.replace(/^\uFEFF/, " ");
	const shortest = whole.includes("]:") ? definitionReach : 0;
	const blocks: Block[] = [];
	const lineAt = lineCounter(whole);
	for (let at = 0, length = shortest; at < whole.length; ) {
		at += matchAt(blankLines, whole, at)?.[0].length ?? 0;
		const simple = shortest > 0 ? undefined : readSimple(whole, at);
		if (simple !== undefined) {
			blocks.push({ ...simple, line: lineAt(at) });
			at = endOfLine(whole, simple.end);
			continue;
		}
		const cut = nextOpening(whole, at + Math.max(1, length));
		const piece = readPiece(whole.slice(at, cut), cut < whole.length);
		if (piece === undefined) {
			// Code or HTML is still open. Try twice as far: then all earlier tries together take no longer than the last.
			length = 2 * (cut - at);
			continue;
		}
		for (const block of piece) {
			blocks.push({ ...block, start: at + block.start, end: at + block.end, line: lineAt(at) + block.line - 1 });
		}
		at = cut;
		length = shortest;
	}
	return blocks;
}

/** Reads a block that needs no micromark, if there is one at this place; a block must begin there. */
function readSimple(text: string, at: number): Omit<Block, "line"> | undefined {
	const name = matchAt(nameHeading, text, at)?.[1];
	if (name !== undefined) {
		const length = "## ``".length + name.length;
		const point = (offset: number) => ({ line: 1, column: offset + 1, offset });
		const position = { start: point(0), end: point(length) };
		const code = { type: "inlineCode" as const, value: name, position: { start: point(3), end: point(length) } };
		return { start: at, end: at + length, node: { type: "heading", depth: 2, children: [code], position } };
	}
	const line = matchAt(lonelyLine, text, at)?.[0];
	return line === undefined ? undefined : { start: at, end: at + line.length };
}

/** Pieces that were read before. Whole dictionaries have the same few lists of attributes; nobody changes what was read. */
const known = new Map<string, readonly Block[]>();
const knownPieces = { count: 1000, length: 400 };

/** The blocks of a piece of Markdown; undefined if what follows would still be part of them. */
function readPiece(piece: string, goesOn: boolean): readonly Block[] | undefined {
	const text = goesOn && mayStayOpen.test(piece) ? `${piece}# .\n` : piece;
	const before = known.get(text);
	const blocks = before ?? parse(text);
	if (before === undefined && text.length <= knownPieces.length) {
		if (known.size >= knownPieces.count) known.clear();
		known.set(text, blocks);
	}
	if (text === piece) return blocks;
	const last = blocks.at(-1);
	const isClosed = last?.node?.type === "heading" && last.start === piece.length;
	return isClosed ? blocks.slice(0, -1) : undefined;
}

function parse(text: string): Block[] {
	// Micromark drops a byte order mark from where it begins; inside a text it is a character like any other.
	const above = text.startsWith("\uFEFF") ? "\n" : "";
	return readMarkdown(above + text).map((node) => {
		const { line = 1, offset: start = 0 } = node.position?.start ?? {};
		const end = node.position?.end.offset ?? start;
		move(node, { lines: 1 - line, offset: -start });
		return { start: start - above.length, end: end - above.length, line: line - above.length, node };
	});
}

/** What Markdown makes of a block, with lines and offsets in the block and columns in the text. */
export function nodesOf(text: string, { node, start, end }: Block): readonly Readonly<RootContent>[] {
	return node === undefined ? readMarkdown(text.slice(start, end)) : [node];
}

/** Reads Markdown as it stands, in one go. */
export function readMarkdown(text: string): RootContent[] {
	return fromMarkdown(text, mayHoldAddress.test(text) ? reader : readerWithoutAddresses).children;
}

/** Shifts the positions of a node just read and of all in it. */
function move(moved: RootContent, by: { readonly lines: number; readonly offset: number }): void {
	const left: Nodes[] = [moved];
	for (let node = left.pop(); node !== undefined; node = left.pop()) {
		for (const point of node.position === undefined ? [] : [node.position.start, node.position.end]) {
			point.line += by.lines;
			if (point.offset !== undefined) point.offset += by.offset;
		}
		if ("children" in node) for (const child of node.children) left.push(child);
	}
}

function nextOpening(text: string, from: number): number {
	opening.lastIndex = from;
	return opening.exec(text)?.index ?? text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

function endOfLine(text: string, at: number): number {
	const newline = text.indexOf("\n", at);
	return newline < 0 ? text.length : newline + 1;
}

/** Numbers of lines, from 1, of places asked for from the first to the last. */
function lineCounter(text: string): (offset: number) => number {
	const lineEnd = /\r\n?|\n/g;
	let line = 1;
	let behind = lineEnd.exec(text) === null ? Number.POSITIVE_INFINITY : lineEnd.lastIndex;
	return (offset) => {
		while (behind <= offset) {
			line++;
			behind = lineEnd.exec(text) === null ? Number.POSITIVE_INFINITY : lineEnd.lastIndex;
		}
		return line;
	};
}
