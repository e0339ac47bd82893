import type { FieldMetadata, Sensitivity, Source } from "../schema/types.ts";
import { type AboutTable, aboutTable, type TableMetadata } from "./about-table.ts";
import { bareInSpecialTable, numberInSpecialTable } from "./by-table.ts";
import { directIdentifier } from "./direct-identifier.ts";
import { freeText } from "./free-text.ts";
import { numbered, withoutTrailing } from "./identifier.ts";
import { type NameWord, splitName, unknownWords } from "./name-words.ts";
import { type FoundPhrase, findPhrases } from "./phrase.ts";
import { staff } from "./things.ts";
import { isDate, isOpaque } from "./type.ts";

/** A column's metadata that a suggestion rests on. Never a value of it. */
export type ColumnMetadata = Pick<FieldMetadata, "name" | "type" | "baseType" | "comment">;

/** How sensitive a column may be, and why, as a clause: "its name has 'nhs number'". */
export interface Suggestion {
	readonly sensitivity: Sensitivity;
	readonly reason: string;
	/** Whether it may help to identify a person too, though that sensitivity does not say so. */
	readonly helpsToIdentify?: true;
}

/** Words after which a name is about the kind or form of a value, and no longer about the value. */
const kinds: ReadonlySet<string> = new Set(
	"type version format scheme system unit precision sequence rank priority path offset".split(" "),
);

/** Before a special phrase these make it the place or the coding of something: the code of the organisation of treatment. */
const asides: ReadonlySet<string> = new Set(["organisation", "practice", "scheme"]);

const revealing = ["special-category", "quasi-identifier"] as const;

/** The first words of special phrases by whose values others know a person, as they do by a language or a nationality. */
const knownOfPerson: ReadonlySet<string> = new Set(
	"ethnicity ethnic race racial tribe caste religion religious faith".split(" "),
);

/** At the end of a name these make it a moment, whatever its type. */
const times: ReadonlySet<string> = new Set(["date", "time", "year", "month", "day"]);

/**
 * Suggests how sensitive a column is, and says why in plain words, for a custodian to judge: from the words in its name,
 * its type, keys and comment, and what its table is about. Never from a value. It counts for nothing until a person has
 * written a sensitivity, and never changes one. Undefined where there is no reason for any.
 *
 * @param field the column, one of the table's
 * @param table the metadata of its table
 * @param source adds what people have confirmed in `sources.yml`: the table of patients, classes, relations
 */
export function explainSuggestion(
	field: ColumnMetadata,
	table: TableMetadata,
	source?: Source,
): Suggestion | undefined {
	return explain(field, aboutTable(table, source));
}

