import { error, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { replaceControls } from "../text/control-characters.ts";
import { decodeUtf8 } from "../text/utf8.ts";

const maxBytes = 64 * 1024 * 1024;

/**
 * Refuses a form that could not come back: with as many words again as it goes out with, it would be too large to load.
 *
 * @throws UserError `usage`
 */
export function refuseTooLarge(text: string): void {
	if (2 * Buffer.byteLength(text) <= maxBytes) return;
	throw new UserError(
		"usage",
		"This form is so large that it could not be loaded once it is filled in. Ask about less with --source, --owner, --table or --blank.",
	);
}

/**
 * The lines of a form as it came back, whatever line ends a word processor made of them, without a byte order mark.
 *
 * @throws UserError `invalid` if the bytes are no text
 */
export function formLines(bytes: Buffer, file: string): string[] {
	const refuse = (what: string, fix: string) => new UserError("invalid", `${file}: ${what}. ${fix}`);
	if (bytes.length > maxBytes) throw refuse("the file is larger than 64 MiB", "Load the form in parts.");
	if (bytes.subarray(0, 2).toString("latin1") === "PK") {
		throw refuse(
			"this is a word processor's own file",
			"Save it as Markdown, or as plain text in UTF-8, and load that.",
		);
	}
	const text = decodeUtf8(bytes);
	if (text === undefined) throw refuse("the file is not UTF-8 text", "Save it as plain text in UTF-8.");
	return text.split(/\r\n|[\n\r\v\u2028\u2029]/).map((line) => line.replaceAll("\f", " "));
}

/** An error at each line with a character that nobody can see; `first` is the number of the first line. */
export function findInvisible(lines: readonly string[], file: string, first: number): Issue[] {
	return lines.flatMap((line, at) => {
		const text = line.replaceAll("\t", " ");
		if (replaceControls(text, () => "") === text) return [];
		const issue = error(
			"form-text",
			[],
			"the line has a character that nobody can see, such as a control character",
			"Type the line again.",
		);
		return [{ ...issue, file, line: first + at }];
	});
}
