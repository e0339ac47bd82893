import { formatFieldId, parseFieldId, parseTableId } from "../dictionary/field-id.ts";
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

/**
 * For a field without a description: what is said of another that may hold for it too, as {@link inheritance} finds it.
 * It counts for this field only once a person has written it there.
 */
export function findElsewhere(book: Book): (table: BookTable, field: BookField) => Elsewhere | undefined {
	const bySource = new Map(
		[...Map.groupBy(book.tables, ({ source }) => source.id)].map(([id, tables]) => {
			return [id, inheritance({ relations: tables[0]?.source.relations, tables }, wordsOf)];
		}),
	);
	return (table, field) => {
		const from = bySource.get(table.source.id)?.(field)?.from;
		return from && { name: from.name, text: wordsOf(from) };
	};
}

/** The names of the fields that a field refers to by itself, by foreign key or by a relation of the source list. */
export function targetsOf({ source, facts }: BookTable, field: BookField): string[] {
	const declared = (facts.references ?? []).flatMap(({ fields, table, to }) => {
		const at = fields.indexOf(field.facts.name);
		const [column, target] = [to[at], parseTableId(table)];
		return column === undefined || target === undefined ? [] : [formatFieldId({ ...target, column })];
	});
	const related = relationsOf(source).get(field.id) ?? [];
	return [...new Set([...declared, ...related])].map((id) => headingText(formName(source.id, id)));
}

const relationsBySource = new WeakMap<Source, ReadonlyMap<string, readonly string[]>>();

/** The ids that a source list relates each field to; made once a source, because it may relate thousands. */
function relationsOf(source: Source): ReadonlyMap<string, readonly string[]> {
	const known = relationsBySource.get(source);
	if (known !== undefined) return known;
	const related = new Map<string, string[]>();
	for (const { from, to } of source.relations ?? []) {
		const [here, there] = [parseFieldId(from), parseFieldId(to)];
		if (here === undefined || there === undefined) continue;
		const id = formatFieldId(here);
		related.set(id, [...(related.get(id) ?? []), formatFieldId(there)]);
	}
	relationsBySource.set(source, related);
	return related;
}

function wordsOf({ words }: BookField): string {
	return words.get(description) ?? "";
}
