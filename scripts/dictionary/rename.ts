import type { DictionaryEntry, FieldMetadata } from "../schema/types.ts";
import { headingName, headingText, readOutline, type Section } from "./sections.ts";
import { isSeed, seedBody } from "./seed.ts";

/** Old names of columns with their new ones. */
export type FieldRenames = ReadonlyMap<string, string>;

/** The new names under which people have already written: what they wrote is never overwritten. */
export function describedAlready(body: string, metadata: DictionaryEntry, renames: FieldRenames): string[] {
	return arriving(renames).filter((name) => {
		const own = sectionsOf(body, name);
		return own.some((section) => !isSeed(body, section, findField(metadata, name)));
	});
}

/** The old names that have no section, so that there are no words to carry. */
export function withoutDocumentation(body: string, renames: FieldRenames): string[] {
	return [...renames.keys()].filter((name) => sectionsOf(body, name).length === 0);
}

/** Whether nobody has written on a page yet: its body is as the survey seeded it. */
export function isSeededBody(body: string, metadata: DictionaryEntry): boolean {
	return body === seedBody(metadata);
}

/**
 * Gives sections the new names of their columns, all at once, so that names may be swapped. Only the
 * code spans in the headings change; a section that a survey seeded for the new name goes.
 */
export function renameSections(body: string, metadata: DictionaryEntry, renames: FieldRenames): string {
	const named = [...renames].flatMap(([from, to]) =>
		sectionsOf(body, from).map(({ name }) => ({ ...name, text: headingName(to) })),
	);
	const gone = arriving(renames).flatMap((name) =>
		sectionsOf(body, name)
			.filter((section) => isSeed(body, section, findField(metadata, name)))
			.map((section) => {
				const last = section.content.at(-1)?.end ?? section.span.end;
				const rest = body.slice(last).search(/[^\r\n]|$/);
				return { start: section.span.start, end: last + rest, text: "" };
			}),
	);
	return [...named, ...gone]
		.sort((a, b) => b.start - a.start)
		.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), body);
}

/** The metadata with the new names. Other fields that had these names until now are left out. */
export function renameFields(metadata: DictionaryEntry, renames: FieldRenames): DictionaryEntry {
	const taken = new Set(arriving(renames));
	const fields = metadata.fields.flatMap((field): FieldMetadata[] => {
		const to = renames.get(field.name);
		if (to === undefined) return taken.has(field.name) ? [] : [field];
		const { retired: _, ...living } = field;
		return [{ ...living, name: to }];
	});
	return { ...metadata, fields };
}

/** The new names that are not at the same time the old names of other columns. */
function arriving(renames: FieldRenames): string[] {
	return [...renames.values()].filter((name) => !renames.has(name));
}

function sectionsOf(body: string, name: string): Section[] {
	return readOutline(body).sections.filter(({ heading }) => heading === headingText(name));
}

function findField({ fields }: DictionaryEntry, name: string): FieldMetadata | undefined {
	return fields.find((field) => field.name === name);
}
