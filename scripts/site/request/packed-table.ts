import type { CatalogueField, CatalogueTable } from "../../dictionary/catalogue.ts";
import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import type { Relation } from "../../schema/types.ts";

/**
 * One table as the request page fetches it: all that a request is checked against, nothing twice, and the relations of
 * the source list that touch it. A table has its own file, so that the page fetches only those that are chosen.
 */
export interface PackedTable {
	readonly table: Omit<CatalogueTable, "id" | "description" | "metadata" | "fields"> & {
		readonly metadata: Omit<CatalogueTable["metadata"], "fields" | "checks" | "comment">;
	};
	readonly fields: readonly Pick<CatalogueField, "metadata" | "line" | "documentation">[];
	/** With their positions in the source list. */
	readonly relations: readonly (readonly [number, Relation])[];
}

/** A table packed for the page. */
export function packTable(table: CatalogueTable, relations: PackedTable["relations"]): PackedTable {
	const { id: _, description, metadata, fields, ...rest } = table;
	const { fields: __, checks, comment, ...kept } = metadata;
	return {
		table: { ...rest, metadata: kept },
		fields: fields.map(({ metadata, line, documentation }) => ({ metadata, line, documentation })),
		relations,
	};
}

/** The table as the rules know it. Its description and the database's own checks are left out: no rule looks at them. */
export function unpackTable({ table, fields }: PackedTable): CatalogueTable {
	const { schema, table: name } = table.metadata;
	const id = formatTableId({ schema, table: name });
	return {
		...table,
		id,
		description: "",
		metadata: { ...table.metadata, fields: fields.map(({ metadata }) => metadata) },
		fields: fields.map((field) => ({
			...field,
			id: formatFieldId({ schema, table: name, column: field.metadata.name }),
			table: id,
			name: field.metadata.name,
		})),
	};
}
