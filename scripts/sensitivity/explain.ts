import type { FieldFacts, Sensitivity, Source } from "../schema/types.ts";
import { type AboutTable, aboutTable, type TableFacts } from "./about-table.ts";
import { directIdentifier } from "./direct-identifier.ts";
import { numbered, withoutTrailing } from "./identifier.ts";
import { type NameWord, splitName } from "./name-words.ts";
import { findPhrases } from "./phrase.ts";
import { staff } from "./things.ts";
import { isDate, isOpaque, isTextual, maxLetters } from "./type.ts";

/** A column's facts that a suggestion rests on. Never a value of it. */
export type ColumnFacts = Pick<FieldFacts, "name" | "type" | "baseType" | "comment">;

/** How sensitive a column may be, and why, as a clause: "its name has 'nhs number'". */
export interface Suggestion {
	readonly sensitivity: Sensitivity;
	readonly reason: string;
}

/** A column made for this many letters is made for prose. */
const minProseLetters = 1000;
/** One made for so few is made for a code, whatever it is called. */
const maxCodeLetters = 20;

/** After these a name tells of the kind or form of a value: it is no longer the value. */
const kinds: ReadonlySet<string> = new Set(
	"type version format scheme system unit precision sequence rank priority path offset".split(" "),
);

const revealing = ["special-category", "quasi-identifier"] as const;

/** At the end of a name these make it a moment, whatever its type. */
const times: ReadonlySet<string> = new Set(["date", "time", "year", "month", "day"]);

/** Names that say nothing by themselves: what their table is about decides. */
const bare: ReadonlySet<string> = new Set(["code", "description", "term", "value", "name", "text", "title"]);

/**
 * Suggests how sensitive a column is, and says why in plain words, for a custodian to judge: from the words in its name,
 * its type, keys and comment, and what its table is about. Never from a value. It counts for nothing until a person has
 * written a sensitivity, and never changes one. Undefined where there is no ground for any.
 *
 * @param field the column, one of the table's
 * @param table the facts of its table
 * @param source adds what people have confirmed in `sources.yml`: the table of patients, classes, relations
 */
export function explainSuggestion(field: ColumnFacts, table: TableFacts, source?: Source): Suggestion | undefined {
	return explain(field, aboutTable(table, source));
}

/** The suggestions for all columns of a table, by name: {@link explainSuggestion} for each, but quick in wide tables. */
export function explainSuggestions(
	table: Omit<TableFacts, "fields"> & { readonly fields: readonly ColumnFacts[] },
	source?: Source,
): ReadonlyMap<string, Suggestion> {
	const about = aboutTable(table, source);
	return new Map(
		table.fields.flatMap((field) => {
			const suggestion = explain(field, about);
			return suggestion === undefined ? [] : [[field.name, suggestion]];
		}),
	);
}

function explain(field: ColumnFacts, about: AboutTable): Suggestion | undefined {
	const type = field.baseType ?? field.type;
	const words = about.columns.get(field.name) ?? splitName(field.name);
	// A part of a key that is a date is there to divide the table.
	const key = isDate(type) ? undefined : about.recordKeys.get(field.name);
	if (key !== undefined) return { sensitivity: "direct-identifier", reason: key };
	if (isOpaque(type)) return { sensitivity: "free-text", reason: `its type, ${type}, can hold anything` };
	if (isDate(type)) return dated(words, type, about);
	const identifier = type === "boolean" ? undefined : directIdentifier(field.name, words, type, about);
	if (identifier !== undefined) return { sensitivity: "direct-identifier", reason: identifier };
	if (about.isReference && !about.listsPeople) {
		return { sensitivity: "ordinary", reason: "its table explains codes or kinds and leads to no patient" };
	}
	if (about.listsOrganisations && describesAddress(words)) {
		return { sensitivity: "ordinary", reason: "it describes an organisation or a place, not a person" };
	}
	return byMeaning(words, type, about) ?? byComment(field.comment) ?? plain(words, about);
}

function describesAddress(words: readonly NameWord[]): boolean {
	return [...findPhrases(words, "direct-identifier"), ...findPhrases(words, "quasi-identifier")].length > 0;
}

function dated(words: readonly NameWord[], type: string, about: AboutTable): Suggestion {
	const [found] = findPhrases(words, "quasi-identifier");
	if (found !== undefined) return { sensitivity: "quasi-identifier", reason: `its name has ${found.told}` };
	if (about.isReference && !about.listsPeople) {
		return { sensitivity: "ordinary", reason: "it is a date of a table that leads to no patient" };
	}
	return {
		sensitivity: "quasi-identifier",
		reason: type.startsWith("time ") ? "it is a time of day" : "it is a date",
	};
}

