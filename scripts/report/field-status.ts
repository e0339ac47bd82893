import type { Catalogue, CatalogueField, CatalogueTable } from "../dictionary/catalogue.ts";
import { type Inherited, inheritedDescriptions } from "../dictionary/inherited.ts";

/** How far people have come with one field. */
export interface FieldStatus {
	readonly table: CatalogueTable;
	readonly field: CatalogueField;
	/** The department that answers for it, where one is named. */
	readonly owner?: string;
	/** Whether it has a description of its own, only an inherited one, or none. */
	readonly status: "described" | "inherited" | "blank";
	/** With the status `inherited`: from where. */
	readonly inherited?: Inherited;
	/** Whether a person has written its sensitivity. */
	readonly confirmed: boolean;
	/** Whether it is gone from the database: then nothing is left to do about it. */
	readonly retired: boolean;
}

/** The status of every field, in the catalogue's order. */
export function fieldStatuses(catalogue: Catalogue): readonly FieldStatus[] {
	return catalogue.sources.flatMap((source) => {
		const inherited = inheritedDescriptions(source);
		return source.tables.flatMap((table) =>
			table.fields.map((field) => fieldStatus(table, field, inherited.get(field.id))),
		);
	});
}

function fieldStatus(table: CatalogueTable, field: CatalogueField, inherited: Inherited | undefined): FieldStatus {
	const owner = field.documentation.owner ?? table.owner;
	return {
		table,
		field,
		...(owner === undefined ? {} : { owner }),
		status:
			field.documentation.description.trim() !== "" ? "described" : inherited === undefined ? "blank" : "inherited",
		...(inherited === undefined ? {} : { inherited }),
		confirmed: field.documentation.sensitivity !== undefined,
		retired: (field.metadata.retired ?? table.metadata.retired) !== undefined,
	};
}
