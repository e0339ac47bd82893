import type { DictionaryEntry, Source } from "../schema/types.ts";
import { aboutTable } from "./about-table.ts";
import { splitName, unknownWords } from "./name-words.ts";
import { holdsText } from "./type.ts";

/** What hospitals call the list of all their patients, where its name has no word for a person. */
const patientIndexes: ReadonlySet<string> = new Set(["mpi", "empi", "pmi", "cmpi", "demographic", "pds"]);

/** Words of columns that only people have, even where nothing else of a person stands beside them. */
const lifeWords: ReadonlySet<string> = new Set(["birth", "born", "death", "deceased"]);

/**
 * Why the rows of a table may each be about a person, as a clause; undefined if nothing says so. For tables from which
 * no link leads to a patient: without such a sign they may be look-up tables, which are shared whole. A column of text
 * whose name has no word that we know counts as a sign, since it may hold names in another language.
 */
export function personalSign(table: DictionaryEntry, source?: Source): string | undefined {
	const personal = table.fields.find(({ suggested }) => suggested === "direct-identifier" || suggested === "free-text");
	if (personal !== undefined) return `${personal.name} may tell of a person`;
	const about = aboutTable(table, source);
	const index = about.words.find((word) => patientIndexes.has(word));
	if (index !== undefined) return `a table named '${index}' may list the patients`;
	if (about.leadsToPatient) return "its name or a column says that it is about patients";
	const lived = table.fields.find(({ name }) => splitName(name).some(({ word }) => lifeWords.has(word)));
	if (lived !== undefined) return `${lived.name} may tell of a person`;
	const unread = table.fields.find(({ name, type, baseType = type }) => holdsText(baseType) && isUnread(name));
	return unread && `nothing is known of what ${unread.name} holds`;
}

function isUnread(name: string): boolean {
	const words = splitName(name);
	return unknownWords(words).length === words.length;
}
