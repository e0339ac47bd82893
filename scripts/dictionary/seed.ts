import type { DictionaryEntry, FieldMetadata } from "../schema/types.ts";
import { replaceControls } from "../text/control-characters.ts";
import { formatTableId } from "./field-id.ts";
import { headingLine, headingText, readOutline, type Section, sourceOf } from "./sections.ts";

/** The body of a new page: a title, the table's comment, and a section for each field. */
export function seedBody(metadata: DictionaryEntry): string {
	const words = metadata.table.replaceAll("_", " ").trim();
	const title = escapeText(words.slice(0, 1).toUpperCase() + words.slice(1));
	const name = title === "" ? escapeText(formatTableId(metadata)) : title;
	const blocks = [`# ${name}`, seedComment(metadata.comment), ...metadata.fields.map(seedSection)];
	return `\n${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** The fields that have no section in the body. A retired one does without: its words may be thrown away. */
export function fieldsWithoutSection(body: string, metadata: DictionaryEntry): readonly FieldMetadata[] {
	const headings = new Set(readOutline(body).sections.map(({ heading }) => heading));
	return metadata.fields.filter(({ name, retired }) => retired === undefined && !headings.has(headingText(name)));
}

/**
 * Adds a section for each field at the end of a body; what stands there stays as it is.
 *
 * @returns undefined if the sections would not be seen as such, because code or an HTML comment
 * begins in the body and does not end
 */
export function appendSections(body: string, fields: readonly FieldMetadata[]): string | undefined {
	if (fields.length === 0) return body;
	const newline = body.includes("\r\n") ? "\r\n" : "\n";
	const gap = body === "" || /\n\r?\n$/.test(body) ? "" : body.endsWith("\n") ? newline : newline + newline;
	const sections = fields.map(seedSection).join("\n\n").replaceAll("\n", newline);
	const longer = body + gap + sections + newline;
	const wanted = readOutline(body).sections.length + fields.length;
	return readOutline(longer).sections.length === wanted ? longer : undefined;
}

/** Whether a section holds nothing but what a survey seeded it with for this field. */
export function isSeed(body: string, section: Section, field: FieldMetadata | undefined): boolean {
	const { start, end } = section.span;
	// A heading may say more than the column's name.
	if (field !== undefined && body.slice(start, end) !== headingLine(field.name)) return false;
	const words = sourceOf(body, section.content);
	return words === "" || words.replaceAll("\r\n", "\n") === seedComment(field?.comment);
}

function seedSection(field: FieldMetadata): string {
	const comment = seedComment(field.comment);
	return comment === "" ? headingLine(field.name) : `${headingLine(field.name)}\n\n${comment}`;
}

/** A database comment as plain paragraphs, one a line. */
function seedComment(comment: string | undefined): string {
	const paragraphs = (comment ?? "").split(/(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)/);
	return paragraphs
		.map(escapeText)
		.filter((paragraph) => paragraph !== "")
		.join("\n\n");
}

/**
 * Writes text from a database as one line of Markdown that says the same and nothing else: it can be
 * no heading, list, attribute, quotation, code, link with a text of its own, definition, table or HTML.
 */
export function escapeText(text: string): string {
	return (
		replaceControls(text, () => " ")
			.replace(/\s+/g, " ")
			.trim()
			.replace(/[\\`*[\]<>&~|]/g, "\\$&")
			.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
			// A bare address would become a link up to the next space, escapes included.
			.replace(/:(?=\/\/)|@|(?<=www)\./gi, "\\$&")
			.replace(/^[#+=:-]/, "\\$&")
			.replace(/^(\d+)([.)])/, "$1\\$2")
	);
}
