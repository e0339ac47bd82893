import type { AboutTable } from "./about-table.ts";
import type { NameWord } from "./name-words.ts";
import { findPhrases } from "./phrase.ts";
import { isAmount } from "./type.ts";

/** Names that say nothing by themselves: what their table is about decides. */
const bare: ReadonlySet<string> = new Set(
	"id code description term value name text title supplied alternate alternative mapped".split(" "),
);

/** Tables that hold what was found in a patient, besides those whose names have a special phrase. */
const clinical: ReadonlySet<string> = new Set("vital lab laboratory observation measurement result".split(" "));

/** Words of a number's name by which it orders or counts something, and measures nobody. */
const counting: ReadonlySet<string> = new Set(
	"id sequence number position count version offset order rank line total type indicator flag status".split(" "),
);

/** Why a column is as special as its table: a bare "code" in a table of diagnoses is a diagnosis. */
export function bareInSpecialTable(words: readonly NameWord[], about: AboutTable): string | undefined {
	if (!about.leadsToPatient || !words.every(({ word }) => bare.has(word))) return undefined;
	const told = specialWords(about);
	return told && `it is in a table whose name has ${told}`;
}

/** Why a number whose name we do not know is special: it is in a table of what was found in a patient, or given to one. */
export function numberInSpecialTable(words: readonly NameWord[], type: string, about: AboutTable): string | undefined {
	if (!about.leadsToPatient || !isAmount(type) || words.some(({ word }) => counting.has(word))) return undefined;
	const word = about.words.find((each) => clinical.has(each));
	const told = specialWords(about) ?? (word && `'${word}'`);
	return told && `it is a number in a table whose name has ${told}`;
}

function specialWords({ words }: AboutTable): string | undefined {
	const named = words.map((word) => ({ word, written: word }));
	return findPhrases(named, "special-category")[0]?.told;
}
