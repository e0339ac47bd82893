import { type FieldPair, fieldPairs } from "../dictionary/field-pairs.ts";
import { inheritance } from "../dictionary/inherited.ts";
import { headingText } from "../dictionary/sections.ts";
import type { Source } from "../schema/types.ts";
import type { Book, BookField, BookTable } from "./book.ts";
import { formName } from "./markers.ts";
import { description } from "./questions.ts";

/** A description that stands for another field and may hold for this one too. */
export interface Elsewhere {
	/** The form's name of the other field. */
	readonly name: string;
	readonly text: string;
}

const known = new WeakMap<Book, ReturnType<typeof makeElsewhere>>();

/**
 * For a field without a description: what is said of another that may hold for it too, as {@link inheritance} finds it.
 * It counts for this field only once a person has written it there. Made once for each book, for all forms of it.
 */
export function findElsewhere(book: Book): ReturnType<typeof makeElsewhere> {
	const made = known.get(book) ?? makeElsewhere(book);
	known.set(book, made);
	return made;
}

function makeElsewhere(book: Book): (table: BookTable, field: BookField) => Elsewhere | undefined {
	const bySource = new Map(
		[...Map.groupBy(book.tables, ({ source }) => source.id)].map(([id, tables]) => {
			return [id, inheritance({ relations: tables[0]?.source.relations, tables }, descriptionOf)];
		}),
	);
	return (table, field) => {
		const from = bySource.get(table.source.id)?.(field)?.from;
		return from && { name: from.name, text: descriptionOf(from) };
	};
}

/** The names of the fields that a field refers to, by foreign key or by a relation of the source list. */
export function targetsOf({ source, metadata }: BookTable, field: BookField): string[] {
	const references = metadata.references?.filter(({ fields }) => fields.includes(field.metadata.name)) ?? [];
	const declared = fieldPairs([{ ...metadata, references }], []).filter(({ from }) => from === field.id);
	const related = relatedFields(source).get(field.id) ?? [];
	const ids = new Set([...declared, ...related].map(({ to }) => to));
	return [...ids].map((id) => headingText(formName(source.id, id)));
}

const relatedBySource = new WeakMap<Source, ReadonlyMap<string, readonly FieldPair[]>>();

/** What a source list relates each field to, by the field's id; made once for each source: it may relate thousands. */
function relatedFields(source: Source): ReadonlyMap<string, readonly FieldPair[]> {
	const known = relatedBySource.get(source) ?? Map.groupBy(fieldPairs([], source.relations ?? []), ({ from }) => from);
	relatedBySource.set(source, known);
	return known;
}

function descriptionOf({ documentation }: BookField): string {
	return documentation.get(description) ?? "";
}
