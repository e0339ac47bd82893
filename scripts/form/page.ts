import { complexityProblem } from "../dictionary/complexity.ts";
import { headingText } from "../dictionary/sections.ts";
import { appendSections } from "../dictionary/seed.ts";
import { type LocatedBody, type LocatedSection, locateBody } from "../dictionary/slots.ts";
import {
	applySplices,
	type BlockChange,
	type Splice,
	spliceAttributes,
	spliceBullets,
	spliceDescription,
} from "../dictionary/splice.ts";
import { isSameList } from "../text/list.ts";
import type { BookField, BookTable } from "./book.ts";

/** New words for a table or one of its fields. */
export interface DocumentationEdit {
	/** Undefined for the table's own description. */
	readonly field?: BookField;
	readonly changes: readonly BlockChange[];
	/** The blocks of the description afterwards. */
	readonly blocks: readonly string[];
	/** New texts of attributes by label in small letters. */
	readonly values: ReadonlyMap<string, string>;
}

/**
 * Writes new words into the body of a page; every other character stays. The new body is read again, and every word
 * of it must be where it is meant to be.
 *
 * @returns undefined if the words cannot be written so that they are read as they were meant
 */
export function editBody(table: BookTable, edits: readonly DocumentationEdit[]): string | undefined {
	const { body: current, fields } = table;
	const missing = fields.filter((field) => field.sections === 0 && edits.some((edit) => edit.field === field));
	const longer = appendSections(
		current,
		missing.map(({ metadata: { comment: _, ...metadata } }) => metadata),
	);
	if (longer === undefined) return undefined;
	const whole = longer === current ? table.placed : locateBody(longer);
	const body = separateLists(longer, whole, edits);
	const placed = body === longer ? whole : locateBody(body);
	const splices: Splice[] = [];
	const afterwards = new Map<LocatedSection | undefined, DocumentationEdit>();
	for (const edit of edits) {
		const section = edit.field === undefined ? undefined : sectionOf(placed, edit.field);
		if (edit.field !== undefined && section === undefined) return undefined;
		afterwards.set(section, edit);
		splices.push(...(section === undefined ? spliceTable(body, placed, edit) : spliceField(body, section, edit)));
	}
	const edited = applySplices(body, splices);
	// Each answer by itself can be read, yet all together may take too long.
	if (complexityProblem(edited) !== undefined) return undefined;
	return isAsMeant(placed, locateBody(edited), afterwards) ? edited : undefined;
}

function sectionOf({ sections }: LocatedBody, field: BookField): LocatedSection | undefined {
	return sections.find(({ section }) => section.heading === headingText(field.metadata.name));
}

function spliceTable(body: string, { introduction, sections }: LocatedBody, { changes }: DocumentationEdit): Splice[] {
	const first = sections[0];
	const empty =
		first === undefined
			? { at: body.trimEnd().length, side: "behind" as const }
			: { at: first.section.span.start, side: "before" as const };
	return spliceDescription(body, { blocks: introduction, empty }, changes);
}

function spliceField(body: string, section: LocatedSection, { changes, blocks, values }: DocumentationEdit): Splice[] {
	const headingEnd = section.section.span.end;
	const span = { blocks: section.blocks, empty: { at: headingEnd, side: "behind" as const } };
	const ends = [headingEnd, ...[...section.blocks, ...section.lists.flat()].map(({ end }) => end)];
	const bullet = bulletOf(blocks.at(-1)) === "-" ? "*" : "-";
	return [
		...spliceDescription(body, span, changes),
		...spliceAttributes(body, section, values, Math.max(...ends), bullet),
	];
}

/** A description that ends in a list would run into an attribute list with the same bullet below it. */
function separateLists(body: string, placed: LocatedBody, edits: readonly DocumentationEdit[]): string {
	const splices = edits.flatMap(({ field, changes, blocks }) => {
		const section = field === undefined ? undefined : sectionOf(placed, field);
		const bullet = section?.lists[0]?.[0] && body[section.lists[0][0].start];
		if (section === undefined || changes.length === 0 || bullet === undefined) return [];
		return bulletOf(blocks.at(-1)) === bullet ? spliceBullets(body, section) : [];
	});
	return applySplices(body, splices);
}

/** The bullet of a block that is a bulleted list. */
function bulletOf(block: string | undefined): string | undefined {
	return /^ {0,3}([-*+])(?:[ \t]|$)/.exec(block ?? "")?.[1];
}

function isAsMeant(
	before: LocatedBody,
	after: LocatedBody,
	edits: ReadonlyMap<LocatedSection | undefined, DocumentationEdit>,
): boolean {
	const texts = (blocks: readonly { readonly text: string }[]) => blocks.map(({ text }) => text);
	const introduction = edits.get(undefined)?.blocks ?? texts(before.introduction);
	if (after.title !== before.title || !isSameList(texts(after.introduction), introduction)) return false;
	if (after.sections.length !== before.sections.length) return false;
	return before.sections.every((was, at) => {
		const is = after.sections[at];
		if (is?.section.heading !== was.section.heading) return false;
		const edit = edits.get(was);
		const values = new Map(was.attributes.toReversed().map(({ label, text }) => [label, text]));
		for (const [label, text] of edit?.values ?? []) values.set(label, text);
		const current = new Map(is.attributes.toReversed().map(({ label, text }) => [label, text]));
		const sameValues =
			values.size === current.size && [...values].every(([label, text]) => current.get(label) === text);
		return sameValues && isSameList(texts(is.blocks), edit?.blocks ?? texts(was.blocks));
	});
}
