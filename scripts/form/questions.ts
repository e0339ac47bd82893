import { displayLabel, labels } from "../dictionary/attributes.ts";

/** A place to fill in: the description of a table or field, or an attribute by its label in small letters. */
export type Question = string;

/** The description of a table or of a field. */
export const description: Question = "description";

/** What to write for a table's description. */
export const tableGuidance = "what one row is, where the rows come from, what is odd or missing in them";

/**
 * What to write in each place of a field, as it stands there in brackets. No brackets or colons within:
 * they end it.
 */
const guidance: Readonly<Record<Question, string>> = {
	[description]: "what the value says, who or what records it and when, what is odd or missing in it",
	sensitivity: "direct-identifier, quasi-identifier, special-category, free-text or ordinary, as explained above",
	"helps to identify": "yes or no, as explained above",
	unit: "what it is measured in, such as mmol/L or days",
	"acceptable range": "what can be true at all, such as 20 to 300, at least 0 or at most 1",
	values: "each code in backticks with its meaning, such as `F` = female; `M` = male",
	"where it comes from": "the form, device or system that it is first written in",
	owner: "the department that answers for it, only if it is not the table's",
	glossary: "terms of the glossary that explain it, with commas between",
};

/** The attributes of a field in the order of the form. */
export const attributes: readonly Question[] = [...labels];

/** What to write in a place. */
export function guidanceOf(question: Question): string {
	return guidance[question] ?? "";
}

/** How a place is called in the form and in messages. */
export function questionLabel(question: Question): string {
	return displayLabel(question);
}
