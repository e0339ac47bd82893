import { formatFieldId, parseFieldId, parseTableId } from "../dictionary/field-id.ts";
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
 * For a field without a description: what is said of the field that it refers to, or else of the
 * fields of the same name and type in the same source, if they are all described alike. It counts
 * for this field only once a person has written it there.
 */
export function findElsewhere(book: Book): (table: BookTable, field: BookField) => Elsewhere | undefined {
	const keyOf = (table: BookTable, field: BookField) => `${table.source.id}/${field.facts.type}/${field.facts.name}`;
	const all = book.tables.flatMap((table) => table.fields.map((field) => ({ table, field })));
	const byName = Map.groupBy(all, ({ table, field }) => keyOf(table, field));
	return (table, field) => {
		if (isDescribed(field)) return undefined;
		for (const name of targetsOf(table, field)) {
			const target = book.findField(name)?.field;
			if (target !== undefined && isDescribed(target)) return { name, text: wordsOf(target) };
		}
		const [first, ...others] = (byName.get(keyOf(table, field)) ?? []).filter((other) => isDescribed(other.field));
		if (first === undefined || others.some(({ field: other }) => wordsOf(other) !== wordsOf(first.field)))
			return undefined;
		return { name: first.field.name, text: wordsOf(first.field) };
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

function isDescribed(field: BookField): boolean {
	return wordsOf(field) !== "";
}

function wordsOf({ words }: BookField): string {
	return words.get(description) ?? "";
}