/** Free text, then special categories, then quasi-identifiers: the one that is dealt with most strictly first. */
function byMeaning(words: readonly NameWord[], type: string, about: AboutTable): Suggestion | undefined {
	const letters = maxLetters(type);
	const holdsProse = isTextual(type) && (letters === undefined || letters > maxCodeLetters);
	const special = findPhrases(words, "special-category").find(
		({ told, before, after }) =>
			!after.some((word) => kinds.has(word)) &&
			(!/'value'/.test(told) || (about.leadsToPatient && before.at(-1) !== "source")),
	);
	const text = findPhrases(words, "free-text").find(({ after }) => after.every((word) => /^\p{N}+$/u.test(word)));
	// The description of a diagnosis is the diagnosis.
	const describesSpecial = special !== undefined && special.after.length > 0;
	if (holdsProse && text !== undefined && !describesSpecial) {
		return { sensitivity: "free-text", reason: `its name has ${text.told}, and its type takes any text` };
	}
	if (isTextual(type) && letters !== undefined && letters >= minProseLetters) {
		return { sensitivity: "free-text", reason: `its type takes ${letters} letters of any text` };
	}
	if (special !== undefined) return { sensitivity: "special-category", reason: `its name has ${special.told}` };
	// A letter and a disease have titles too.
	const quasi = findPhrases(words, "quasi-identifier").find(
		({ told, after }) => !after.some((word) => kinds.has(word)) && (told !== "'title'" || about.listsPeople),
	);
	if (quasi !== undefined) return { sensitivity: "quasi-identifier", reason: `its name has ${quasi.told}` };
	return byTable(words, about) ?? byTime(words, about);
}

/** A bare "code" in a table of diagnoses is a diagnosis. */
function byTable(words: readonly NameWord[], about: AboutTable): Suggestion | undefined {
	if (!about.leadsToPatient || !words.every(({ word }) => bare.has(word) || word === "id")) return undefined;
	const [found] = findPhrases(
		about.words.map((word) => ({ word, written: word })),
		"special-category",
	);
	return found && { sensitivity: "special-category", reason: `it is in a table whose name has ${found.told}` };
}

/** Dates and times that are kept as text or as a number. */
function byTime(words: readonly NameWord[], about: AboutTable): Suggestion | undefined {
	const last = withoutTrailing(words.map(({ word }) => word)).at(-1) ?? "";
	if (!about.leadsToPatient || !times.has(last) || words.some(({ word }) => /^wait/.test(word))) return undefined;
	return { sensitivity: "quasi-identifier", reason: `its name ends in '${last}'` };
}

function byComment(comment: string | undefined): Suggestion | undefined {
	if (!comment) return undefined;
	const words = splitName(comment);
	for (const sensitivity of ["direct-identifier", "special-category", "quasi-identifier"] as const) {
		const [found] = findPhrases(words, sensitivity);
		if (found !== undefined) return { sensitivity, reason: `its comment has ${found.told}` };
	}
	return undefined;
}

/** Only a positive ground makes a column ordinary: a name we do not understand is for a person to judge. */
function plain(words: readonly NameWord[], about: AboutTable): Suggestion | undefined {
	// The type of a disability tells of one; that of a prescription does not. A person sees which.
	if (words.some(({ word }) => word === "type") && revealing.some((name) => findPhrases(words, name).length > 0)) {
		return undefined;
	}
	const [found] = findPhrases(words, "ordinary");
	if (found !== undefined) return { sensitivity: "ordinary", reason: `its name has ${found.told}` };
	const meaning = withoutTrailing(words.map(({ word }) => word));
	const owner = numbered(meaning, about);
	if (owner === "staff" || staff.has(meaning.at(-1) ?? ""))
		return { sensitivity: "ordinary", reason: "it is the number of a member of staff inside the database" };
	if (owner === "organisation")
		return { sensitivity: "ordinary", reason: "it is the number of an organisation or a place" };
	if (owner === "catalogue") return { sensitivity: "ordinary", reason: "it is the number of a kind or a code" };
	const last = meaning.at(-1);
	if (last !== undefined && kinds.has(last)) return { sensitivity: "ordinary", reason: `its name ends in '${last}'` };
	return undefined;
}
