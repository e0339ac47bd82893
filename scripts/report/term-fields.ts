import { fieldId } from "../dictionary/field-id.ts";
import type { DictionaryReport, ReportedField, ReportedSource, ReportedTable } from "./contents.ts";

/** A field with where it stands. */
export interface LocatedField {
	readonly source: ReportedSource;
	readonly table: ReportedTable;
	readonly field: ReportedField;
}

/** The fields of each term: those its page links to and those whose own pages name it, in the dictionary's order. */
export function fieldsByTerm({
	sources,
	glossary,
}: Pick<DictionaryReport, "sources" | "glossary">): ReadonlyMap<string, readonly LocatedField[]> {
	const key = (source: string, field: string): string => JSON.stringify([source, fieldId(field)]);
	const linking = Map.groupBy(
		glossary.flatMap(({ id, fields }) => fields.map(({ source, field }) => ({ id, at: key(source, field) }))),
		({ at }) => at,
	);
	const found = new Map<string, LocatedField[]>(glossary.map(({ id }) => [id, []]));
	for (const source of sources) {
		for (const table of source.tables) {
			for (const field of table.fields) {
				const linked = linking.get(key(source.id, field.id)) ?? [];
				const terms = new Set([...field.glossary, ...linked.map(({ id }) => id)]);
				for (const id of terms) found.get(id)?.push({ source, table, field });
			}
		}
	}
	return found;
}
