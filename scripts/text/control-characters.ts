/** Control characters, line separators, what takes no room, and marks that turn the direction of writing. */
const controlCharacter =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters looked for
	/[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\uFEFF]/g;

/**
 * Replaces every character that could break a line, steer a terminal or turn the direction of
 * writing: text from a database is not trusted with them in a heading or a message.
 */
export function replaceControls(text: string, by: (character: string) => string): string {
	return text.replace(controlCharacter, by);
}

/** A name from a database, safe to print: control characters are shown as `\u{1b}`. */
export function printable(name: string): string {
	return replaceControls(name, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
