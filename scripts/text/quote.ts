import { replaceControls } from "./control-characters.ts";
import { findIdentifying } from "./identifying.ts";

const maxLength = 80;

/** What is shown in the place of a text that looks like a patient's detail. */
export const notShown = "(not shown: it may identify a person)";

/**
 * A name out of a record that anybody may have written, fit to stand in a message: in double quotes, one line,
 * without control characters and the marks that reverse the reading direction, at most 80 characters. A text that
 * looks like a patient's detail is not shown.
 */
export function quoted(text: string): string {
	if (findIdentifying(text.slice(0, 1000)).length > 0) return notShown;
	const plain = onOneLine(text.slice(0, 1000));
	return `"${plain.length > maxLength ? `${[...plain].slice(0, maxLength).join("")}…` : plain}"`;
}

/** The text with line breaks and every character that could steer a terminal replaced by a space. */
export function onOneLine(text: string): string {
	return replaceControls(text, () => " ");
}
