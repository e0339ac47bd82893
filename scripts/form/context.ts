import { readMarkdown } from "../dictionary/blocks.ts";
import { plainText } from "../dictionary/sections.ts";
import { escapeText } from "../dictionary/seed.ts";
import { explainSuggestions, type Suggestion } from "../sensitivity/explain.ts";
import type { BookField, BookTable } from "./book.ts";
import { type Elsewhere, targetsOf } from "./elsewhere.ts";
import { codeSpan } from "./markers.ts";
import { describeType } from "./type-label.ts";

const maxNote = 2000;

const classes = {
	patient: "each row is about one patient",
	reference: "look-up data about no patient",
	excluded: "never shared",
} as const;

/**
 * What somebody needs to know about a table to describe it without the database: paragraphs on
 * one line each. They are never loaded.
 */
export function tableContext({ source, metadata, listed }: BookTable): string[] {
	const owner = listed?.owner;
	const about = [
		`In the database: ${metadata.kind} of ${escapeText(source.title)}`,
		listed === undefined ? "not shared, because the list of sources does not name it" : classes[listed.class],
		metadata.rows === "unknown" ? "" : `rows: ${metadata.rows}`,
		owner === undefined ? "" : `answered for by ${escapeText(owner)}`,
	];
	return [
		`${about.filter((part) => part !== "").join("; ")}.`,
		...(metadata.key.length === 0 ? [] : [`A row is told apart by: ${metadata.key.map(codeSpan).join(", ")}`]),
		...(metadata.checks ?? []).map((rule) => `The database enforces: ${codeSpan(clip(rule))}`),
		...note(metadata.comment),
	];
}

/** The same for a field. */
export function fieldContext(table: BookTable, field: BookField, elsewhere: Elsewhere | undefined): string[] {
	const { metadata } = field;
	const about = [
		`In the database: ${escapeText(describeType(metadata))} (${codeSpan(metadata.type)})`,
		metadata.nullable ? missing(metadata.missing) : "never missing",
		metadata.distinct === undefined || metadata.distinct === "unknown" ? "" : `different values: ${metadata.distinct}`,
		metadata.generated === undefined
			? ""
			: { identity: "numbered by the database", computed: "worked out by the database" }[metadata.generated],
		table.metadata.key.includes(metadata.name) ? "part of what tells rows apart" : "",
	];
	const targets = targetsOf(table, field).map(codeSpan);
	const described =
		elsewhere === undefined
			? []
			: [
					`Inherited until you confirm it, from ${codeSpan(elsewhere.name)}: ${escapeText(clip(reading(elsewhere.text)))}`,
				];
	return [
		`${about.filter((part) => part !== "").join("; ")}.`,
		...(metadata.values === undefined ? [] : [`Allowed values: ${metadata.values.map(codeSpan).join(", ")}`]),
		...(targets.length === 0 ? [] : [`Refers to: ${targets.join(", ")}`]),
		...note(metadata.comment),
		...suggestedSensitivity(table, field),
		...described,
	];
}

const suggestionsByTable = new WeakMap<BookTable, ReadonlyMap<string, Suggestion>>();

/** What the survey suggests of a field's sensitivity, with its reason; worked out once for each table. */
function suggestedSensitivity(table: BookTable, { metadata }: BookField): string[] {
	const known = suggestionsByTable.get(table) ?? explainSuggestions(table.metadata, table.source);
	suggestionsByTable.set(table, known);
	const suggested = known.get(metadata.name);
	if (suggested === undefined) return [];
	const mark = suggested.helpsToIdentify ? "; it may help to identify a person too" : "";
	return [`Suggested, for you to decide: ${suggested.sensitivity}, because ${escapeText(suggested.reason)}${mark}`];
}

function missing(share: string | undefined): string {
	if (share === undefined || share === "unknown") return "may be missing";
	return share === "none" ? "may be missing, but never is" : `missing in ${share} of the rows`;
}

function note(comment: string | undefined): string[] {
	return comment === undefined || comment.trim() === "" ? [] : [`Note in the database: ${escapeText(clip(comment))}`];
}

/** Markdown as a reader sees it. */
function reading(markdown: string): string {
	return readMarkdown(markdown).map(plainText).join(" ");
}

function clip(text: string): string {
	const letters = [...text];
	return letters.length > maxNote ? `${letters.slice(0, maxNote).join("")}…` : text;
}
