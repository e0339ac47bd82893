import { isDeepStrictEqual } from "node:util";
import type { DictionaryEntry, FieldMetadata } from "../../schema/types.ts";

/**
 * The metadata a page has after a survey found its table again. Fields that are gone stay at the end,
 * marked as retired. The day of the survey moves only if something else has changed.
 *
 * @param before the metadata of the page until now
 * @param found what the survey found
 * @param closed the login could not see all estimates: those already known stay
 */
export function mergeMetadata(before: DictionaryEntry, found: DictionaryEntry, closed: boolean): DictionaryEntry {
	const day = found.surveyed;
	const names = new Set(found.fields.map(({ name }) => name));
	const gone = before.fields.filter(({ name }) => !names.has(name));
	const known = new Map(before.fields.map((field) => [field.name, field]));
	const fields = closed ? found.fields.map((field) => keepEstimates(field, known.get(field.name))) : found.fields;
	const after = {
		...found,
		fields: [...fields, ...gone.map((field) => ({ ...field, retired: field.retired ?? day }))],
	};
	return isDeepStrictEqual({ ...after, surveyed: before.surveyed }, before) ? before : after;
}

/** The metadata of a page whose table is gone from the database. */
export function retireMetadata(before: DictionaryEntry, day: string): DictionaryEntry {
	return before.retired === undefined ? { ...before, surveyed: day, retired: day } : before;
}

function keepEstimates(field: FieldMetadata, before: FieldMetadata | undefined): FieldMetadata {
	if (before?.missing === undefined || before.distinct === undefined || field.missing !== "unknown") return field;
	return { ...field, missing: before.missing, distinct: before.distinct };
}
