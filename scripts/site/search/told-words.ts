import type { Catalogue, CatalogueField } from "../../dictionary/catalogue.ts";
import type { SiteReading } from "../reading/reading.ts";
import type { WordCatalogue } from "./word-catalogue.ts";

/** A word that more than one field in this many has, such as "the", is left out: it tells no field from another. */
const commonest = 10;
/** A word that no more fields than this have is kept all the same, where there are few fields. */
const fewFields = 10;
const minLetters = 2;
/** How many characters of a description are read: what it is about stands at its beginning. */
const descriptionLetters = 220;

/**
 * See {@link WordCatalogue}. Of each field, the first words of its description and what its coded values are and mean:
 * potassium is a value of a laboratory test, and no name.
 */
export function wordCatalogue({ records }: Pick<SiteReading, "records">): WordCatalogue {
	const fields = allFields(records.catalogue);
	const positions = new Map<string, number[]>();
	for (const [at, field] of fields.entries()) {
		for (const word of toldWords(field)) {
			const known = positions.get(word);
			if (known === undefined) positions.set(word, [at]);
			else known.push(at);
		}
	}
	const most = Math.max(fewFields, fields.length / commonest);
	const kept = [...positions].filter(([, all]) => all.length <= most);
	return {
		schemaVersion: 1,
		words: kept.map(([word]) => word),
		fields: kept.map(([, all]) => all.map((position, at) => position - (all[at - 1] ?? 0))),
	};
}

function toldWords({ documentation: { description, values = [] } }: CatalogueField): ReadonlySet<string> {
	const text = [beginning(description), ...values.flatMap(({ value, meaning }) => [value, meaning])].join(" ");
	const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
	return new Set(words.filter((word) => word.length >= minLetters && !/^\p{N}/u.test(word)));
}

/**
 * The beginning of a description's first paragraph. Its Markdown is not read, which would take longer than all else:
 * among words, punctuation makes no difference, and what nobody is shown is left out.
 */
function beginning(markdown: string): string {
	const [paragraph = ""] = markdown.trim().split(/\r?\n[ \t]*\r?\n/, 1);
	const shown = paragraph.replace(/<[!/a-z][^>]*>?/gi, " ").replace(/\]\([^)]*\)?/g, " ");
	return shown.length <= descriptionLetters ? shown : shown.slice(0, descriptionLetters).replace(/\S*$/, "");
}

function allFields({ sources }: Catalogue): readonly CatalogueField[] {
	return sources.flatMap(({ tables }) => tables.flatMap(({ fields }) => fields));
}
