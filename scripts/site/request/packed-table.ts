import type { CatalogueField, CatalogueTable } from "../../dictionary/catalogue.ts";
import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import type { Relation } from "../../schema/types.ts";

/**
 * One table as the request page fetches it: all that a request is checked against, nothing twice, and the relations of
 * the source list that touch it. A table has its own file, so that the page fetches only those that are chosen.
 */
export interface PackedTable {
	readonly table: Omit<CatalogueTable, "id" | "description" | "facts" | "fields"> & {
		readonly facts: Omit<CatalogueTable["facts"], "fields" | "checks" | "comment">;
	};
	readonly fields: readonly Pick<CatalogueField, "facts" | "line" | "words">[];
	/** With their positions in the source list. */
	readonly relations: readonly (readonly [number, Relation])[];
}

/** A table packed for the page. */
export function packTable(table: CatalogueTable, relations: PackedTable["relations"]): PackedTable {
	const { id: _, description, facts, fields, ...rest } = table;
	const { fields: __, checks, comment, ...kept } = facts;
	return {
		table: { ...rest, facts: kept },
		fields: fields.map(({ facts, line, words }) => ({ facts, line, words })),
		relations,
	};
}

/** The table as the rules know it. Its description and the database's own checks are left out: no rule looks at them. */
export function unpackTable({ table, fields }: PackedTable): CatalogueTable {
	const { schema, table: name } = table.facts;
	const id = formatTableId({ schema, table: name });
	return {
		...table,
		id,
		description: "",
		facts: { ...table.facts, fields: fields.map(({ facts }) => facts) },
		fields: fields.map((field) => ({
			...field,
			id: formatFieldId({ schema, table: name, column: field.facts.name }),
			table: id,
			name: field.facts.name,
		})),
	};
}
