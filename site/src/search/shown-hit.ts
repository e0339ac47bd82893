import { counted } from "../../../scripts/text/count.ts";
import { sensitivityLabels } from "../sensitivity.ts";
import type { Hit } from "./hit.ts";

/** A hit as the search page shows it. */
export interface ShownHit {
	/** Its name, the link. */
	readonly name: string;
	/** What stands beside the name: of a field, its table. */
	readonly beside: string;
	/** The exact id. */
	readonly id: string;
	/** A short line about it. */
	readonly about: string;
}

/**
 * A hit in words.
 *
 * @param tellSource whether there are several sources, so that it matters which one it is
 */
export function showHit(hit: Hit, tellSource: boolean): ShownHit {
	const { kind, name, table, tableTitle, field, type, sensitivity, terms, told, retired, sourceTitle } = hit;
	const about = [
		kind === "table"
			? ["Table"]
			: [
					type ?? "",
					sensitivity === undefined ? "sensitivity not confirmed yet" : sensitivityLabels[sensitivity].toLowerCase(),
				],
		retired ? ["no longer in the database"] : [],
		told ? ["found by its description or its values"] : [],
		terms.length === 0 ? [] : [`glossary: ${terms.join(", ")}`],
		tellSource ? [`in ${sourceTitle}`] : [],
	].flat();
	return kind === "table"
		? { name: tableTitle, beside: "", id: table, about: about.join(", ") }
		: { name, beside: `in ${tableTitle}`, id: field ?? "", about: capital(about.join(", ")) };
}

/**
 * How much was found, as a sentence.
 *
 * @param most how many names were asked for: there may be more
 * @param partial whether each of them meets only some of the words
 */
export function describeCount(query: string, names: number, most: number, pages: number, partial = false): string {
	const found =
		names < most ? counted(names, "field or table", "fields and tables") : `the first ${names} fields and tables`;
	const parts = [
		names === 0 ? [] : [`${found} ${partial ? "with some of these words" : "of that name or meaning"}`],
		pages === 0 ? [] : [`${counted(pages, "page", "pages")} with these words`],
	].flat();
	if (parts.length === 0) return `Nothing found for “${query}”. Try another word, or fewer of them.`;
	return `Found ${parts.join(", ")}.`;
}

function capital(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
