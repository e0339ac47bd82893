import type { CatalogueSource, CatalogueTable } from "../../dictionary/catalogue.ts";
import { describeEmptyStep } from "../../dictionary/empty-step.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import { pathToPatient } from "../../dictionary/path-to-patient.ts";
import type { DictionaryEntry, Relation, Source, TableClass } from "../../schema/types.ts";
import { personalSign } from "../../sensitivity/personal-sign.ts";
import { findHeldPatients } from "./held-patients.ts";
import { patientLinks } from "./patient-links.ts";
import type { OpenQuestion } from "./relations.ts";
import { findSharedIdentifiers } from "./shared-identifiers.ts";

/** What a table that the source list does not name may be. */
export interface ProposedClass {
	/** Id of the table. */
	readonly table: string;
	readonly class: TableClass["class"];
	/** What speaks for it, or what a person must decide, as a clause. */
	readonly reason: string;
}

/** Classes to judge, and what to find out about tables that may be about patients without a link that says so. */
export interface ProposedClasses {
	readonly classes: readonly ProposedClass[];
	readonly open: readonly OpenQuestion[];
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
): ProposedClasses {
	const found = patientLinks(tables, source, relations);
	const { catalogue, leading } = found;
	const { holders, open } = findHeldPatients(found, source);
	const assumed = {
		...catalogue,
		tables: catalogue.tables.map((table) => (leading.has(table.id) ? asPatient(table) : table)),
	};
	const referredTo = new Set([...found.links.values()].flat());
	const classes = assumed.tables
		.filter(({ id }) => listedTable(source, id) === undefined)
		.map((table): ProposedClass => {
			const { id } = table;
			if (leading.has(id)) return { table: id, class: "patient", reason: tellPath(assumed, table) };
			return { table: id, ...withoutPatient(table, source, referredTo.has(id), holders.get(id)) };
		});
	return { classes, open: [...open, ...findSharedIdentifiers(tables, source, leading)] };
}

/** What a table from which nothing leads to a patient may be. */
function withoutPatient(
	{ metadata }: CatalogueTable,
	source: Source,
	isReferredTo: boolean,
	holder: string | undefined,
): Pick<ProposedClass, "class" | "reason"> {
	if (holder !== undefined) return { class: "excluded", reason: `${holder} may hold its patients: see below` };
	if (!isReferredTo) return { class: "excluded", reason: "nothing links it to a patient" };
	const sign = personalSign(metadata, source);
	return sign === undefined
		? { class: "reference", reason: "others refer to it, and it to no patient" }
		: { class: "excluded", reason: `others refer to it, but ${sign}` };
}

function tellPath(source: CatalogueSource, table: CatalogueTable): string {
	const { path, mayBeEmpty, issue } = pathToPatient(source, table);
	if (issue !== undefined) return `${issue.message}: choose with path`;
	if (path.length === 0) return "the patients";
	const way = `by ${path.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`).join(", then ")}`;
	return [way, ...mayBeEmpty.map(describeEmptyStep)].join("; ");
}

function asPatient(table: CatalogueTable): CatalogueTable {
	return { ...table, class: "patient" };
}
