import { dedent } from "../dictionary/slots.ts";
import { isCutShort, type Marker, readAttributeLine, readMarker, unguardLines, unknownQuestion } from "./markers.ts";
import type { Question } from "./questions.ts";

/** Some lines of a form, and the number of the first, from 1. */
export interface Passage {
	readonly line: number;
	readonly text: string;
}

/** What came back in one place. */
export interface Answer extends Passage {
	readonly question: Question;
	/** The line that asks for it. */
	readonly askedAt: number;
	/** In a file of conflicts: what stood there when it was written. */
	readonly stood?: string;
}

/** A line that looks like a question or heading of the form. */
export interface StrangeLine {
	readonly line: number;
	/** The question that may be meant. */
	readonly near?: string;
	/** The line where the same heading stands already. */
	readonly earlier?: number;
}

/** One table's or field's part of a form. */
export interface FormPart {
	readonly kind: "table" | "field";
	/** As the heading has it. */
	readonly name: string;
	readonly line: number;
	/** In the order of the form; a question may come twice. */
	readonly answers: readonly Answer[];
	/** What stands outside the places to fill in: the form's own words, and notes. */
	readonly around: readonly Passage[];
	/** Lines that look like a question or heading of the form and are none here. */
	readonly strange: readonly StrangeLine[];
}

/** A form that came back, taken apart by its lines. */
export interface ParsedForm {
	readonly name?: string;
	readonly commit?: string;
	readonly layout?: number;
	/** How many fields it says it asks about. */
	readonly fields?: number;
	readonly head: readonly Passage[];
	readonly parts: readonly FormPart[];
}

interface OpenAnswer {
	question: Question;
	kind: "answer" | "stood" | "came";
	askedAt: number;
	lines: string[];
	firstLine: number;
	/** Whether it is an item of the details, which ends at the first line that is not part of it. */
	isItem: boolean;
}

interface OpenPart {
	kind: "table" | "field";
	name: string;
	line: number;
	found: OpenAnswer[];
	around: { line: number; lines: string[] }[];
	strange: StrangeLine[];
	details?: number;
}

/**
 * Takes a form apart. Only its own headings and questions mean anything, wherever they stand; every other line
 * belongs to the place above it, or is a note. Code, quotations and the like have no meaning here, so that nothing
 * that is left open can swallow what follows.
 */
export function parseForm(lines: readonly string[]): ParsedForm {
	const head: { line: number; lines: string[] }[] = [];
	const parts: OpenPart[] = [];
	let inside: "around" | "text" | "details" = "around";
	for (let at = 0; at < lines.length; at++) {
		const number = at + 1;
		let line = lines[at] ?? "";
		const part = parts.at(-1);
		const marker = readMarker(line);
		if (marker?.kind === "table" || marker?.kind === "field") {
			parts.push({ ...marker, line: number, found: [], around: [], strange: [] });
			inside = "around";
		} else if (part === undefined) keepAround(head, number, line);
		else if (marker !== undefined) inside = openAnswer(part, marker, number);
		else if (inside === "around") keepAround(part.around, number, line);
		else if (inside === "text") part.found.at(-1)?.lines.push(line);
		else {
			while (isCutShort(line) && at - number < 4 && at + 1 < lines.length)
				line = `${line} ${(lines[++at] ?? "").trim()}`;
			readDetail(part, line, number, lines[at - 1] ?? "");
		}
	}
	return { ...readHead(lines, parts[0]?.line ?? lines.length + 1), head: passages(head), parts: parts.map(closePart) };
}

function openAnswer(part: OpenPart, marker: Marker, line: number): "text" | "details" {
	if (!("question" in marker)) {
		if (part.details !== undefined) part.strange.push({ line, earlier: part.details });
		part.details ??= line;
		return "details";
	}
	const { question, kind } = marker;
	part.found.push({ question, kind, askedAt: line, lines: [], firstLine: line + 1, isItem: false });
	return "text";
}

