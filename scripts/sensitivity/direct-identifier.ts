import type { AboutTable } from "./about-table.ts";
import { namesOnlyRecords, numbered, withoutTrailing, withoutWrapping } from "./identifier.ts";
import type { NameWord } from "./name-words.ts";
import { findPhrases } from "./phrase.ts";
import { describing, neutral, organisations, patients, staff } from "./things.ts";
import { holdsText, isNetworkAddress, isNumbering, maxLetters } from "./type.ts";

/** A column of fewer letters can hold no name, no address and no number of a person: Y, NO, YES. */
const minIdentifierLetters = 4;

/** Coordinates: of what points at a person, only these are written as numbers with a fraction. */
const coordinate = /'(?:latitude|longitude|easting|northing)|(?:latitude|longitude)'/;

/** Names of people that stand alone in a table of people: FIRST, LAST. */
const nameParts: ReadonlySet<string> = new Set(["first", "last", "middle", "given", "family", "second"]);

/** Before an identifier these say that the column holds a code or a part of it: the postcode of an address. */
const codesBefore: ReadonlySet<string> = new Set(["code", "organisation", "postcode", "district", "type"]);
/** After an identifier these say that the column holds only that part of it, which is judged by itself. */
const partsAfter: ReadonlySet<string> = new Set(["postcode", "city", "town", "county", "country", "district", "area"]);

/** Names that say nothing by themselves, and the tables in which they hold a name, an address or a telephone number. */
const bareValues: ReadonlySet<string> = new Set(["value", "number", "line", "text", "detail"]);
const reached: ReadonlySet<string> = new Set([
	"contact",
	"address",
	"phone",
	"telephone",
	"telecom",
	"email",
	"name",
	"identifier",
]);

/** Words that make a column about an organisation, although a person is named beside it. */
const ofPlaces: ReadonlySet<string> = new Set(["practice", "organisation", "code", "specialty", "team", "service"]);

/**
 * Why a column may point at one person; undefined if nothing says so.
 *
 * @param words the words of its name
 * @param type the type its values have in the end
 * @param about its table
 */
export function directIdentifier(
	name: string,
	words: readonly NameWord[],
	type: string,
	about: AboutTable,
): string | undefined {
	if (isNetworkAddress(type)) return `its type, ${type}, is that of a network address`;
	const letters = maxLetters(type);
	const fits = holdsText(type) ? letters === undefined || letters >= minIdentifierLetters : isNumbering(type);
	const texts = words.map(({ word }) => word);
	return (
		byPhrase(words, type, fits, about) ??
		(fits ? byPersonName(texts, type, about) : undefined) ??
		(isNumbering(type) ? byRowNumber(name, texts, type, about) : undefined)
	);
}

function byPhrase(words: readonly NameWord[], type: string, fits: boolean, about: AboutTable): string | undefined {
	// The telephone number of a pharmacy points at nobody.
	if (about.listsOrganisations) return undefined;
	const found = findPhrases(words, "direct-identifier").find(
		({ told, before, after }) =>
			(fits || (coordinate.test(told) && !holdsText(type))) &&
			!before.some((word) => codesBefore.has(word)) &&
			!after.some((word) => describing.has(word) || partsAfter.has(word)),
	);
	return found && `its name has ${found.told}`;
}

function byPersonName(words: readonly string[], type: string, about: AboutTable): string | undefined {
	const meaning = withoutTrailing(words);
	const head = meaning.at(-1);
	if (head === undefined || !holdsText(type)) return undefined;
	const nearest = meaning
		.slice(0, -1)
		.filter((word) => !neutral.has(word))
		.at(-1);
	if (head === "name") {
		if (nearest === undefined) return about.listsPeople ? "it is a name in a table of people" : undefined;
		return patients.has(nearest) || staff.has(nearest) || nearest === "contact"
			? `it is the name of a ${nearest}`
			: undefined;
	}
	if (
		about.leadsToPatient &&
		meaning.length === 1 &&
		bareValues.has(head) &&
		about.words.some((word) => reached.has(word))
	) {
		return "it is in a table of names, addresses or ways to reach a person";
	}
	if (about.listsPeople && meaning.length === 1 && nameParts.has(head))
		return `'${head}' is part of a name in a table of people`;
	const thing = withoutWrapping(meaning);
	const last = thing.at(-1) ?? "";
	const isWrapped = thing.length < meaning.length;
	if (isWrapped && !meaning.includes("source")) return undefined;
	if (thing.some((word) => ofPlaces.has(word) || organisations.has(word))) return undefined;
	if (staff.has(last) && last !== "role") return "it names a member of staff";
	return patients.has(last) && thing.every((word) => patients.has(word) || neutral.has(word))
		? "it names a person"
		: undefined;
}

function byRowNumber(name: string, words: readonly string[], type: string, about: AboutTable): string | undefined {
	const owner = numbered(words, about);
	if (owner === "patient") return "its name is that of a patient's number";
	if (owner === "record") return "its name is that of the number of one patient's record";
	if (about.otherKeys.has(name)) return undefined;
	if (owner === "row" && (about.leadsToPatient || (about.listsPeople && words.includes("identifier")))) {
		return "it numbers the rows of a table about patients";
	}
	if (owner === "unknown" && about.leadsToPatient) return "it looks like a row's number in a table about patients";
	if (owner === undefined && namesOnlyRecords(words) && !holdsText(type)) {
		return "its name and type are those of a reference to one patient's record";
	}
	return undefined;
}
