import type { AboutTable } from "./about-table.ts";
import {
	catalogues,
	describing,
	neutral,
	numbering,
	organisations,
	patientRecords,
	patients,
	staff,
	trailing,
} from "./things.ts";

/** What a name that ends in "id", "number" or the like is the number of. */
export type Numbered = "patient" | "record" | "staff" | "organisation" | "catalogue" | "row" | "unknown";

/** Numbers that count or order, and so lead to nobody, unless the words before them say otherwise. */
const counted: ReadonlySet<string> = new Set([
	"cycle",
	"sequence",
	"version",
	"lot",
	"line",
	"isolate",
	"issue",
	"birth",
]);

/** Words added to a value's name where it was coded or came from elsewhere: `person_source_value`, `race_concept_id`. */
const wrapping: ReadonlySet<string> = new Set([
	"source",
	"value",
	"concept",
	"id",
	"code",
	"coded",
	"name",
	"description",
]);

/**
 * What the row number in a column of this name stands for; undefined if it is not the name of a row number.
 * The word nearest the end that means something decides: `patient_pathway_identifier` is a pathway's.
 *
 * @param words the words of the name
 * @param about the column's table
 */
export function numbered(words: readonly string[], about: AboutTable): Numbered | undefined {
	const meaning = withoutTrailing(words);
	const head = meaning.at(-1);
	const isBackToFront = meaning[0] === "id" && meaning.length > 1;
	if (head === undefined || (!numbering.has(head) && !isBackToFront)) return undefined;
	const before = isBackToFront ? meaning.slice(1) : meaning.slice(0, -1);
	const qualifiers = before.filter((word) => !neutral.has(word) && !numbering.has(word) && !/^\p{N}+$/u.test(word));
	const nearest = qualifiers.at(-1);
	if (nearest === undefined) return "row";
	if (nearest === "concept" || describing.has(nearest)) return "catalogue";
	if (head === "number" && counted.has(nearest)) return "catalogue";
	if (patients.has(nearest)) return "patient";
	if (sameWords(qualifiers, about.words) && about.leadsToPatient) return "record";
	if (staff.has(nearest)) return "staff";
	if (patientRecords.has(nearest)) return "record";
	if (organisations.has(nearest)) return "organisation";
	return catalogues.has(nearest) ? "catalogue" : "unknown";
}

/** Whether the words are nothing but a patient, a visit or the like: a reference that does without "id". */
export function namesOnlyRecords(words: readonly string[]): boolean {
	const meaning = withoutTrailing(words).filter((word) => !neutral.has(word) && word.length > 1);
	return (
		meaning.length > 0 && meaning.length < 3 && meaning.every((word) => patients.has(word) || patientRecords.has(word))
	);
}

/** The words without those at the end that only say where the value came from. */
export function withoutTrailing(words: readonly string[]): readonly string[] {
	const last = words.at(-1);
	return last !== undefined && words.length > 1 && (trailing.has(last) || /^\p{N}+$/u.test(last))
		? withoutTrailing(words.slice(0, -1))
		: words;
}

/** The words without those that were added to a coded value's name at its end: `person_source_value` gives person. */
export function withoutWrapping(words: readonly string[]): readonly string[] {
	const last = words.at(-1);
	return last !== undefined && words.length > 1 && wrapping.has(last) ? withoutWrapping(words.slice(0, -1)) : words;
}

function sameWords(some: readonly string[], others: readonly string[]): boolean {
	const left = new Set(some);
	return left.size > 0 && others.some((word) => left.has(word)) && some.every((word) => others.includes(word));
}
