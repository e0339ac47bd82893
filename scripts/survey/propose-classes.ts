import type { CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId } from "../dictionary/field-id.ts";
import { isTable, listedTable } from "../dictionary/listed-table.ts";
import type { DictionaryEntry, Relation, Source, TableClass } from "../schema/types.ts";
import { linksOf } from "../snapshot/link.ts";
import { pathToPatient } from "../snapshot/path.ts";

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
	const catalogue = catalogueOf(tables, source, relations);
	const links = new Map(
		catalogue.tables.map((table) => [table.id, linksOf(catalogue, table).map(({ tableId }) => tableId)]),
	);
	const leading = reachingPatient(catalogue, links);
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
			const personal = table.facts.fields.find(
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

/** The tables from which links lead to the patients, however far, but not through one that is no patient's. */
function reachingPatient(source: CatalogueSource, links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
	const referring = new Map<string, string[]>();
	for (const [id, targets] of links)
		for (const target of targets) referring.set(target, [...(referring.get(target) ?? []), id]);
	const closed = new Set(source.tables.filter((table) => (table.class ?? "patient") !== "patient").map(({ id }) => id));
	const reached = new Set(source.tables.filter(({ id }) => isTable(source.patient.table, id)).map(({ id }) => id));
	for (const id of reached) for (const from of referring.get(id) ?? []) if (!closed.has(from)) reached.add(from);
	return reached;
}

function asPatient(table: CatalogueTable): CatalogueTable {
	return { ...table, class: "patient" };
}

/** As much of a catalogue as links need. */
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
		tables: tables.map((facts) => {
			const table = formatTableId(facts);
			const listed = listedTable(source, table);
			return {
				id: table,
				source: id,
				path: "",
				...(listed && { class: listed.class }),
				...(listed?.path && { pathToPatient: listed.path }),
				title: table,
				description: "",
				facts,
				fields: [],
			};
		}),
	};
}