/** One line of the details: a question, what belongs to the one above, or a note. */
function readDetail(part: OpenPart, line: string, number: number, before: string): void {
	const asked = readAttributeLine(line);
	if (asked !== undefined) {
		const { question, text } = asked;
		part.found.push({ question, kind: "answer", askedAt: number, lines: [text], firstLine: number, isItem: true });
		return;
	}
	const open = part.found.at(-1);
	const isOpen = open?.isItem === true && (part.around.at(-1)?.line ?? 0) < open.askedAt;
	const isCode = open?.question === "values" && /^(?:[-*+•·▪–]|\d+[.)])\s+`/.test(line);
	if (isOpen && (line.trim() === "" || /^[ \t\u00a0]/.test(line) || isCode)) {
		open.lines.push(isCode ? `  ${line}` : line);
		return;
	}
	const unknown = unknownQuestion(line);
	if (unknown !== undefined && part.around.at(-1)?.line !== number - 1) part.strange.push({ line: number, ...unknown });
	else if (isOpen && before.trim() !== "" && !/^(?:#|[-*+•·▪]\s|-{3})/.test(line)) open.lines.push(`  ${line}`);
	else keepAround(part.around, number, line);
}

/** Keeps a line that is outside the places to fill in, in paragraphs; a list is one paragraph. */
function keepAround(around: { line: number; lines: string[] }[], number: number, line: string): void {
	const last = around.at(-1);
	if (last !== undefined && last.line + last.lines.length === number && last.lines.at(-1)?.trim() !== "") {
		last.lines.push(line);
	} else if (line.trim() !== "") around.push({ line: number, lines: [line] });
}

function closePart({ kind, name, line, found, around, strange }: OpenPart): FormPart {
	// Only in a file of conflicts does a place to decide follow what stood and what came back.
	const decided = found.flatMap((one, at) => (one.kind === "answer" && !one.isItem ? [{ ...one, at }] : []));
	const isDecided = ({ question }: OpenAnswer, at: number) =>
		decided.some((one) => one.question === question && one.at > at) &&
		!found.slice(0, at).some((one) => one.question === question && one.kind === found[at]?.kind);
	const stray = found.filter((one, at) => one.kind !== "answer" && !isDecided(one, at));
	const stood = new Map(found.filter((one) => one.kind === "stood").map((one) => [one.question, one]));
	const answers = found
		.filter((one) => one.kind === "answer")
		.map((one): Answer => {
			const before = one.isItem ? undefined : stood.get(one.question);
			return { ...close(one), ...(before === undefined ? {} : { stood: unguardLines(close(before).text) }) };
		});
	const all = [...strange, ...stray.map(({ askedAt }) => ({ line: askedAt }))];
	return { kind, name, line, answers, around: passages(around), strange: all };
}

function close({ question, askedAt, lines, firstLine, isItem }: OpenAnswer): Answer {
	const first = lines.findIndex((line) => line.trim() !== "");
	const line = first < 0 ? askedAt : firstLine + first;
	if (isItem) return { question, askedAt, line, text: dedent(lines) };
	const last = lines.findLastIndex((text) => text.trim() !== "");
	const text =
		first < 0
			? ""
			: lines
					.slice(first, last + 1)
					.join("\n")
					.trimEnd();
	return { question, askedAt, line, text };
}

function passages(around: readonly { line: number; lines: readonly string[] }[]): Passage[] {
	return around.map(({ line, lines }) => ({ line, text: lines.join("\n").trimEnd() }));
}

/** Several times what a form begins with, in UTF-16 code units; notes above are rarely long. */
const longestHead = 16_000;

/** What the form says of itself, above its first part. */
function readHead(lines: readonly string[], end: number): Omit<ParsedForm, "head" | "parts"> {
	const text = lines
		.slice(0, end - 1)
		.join("\n")
		.slice(0, longestHead);
	const name = /^\W*form\W+?([a-z0-9][a-z0-9_.\\-]*)/im.exec(text.replace(/^#.*$/gm, ""))?.[1]?.replaceAll("\\", "");
	const commit = /\bcommit\W+([0-9a-f]{40}|[0-9a-f]{64})\b/i.exec(text)?.[1]?.toLowerCase();
	const layout = /^\W*layout\W+(\d{1,4})\b/im.exec(text)?.[1];
	const fields = /^\W*asks about\b.*?([\d,]{1,12}) fields?\b/im.exec(text)?.[1];
	return {
		...(name === undefined ? {} : { name }),
		...(commit === undefined ? {} : { commit }),
		...(layout === undefined ? {} : { layout: Number(layout) }),
		...(fields === undefined ? {} : { fields: Number(fields.replaceAll(",", "")) }),
	};
}
