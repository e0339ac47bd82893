import type { CatalogueSource, CatalogueTable } from "../../dictionary/catalogue.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import { pathToPatient } from "../../dictionary/path-to-patient.ts";
import type { DictionaryEntry, Relation, Source, TableClass } from "../../schema/types.ts";
import { patientLinks } from "./patient-links.ts";

/** What a table that the source list does not name may be. */
export interface ProposedClass {
	/** Id of the table. */
	readonly table: string;
	readonly class: TableClass["class"];
	/** What speaks for it, or what a person must decide, as a clause. */
	readonly reason: string;
}

/**
 * Proposes a class for each table that the source list does not name: patient where links lead to
 * the patients, reference where other tables refer to it and nothing in it seems to be about a
 * person, and otherwise excluded, which shares nothing until a person says more.
 *
 * @param relations what to take for linked, besides foreign keys
 */
export function proposeClasses(
	tables: readonly DictionaryEntry[],
	source: Source,
	relations: readonly Relation[],
): ProposedClass[] {
	const { catalogue, links, leading } = patientLinks(tables, source, relations);
	const assumed = {
		...catalogue,
		tables: catalogue.tables.map((table) => (leading.has(table.id) ? asPatient(table) : table)),
	};
	const referredTo = new Set([...links.values()].flat());
	return assumed.tables
		.filter(({ id }) => listedTable(source, id) === undefined)
		.map((table): ProposedClass => {
			const { id } = table;
			if (leading.has(id)) return { table: id, class: "patient", reason: tellPath(assumed, table) };
			const personal = table.metadata.fields.find(
				({ suggested }) => suggested === "direct-identifier" || suggested === "free-text",
			);
			if (!referredTo.has(id)) return { table: id, class: "excluded", reason: "nothing links it to a patient" };
			if (personal === undefined)
				return { table: id, class: "reference", reason: "others refer to it, and it to no patient" };
			return { table: id, class: "excluded", reason: `others refer to it, but ${personal.name} may tell of a person` };
		});
}

function tellPath(source: CatalogueSource, table: CatalogueTable): string {
	const { path, issue } = pathToPatient(source, table);
	if (issue !== undefined) return `${issue.message}: choose with path`;
	if (path.length === 0) return "the patients";
	return `by ${path.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`).join(", then ")}`;
}

function asPatient(table: CatalogueTable): CatalogueTable {
	return { ...table, class: "patient" };
}
