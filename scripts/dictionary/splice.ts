import { displayLabel, labels } from "./attributes.ts";
import type { Span } from "./blocks.ts";
import { type LocatedBlock, type LocatedSection, lineStart } from "./slots.ts";

/** A piece of new text in place of a stretch; both may be empty. */
export interface Splice extends Span {
	readonly text: string;
}

/** Some blocks of a description, by position, and what takes their place; an empty text removes them. */
export interface BlockChange {
	/** The blocks from `from` up to but without `to`; none where the text is inserted. */
	readonly from: number;
	readonly to: number;
	/** Markdown with line feeds, without blank lines around it. */
	readonly text: string;
}

/** Where a description stands, or would. */
export interface DescriptionSpan {
	readonly blocks: readonly LocatedBlock[];
	/** Where its first block would go, and whether that is behind or before what stands there. */
	readonly empty: { readonly at: number; readonly side: "behind" | "before" };
}

/**
 * Puts splices that do not overlap into a text: every character outside them stays. New text gets
 * the line ends that the body has.
 */
export function applySplices(body: string, splices: readonly Splice[]): string {
	const newline = body.includes("\r\n") ? "\r\n" : "\n";
	let result = "";
	let at = 0;
	// Of several at one place, the order given counts.
	for (const { start, end, text } of [...splices].sort((a, b) => a.start - b.start)) {
		result += body.slice(at, start) + text.replaceAll("\n", newline);
		at = end;
	}
	return result + body.slice(at);
}

/** The splices that change a description. */
export function spliceDescription(body: string, span: DescriptionSpan, changes: readonly BlockChange[]): Splice[] {
	const { blocks, empty } = span;
	return changes.flatMap(({ from, to, text }): Splice[] => {
		const [first, ...others] = blocks.slice(from, to);
		if (first !== undefined) {
			const gone = others.map((block) => withGap(body, block));
			return [text === "" ? withGap(body, first) : { start: first.start, end: first.end, text }, ...gone];
		}
		if (text === "") return [];
		const before = blocks[from - 1];
		const after = blocks[from];
		if (before !== undefined) return [{ start: before.end, end: before.end, text: `\n\n${text}` }];
		if (after !== undefined) return [{ start: after.start, end: after.start, text: `${text}\n\n` }];
		const { at, side } = empty;
		return [{ start: at, end: at, text: side === "behind" ? `\n\n${text}` : `${text}\n\n` }];
	});
}

/**
 * The splices that write attributes of a field: over the ones that stand there, at their place in the
 * usual order among the others, or as a new list at the section's end.
 *
 * @param values Markdown by label in small letters
 * @param behind the offset behind the last thing in the section
 * @param bullet the marker for a new list
 */
export function spliceAttributes(
	body: string,
	section: LocatedSection,
	values: ReadonlyMap<string, string>,
	behind: number,
	bullet: string,
): Splice[] {
	const order = [...labels];
	const splices: Splice[] = [];
	const added: string[] = [];
	for (const label of order.filter((known) => values.has(known))) {
		const text = values.get(label) ?? "";
		const existing = section.attributes.find((attribute) => attribute.label === label);
		if (existing !== undefined) {
			splices.push({ ...existing, text: formatItem(markerAt(body, existing.start), label, text) });
			continue;
		}
		const before = section.attributes.filter((other) => order.indexOf(other.label) < order.indexOf(label)).at(-1);
		const neighbour = before ?? section.lists.at(-1)?.at(-1);
		if (neighbour === undefined) added.push(formatItem({ marker: bullet, indent: "" }, label, text));
		else {
			const item = formatItem(markerAt(body, neighbour.start), label, text);
			splices.push({
				start: neighbour.end,
				end: neighbour.end,
				text: `\n${markerAt(body, neighbour.start).indent}${item}`,
			});
		}
	}
	if (added.length > 0) splices.push({ start: behind, end: behind, text: `\n\n${added.join("\n")}` });
	return splices;
}

/** The splices that give attribute lists another marker, so that a list right above them stays one of its own. */
export function spliceBullets(body: string, section: LocatedSection): Splice[] {
	return section.lists.flat().flatMap(({ start }) => {
		const other = otherBullet(body[start] ?? "");
		return other === undefined ? [] : [{ start, end: start + 1, text: other }];
	});
}

/** A bullet that begins another list than this one; undefined for what is none. */
function otherBullet(marker: string): string | undefined {
	return { "-": "*", "*": "-", "+": "*" }[marker];
}

/** The marker of a list's line and the blanks before it. */
function markerAt(body: string, start: number): { marker: string; indent: string } {
	const line = lineStart(body, start);
	const marker = /^(?:[-*+]|\d{1,9}[.)])/.exec(body.slice(start, start + 12))?.[0] ?? "-";
	return { marker, indent: body.slice(line, start).replace(/[^ \t]/g, " ") };
}

/** One line of an attribute list, what belongs to it indented below. A list goes below the label. */
function formatItem({ marker, indent }: { marker: string; indent: string }, label: string, text: string): string {
	const lines = text.split("\n");
	const below = /^(?:[-*+]|\d{1,9}[.)])\s/.test(text) ? ["", ...lines] : lines;
	const pad = indent + " ".repeat(marker.length + 1);
	const [first = "", ...rest] = below;
	const head = `${marker} ${displayLabel(label)}:${first === "" ? "" : ` ${first}`}`;
	return [head, ...rest.map((line) => (line === "" ? "" : pad + line))].join("\n");
}

/** The splice that removes a block with the blank lines before it. */
function withGap(body: string, { start, end }: Span): Splice {
	return { start: body.slice(0, start).trimEnd().length, end, text: "" };
}
