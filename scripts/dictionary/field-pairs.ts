import type { DictionaryEntry, Relation } from "../schema/types.ts";
import { parseTableId } from "./field-id.ts";
import { columnIds, parseRelation, type TableColumns } from "./relation.ts";

/** One field that refers to another, by itself or together with others of its table. */
export interface FieldPair {
	/** Ids, as `formatFieldId` writes them. */
	readonly from: string;
	readonly to: string;
}

/** Which field refers to which: by the foreign keys of these tables in their order, then by declared relations. */
export function fieldPairs(tables: readonly DictionaryEntry[], relations: readonly Relation[]): FieldPair[] {
	const keys = tables.flatMap(({ schema, table, references = [] }) =>
		references.flatMap(({ fields, table: target, to }) => {
			const other = parseTableId(target);
			if (other === undefined) return [];
			return pairs({ table: { schema, table }, columns: fields }, { table: other, columns: to });
		}),
	);
	const declared = relations.flatMap((relation) => {
		const { from, to } = parseRelation(relation) ?? {};
		return from === undefined || to === undefined ? [] : pairs(from, to);
	});
	return [...keys, ...declared];
}

function pairs(from: TableColumns, to: TableColumns): FieldPair[] {
	const targets = columnIds(to);
	return columnIds(from).flatMap((id, at) => {
		const target = targets[at];
		return target === undefined ? [] : [{ from: id, to: target }];
	});
}