/** The suggestions for all columns of a table, by name: {@link explainSuggestion} for each, but quick in wide tables. */
export function explainSuggestions(
	table: Omit<TableMetadata, "fields"> & { readonly fields: readonly ColumnMetadata[] },
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

function explain(field: ColumnMetadata, about: AboutTable): Suggestion | undefined {
	const type = field.baseType ?? field.type;
	const words = about.columns.get(field.name) ?? splitName(field.name);
	// A date in a key divides the table into parts: it identifies no row.
	const key = isDate(type) ? undefined : about.recordKeys.get(field.name);
	if (key !== undefined) return { sensitivity: "direct-identifier", reason: key };
	if (isOpaque(type)) return { sensitivity: "free-text", reason: `its type, ${type}, can hold anything` };
	if (isDate(type)) return dated(words, type, about);
	const identifier = type === "boolean" ? undefined : directIdentifier(field.name, words, type, about);
	if (identifier !== undefined) return { sensitivity: "direct-identifier", reason: identifier };
	if (explainsCodes(words, about)) {
		return { sensitivity: "ordinary", reason: "its table explains codes or kinds and leads to no patient" };
	}
	if (about.listsOrganisations && describesAddress(words)) {
		return { sensitivity: "ordinary", reason: "it describes an organisation or a place, not a person" };
	}
	const known = byMeaning(words, type, about) ?? byComment(field.comment) ?? plain(words, about);
	if (known !== undefined) return known;
	const amount = numberInSpecialTable(words, type, about);
	return amount === undefined ? undefined : { sensitivity: "special-category", reason: amount };
}

/**
 * Whether a column is one of a table of codes and kinds, and its name says no more than we understand: in another language
 * a table of the staff may have the word "type" in its name, and then its columns would all be taken for ordinary.
 */
function explainsCodes(words: readonly NameWord[], about: AboutTable): boolean {
	return about.isReference && !about.listsPeople && unknownWords(words).length === 0;
}

function describesAddress(words: readonly NameWord[]): boolean {
	return [...findPhrases(words, "direct-identifier"), ...findPhrases(words, "quasi-identifier")].length > 0;
}

function dated(words: readonly NameWord[], type: string, about: AboutTable): Suggestion {
	const [found] = findPhrases(words, "quasi-identifier");
	if (found !== undefined) return { sensitivity: "quasi-identifier", reason: `its name has ${found.told}` };
	if (explainsCodes(words, about)) {
		return { sensitivity: "ordinary", reason: "it is a date of a table that leads to no patient" };
	}
	return {
		sensitivity: "quasi-identifier",
		reason: type.startsWith("time ") ? "it is a time of day" : "it is a date",
	};
}

/** Free text, then special categories, then quasi-identifiers: the one that is dealt with most strictly first. */
function byMeaning(words: readonly NameWord[], type: string, about: AboutTable): Suggestion | undefined {
	const administrative = findPhrases(words, "ordinary").filter(({ length }) => length > 1);
	const special = findPhrases(words, "special-category").find(
		(found) =>
			!found.after.some((word) => kinds.has(word)) &&
			!found.before.some((word) => asides.has(word)) &&
			!administrative.some((other) => covers(other, found)) &&
			(!/'value'/.test(found.told) || (about.leadsToPatient && found.before.at(-1) !== "source")),
	);
	const text = freeText(words, type, about, special !== undefined && special.after.length > 0);
	if (text !== undefined) return { sensitivity: "free-text", reason: text };
	if (special !== undefined) {
		const mark = isKnownOfPerson(words, special) ? { helpsToIdentify: true as const } : {};
		return { sensitivity: "special-category", reason: `its name has ${special.told}`, ...mark };
	}
	// Only people's titles count: a letter and a disease have titles too.
	const quasi = findPhrases(words, "quasi-identifier").find(
		({ told, after }) => !after.some((word) => kinds.has(word)) && (told !== "'title'" || about.listsPeople),
	);
	if (quasi !== undefined) return { sensitivity: "quasi-identifier", reason: `its name has ${quasi.told}` };
	const bare = bareInSpecialTable(words, about);
	return bare === undefined ? byTime(words, about) : { sensitivity: "special-category", reason: bare };
}

/** Whether a special name is about what others know of a person, or has words of a quasi-identifier too. */
function isKnownOfPerson(words: readonly NameWord[], special: FoundPhrase): boolean {
	if (knownOfPerson.has(words[special.before.length]?.word ?? "")) return true;
	return findPhrases(words, "quasi-identifier").some(
		(quasi) => !quasi.after.some((word) => kinds.has(word)) && !covers(special, quasi),
	);
}

/** Whether a longer phrase holds another: the "treatment" in "treatment function" is no treatment. */
function covers(longer: FoundPhrase, found: FoundPhrase): boolean {
	return (
		longer.length > found.length &&
		longer.before.length <= found.before.length &&
		longer.after.length <= found.after.length
	);
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

/** A column is suggested as ordinary only for a reason: a name that we do not understand is for a person to judge. */
function plain(words: readonly NameWord[], about: AboutTable): Suggestion | undefined {
	// The type of a disability reveals one, the type of a prescription reveals nothing: a person must judge.
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
