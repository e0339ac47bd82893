import { headingLine } from "../dictionary/sections.ts";
import { nearest } from "../issue/nearest.ts";
import { attributes, description, type Question, questionLabel } from "./questions.ts";
import { plainForm } from "./typography.ts";

/** What a heading of the form means, when it is one of the form's own. */
export type Marker =
	| { readonly kind: "table" | "field"; readonly name: string }
	| { readonly kind: "answer" | "stood" | "came"; readonly question: Question }
	| { readonly kind: "details" };

/** The name by which a form knows a table or field: the source's id, a slash, the id in the source. */
export function formName(source: string, id: string): string {
	return `${source}/${id}`;
}

/** A text as a code span that says exactly it, control characters escaped. */
export function codeSpan(text: string): string {
	return headingLine(text).slice("## ".length);
}

/** No heading or question of a form is longer, whatever was added to it: the longest names fit in three times. */
const longestOwn = 4000;

/**
 * What a line of a form means if it is one of the form's headings, whatever its level, and whatever
 * a word processor added to it. Anything else is a colleague's own line.
 */
export function readMarker(line: string): Marker | undefined {
	if (!line.startsWith("#") || line.length > longestOwn) return undefined;
	const heading = /^#{1,6}\s+(\S.*)$/
		.exec(line.trimEnd())?.[1]
		?.replace(/\{#[^{}]*\}$/, "")
		.trimEnd();
	if (heading === undefined) return undefined;
	const named = /^[*_\s]*(table|field)[*_]*\s+(\S.*)$/i.exec(heading);
	if (named !== null) {
		const name = spanText(named[2] ?? "");
		const kind = named[1]?.toLowerCase() === "table" ? "table" : "field";
		return /^[a-z][a-z0-9-]*\/\S/.test(name) ? { kind, name } : undefined;
	}
	const words = plainForm(heading).replace(/[*`]/g, "").replace(/\s+/g, " ").trim().toLowerCase();
	if (/^details(?: \(.*\))?:?$/.test(words)) return { kind: "details" };
	const asked = /^(.*?)( as it stands now| as it came back\b.*)?(?: \(.*\))?:?$/.exec(words);
	const question = asked?.[1] ?? "";
	if (question !== description && !attributes.includes(question)) return undefined;
	const state = asked?.[2] ?? "";
	return { kind: state === "" ? "answer" : state.endsWith("now") ? "stood" : "came", question };
}

/** A line that asks for an attribute, with what is written behind the colon. */
export interface AttributeLine {
	readonly question: Question;
	readonly text: string;
}

const bullet = String.raw`(?:[-*+•·▪–][ \t\u00a0]+|\d+[.)][ \t\u00a0]+)?`;
const askedLine = new RegExp(
	String.raw`^${bullet}[*_]{0,2}(${attributes.join("|")})[*_]{0,2}[\s\u00a0]*(\([^()]*\))?(?:[*_]{1,2}[\s\u00a0]*|(?<=\))[\s\u00a0]*)?:[*_]{0,2}(.*)$`,
	"i",
);
const anyBullet = /^(?:[-*+•·▪–]|\d+[.)])[ \t\u00a0]+/;

/** Reads a line of the details; undefined if it asks for no attribute. */
export function readAttributeLine(line: string): AttributeLine | undefined {
	const found = askedLine.exec(line);
	if (found?.[1] === undefined) return undefined;
	// With neither a bullet nor the guidance it is a sentence that happens to begin like a question.
	if (!anyBullet.test(line) && found[2] === undefined) return undefined;
	return { question: found[1].toLowerCase(), text: found[3] ?? "" };
}

/** Whether the line begins a question whose guidance was wrapped onto the next line. */
export function isCutShort(line: string): boolean {
	if (line.length > longestOwn) return false;
	const opened = anyBullet.test(line) && /^[^:(]*\([^()]*$/.test(line);
	return opened && attributes.some((label) => plainForm(line).toLowerCase().includes(`${label} (`));
}

/** The label of a line that looks like a question but is none, and the one that may be meant. */
export function unknownQuestion(line: string): { readonly near?: string } | undefined {
	const label = /^(?:[-*+•·▪–]|\d+[.)])[ \t\u00a0]+([^:`]{1,60}):/.exec(line)?.[1];
	if (label === undefined) return undefined;
	const word = label
		.replace(/\(.*$/, "")
		.replace(/[*_\\]/g, "")
		.trim()
		.toLowerCase();
	const near = nearest(word, attributes);
	return near === undefined ? {} : { near: questionLabel(near) };
}

/**
 * Puts a backslash before each line of somebody's words that would be read as a heading of the form,
 * and one more before those that have some already, so that it can be taken away again.
 */
export function guardLines(text: string): string {
	return text.replace(/^\\*(?=#)/gm, (slashes: string, at: number) => {
		const line = text.slice(at + slashes.length).split("\n", 1)[0] ?? "";
		return readMarker(line) === undefined ? slashes : `\\${slashes}`;
	});
}

/**
 * Takes away what {@link guardLines} put into a text.
 *
 * @param before the text that was guarded, where it is known: a line that somebody wrote so then stays
 */
export function unguardLines(text: string, before?: string): string {
	const known = before === undefined ? undefined : new Set(before.split("\n"));
	const strip = (line: string) => ((known?.has(line.slice(1)) ?? true) ? line.slice(1) : line);
	return text
		.split("\n")
		.map((line) => (line.startsWith("\\") && isGuarded(line) ? strip(line) : line))
		.join("\n");
}

function isGuarded(line: string): boolean {
	return readMarker(line.replace(/^\\+/, "")) !== undefined;
}

function spanText(rest: string): string {
	const trimmed = rest.trim().replace(/^\*+|\*+$/g, "");
	const fence = /^`+/.exec(trimmed)?.[0] ?? "";
	const closed = fence !== "" && trimmed.endsWith(fence) && trimmed.length >= 2 * fence.length;
	if (!closed) return trimmed.replace(/\\([!-/:-@[-`{-~])/g, "$1");
	const inside = trimmed.slice(fence.length, -fence.length);
	return /^ .* $/.test(inside) && /[^ ]/.test(inside) ? inside.slice(1, -1) : inside;
}
