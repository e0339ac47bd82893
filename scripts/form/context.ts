import { readMarkdown } from "../dictionary/blocks.ts";
import { plainText } from "../dictionary/sections.ts";
import { escapeText } from "../dictionary/seed.ts";
import { explainSuggestions, type Suggestion } from "../sensitivity/explain.ts";
import type { BookField, BookTable } from "./book.ts";
import { type Elsewhere, targetsOf } from "./elsewhere.ts";
import { codeSpan } from "./markers.ts";
import { plainType } from "./plain-type.ts";

const maxNote = 2000;

const classes = {
	patient: "each row is about one patient",
	reference: "look-up data about no patient",
	excluded: "never shared",
} as const;

/**
 * What somebody needs to know about a table to describe it without the database: a paragraph on one
 * line each, none of them ever loaded.
 */
export function tableContext({ source, facts, listed }: BookTable): string[] {
	const owner = listed?.owner;
	const about = [
		`In the database: ${facts.kind} of ${escapeText(source.title)}`,
		listed === undefined ? "not shared, because the list of sources does not name it" : classes[listed.class],
		facts.rows === "unknown" ? "" : `rows: ${facts.rows}`,
		owner === undefined ? "" : `answered for by ${escapeText(owner)}`,
	];
	return [
		`${about.filter((part) => part !== "").join("; ")}.`,
		...(facts.key.length === 0 ? [] : [`A row is told apart by: ${facts.key.map(codeSpan).join(", ")}`]),
		...(facts.checks ?? []).map((rule) => `The database enforces: ${codeSpan(clip(rule))}`),
		...note(facts.comment),
	];
}

/** The same for a field. */
export function fieldContext(table: BookTable, field: BookField, elsewhere: Elsewhere | undefined): string[] {
	const { facts } = field;
	const about = [
		`In the database: ${escapeText(plainType(facts))} (${codeSpan(facts.type)})`,
		facts.nullable ? missing(facts.missing) : "never missing",
		facts.distinct === undefined || facts.distinct === "unknown" ? "" : `different values: ${facts.distinct}`,
		facts.generated === undefined
			? ""
			: { identity: "numbered by the database", computed: "worked out by the database" }[facts.generated],
		table.facts.key.includes(facts.name) ? "part of what tells rows apart" : "",
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
		...(facts.values === undefined ? [] : [`Allowed values: ${facts.values.map(codeSpan).join(", ")}`]),
		...(targets.length === 0 ? [] : [`Refers to: ${targets.join(", ")}`]),
		...note(facts.comment),
		...suggestion(table, field),
		...described,
	];
}

const suggestionsByTable = new WeakMap<BookTable, ReadonlyMap<string, Suggestion>>();

/** What the survey suggests of a field's sensitivity, with its reason; worked out once a table, which may be wide. */
function suggestion(table: BookTable, { facts }: BookField): string[] {
	const known = suggestionsByTable.get(table) ?? explainSuggestions(table.facts, table.source);
	suggestionsByTable.set(table, known);
	const suggested = known.get(facts.name);
	if (suggested === undefined) return [];
	return [`Suggested, for you to decide: ${suggested.sensitivity}, because ${escapeText(suggested.reason)}`];
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
