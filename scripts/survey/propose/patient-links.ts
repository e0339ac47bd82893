import type { CatalogueSource } from "../../dictionary/catalogue.ts";
import { formatTableId } from "../../dictionary/field-id.ts";
import { linksOf } from "../../dictionary/link.ts";
import { isTable, listedTable } from "../../dictionary/listed-table.ts";
import type { DictionaryEntry, Relation, Source } from "../../schema/types.ts";

/** How the tables of a source refer to each other. */
export interface PatientLinks {
	/** As much of a catalogue as links need. */
	readonly catalogue: CatalogueSource;
	/** The ids of the tables that each table refers to, by its id. */
	readonly links: ReadonlyMap<string, readonly string[]>;
	/** Ids of the tables from which links lead to the patients. */
	readonly leading: ReadonlySet<string>;
}

/**
 * Follows the links of a source's tables to the patients.
 *
 * @param relations what to take for linked, besides foreign keys
 */
export function patientLinks(
	tables: readonly DictionaryEntry[],
	source: Source,
	relations: readonly Relation[],
): PatientLinks {
	const catalogue = catalogueOf(tables, source, relations);
	const links = new Map(
		catalogue.tables.map((table) => [table.id, linksOf(catalogue, table).map(({ tableId }) => tableId)]),
	);
	return { catalogue, links, leading: reachingPatient(catalogue, links) };
}

/** The tables from which links lead to the patients, however far, but not through one that is listed as another class. */
function reachingPatient(source: CatalogueSource, links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
	const referring = new Map<string, string[]>();
	for (const [id, targets] of links)
		for (const target of targets) referring.set(target, [...(referring.get(target) ?? []), id]);
	const closed = new Set(source.tables.filter((table) => (table.class ?? "patient") !== "patient").map(({ id }) => id));
	const reached = new Set(source.tables.filter(({ id }) => isTable(source.patient.table, id)).map(({ id }) => id));
	for (const id of reached) for (const from of referring.get(id) ?? []) if (!closed.has(from)) reached.add(from);
	return reached;
}

function catalogueOf(
	tables: readonly DictionaryEntry[],
	source: Source,
	relations: readonly Relation[],
): CatalogueSource {
	const { id, title, patient } = source;
	return {
		id,
		title,
		patient,
		relations,
		tables: tables.map((metadata) => {
			const table = formatTableId(metadata);
			const listed = listedTable(source, table);
			return {
				id: table,
				source: id,
				path: "",
				...(listed && { class: listed.class }),
				...(listed?.path && { pathToPatient: listed.path }),
				title: table,
				description: "",
				metadata,
				fields: [],
			};
		}),
	};
}
