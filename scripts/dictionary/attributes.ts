import type { ListItem, PhrasingContent } from "mdast";
import { suggestion } from "../issue/suggestion.ts";
import { sensitivities } from "../schema/sensitivities.ts";
import type { FieldDocumentation } from "./catalogue.ts";
import { identifiesByItself } from "./identifying-mark.ts";
import { readRange } from "./range.ts";
import { plainText } from "./sections.ts";

/** What a field's attribute list can say. */
export type Attributes = Omit<FieldDocumentation, "description">;

/** Why an attribute's value cannot be read, and what to write instead. */
export type Problem = readonly [message: string, fix: string];

type Reader = (text: string, parts: readonly PhrasingContent[], items: readonly ListItem[]) => Attributes | Problem;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	["sensitivity", readSensitivity],
	["helps to identify", readMark],
	["unit", (unit) => ({ unit })],
	["acceptable range", (text) => asRange(text)],
	["values", readValues],
	["where it comes from", (origin) => ({ origin })],
	["owner", (owner) => ({ owner })],
	["glossary", (_text, parts) => ({ glossary: readTerms(parts) })],
]);

/** The labels of the attribute list, in small letters. */
export const labels: ReadonlySet<string> = new Set(readers.keys());

/** The label of an attribute's line as people see it: `Where it comes from`. */
export function displayLabel(label: string): string {
	return label.slice(0, 1).toUpperCase() + label.slice(1);
}

/**
 * Reads one attribute.
 *
 * @param label one of {@link labels}
 * @param parts what stands behind the colon
 * @param items the items of a list below the line
 * @returns the attribute, nothing if it was left empty, or what is wrong
 */
export function readAttribute(
	label: string,
	parts: readonly PhrasingContent[],
	items: readonly ListItem[],
): Attributes | Problem {
	const text = textOf(parts);
	if (text === "" && items.length === 0) return {};
	return readers.get(label)?.(text, parts, items) ?? {};
}

/** Attributes of one field that cannot both hold: the label of the one that counts for nothing, and why. */
export function findContradiction({
	sensitivity,
	helpsToIdentify,
}: Attributes): { readonly label: string; readonly problem: Problem } | undefined {
	if (helpsToIdentify !== false || !identifiesByItself(sensitivity)) return undefined;
	const message = `"Helps to identify: no" contradicts the sensitivity ${sensitivity}`;
	return { label: "helps to identify", problem: [message, 'Write "yes" there, or correct the sensitivity.'] };
}

/** Whether {@link readAttribute} found something wrong. */
export function isProblem(read: Attributes | Problem): read is Problem {
	return Array.isArray(read);
}

function textOf(parts: readonly PhrasingContent[]): string {
	return parts.map(plainText).join("").replace(/\s+/g, " ").trim();
}

function readSensitivity(text: string): Attributes | Problem {
	const written = text.toLowerCase().replaceAll(" ", "-");
	const sensitivity = sensitivities.find((known) => known === written);
	if (sensitivity !== undefined) return { sensitivity };
	const fix = suggestion(written, sensitivities, `Write one of ${sensitivities.join(", ")}.`);
	return ["this is not a sensitivity", fix];
}

function readMark(text: string): Attributes | Problem {
	const written = text.toLowerCase();
	if (written === "yes" || written === "no") return { helpsToIdentify: written === "yes" };
	return ["whether a field helps to identify a person is said by yes or no", 'Write "yes" or "no".'];
}

function asRange(text: string): Attributes | Problem {
	const range = readRange(text);
	if (range !== undefined) return { range };
	return ["this range cannot be read", 'Write it as "20 to 300", "at least 0" or "at most 300", numbers only.'];
}

/** A list of `` `F`: female `` below the line, or `` `F` female, `M` male `` on it. */
function readValues(
	_text: string,
	parts: readonly PhrasingContent[],
	items: readonly ListItem[],
): Attributes | Problem {
	const lines = items.map(({ children: [first] }) => (first?.type === "paragraph" ? first.children : []));
	const values = [parts, ...lines].flatMap((line) => readCodes(line));
	const readable = values.length > 0 && lines.every((line) => readCodes(line).length > 0);
	if (readable && values.every(({ meaning }) => meaning !== "")) return { values };
	return ["these values cannot be read", "Write one a line below, the code in backticks first, such as `F`: female."];
}

function readCodes(parts: readonly PhrasingContent[]): { value: string; meaning: string }[] {
	const codes: { value: string; meaning: string }[] = [];
	for (const [index, part] of parts.entries()) {
		if (part.type !== "inlineCode") continue;
		const next = parts.findIndex((other, at) => at > index && other.type === "inlineCode");
		const meaning = textOf(parts.slice(index + 1, next < 0 ? undefined : next));
		codes.push({ value: part.value, meaning: meaning.replace(/^[\s:=–—-]+|[\s,;]+$/g, "") });
	}
	return codes;
}

/** The file names of linked glossary entries, and plain names between commas. */
function readTerms(parts: readonly PhrasingContent[]): string[] {
	return parts.flatMap((part) => {
		const linked = part.type === "link" ? /([^/]+)\.md(?:#.*)?$/.exec(part.url)?.[1] : undefined;
		if (linked !== undefined) return [linked];
		return plainText(part)
			.split(/[,;]/)
			.map((term) => term.trim())
			.filter((term) => term !== "");
	});
}
