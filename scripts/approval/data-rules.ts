import {
	type CatalogueSource,
	type CatalogueTable,
	findField,
	findSource,
	findTable,
} from "../dictionary/catalogue.ts";
import { formatTableId, parseFieldId } from "../dictionary/field-id.ts";
import { linksOf } from "../dictionary/link.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import type { DecidedTable } from "../governance/data/records-so-far.ts";
import { fieldRule, sourceRules, tableRule } from "../governance/data/rule.ts";
import type { AskedRule } from "../governance/data/status.ts";
import type { Records } from "../records/records.ts";
import { touchedFields } from "../request/touched-fields.ts";
import type { SharingRequest } from "../schema/types.ts";

/** Decisions about data that somebody asks about, as the records have them now. */
export interface AskedRules {
	readonly source: string;
	readonly rules: readonly AskedRule[];
	/** The tables they belong to. */
	readonly tables: readonly DecidedTable[];
}

/**
 * The decisions that a request rests on: about each field that it asks for or looks at, about their tables and those
 * on the ways to the patient, and the rules of the source. What nobody has decided in the records is none.
 */
export function rulesTouched(request: SharingRequest, records: Pick<Records, "catalogue">): AskedRules {
	const source = findSource(records.catalogue, request.source);
	if (source === undefined) return { source: request.source, rules: [], tables: [] };
	const { consent } = source;
	const consentTable = consent && parseFieldId(consent.patient);
	const consentColumns =
		consent === undefined ? [] : [consent.patient, consent.purpose, consent.given, consent.withdrawn];
	const fields = [
		...touchedFields(request, records).flatMap(({ field }) => field ?? []),
		...consentColumns.flatMap((id) => findField(records.catalogue, source.id, id) ?? []),
	];
	const named = [
		source.patient.table,
		...fields.map(({ table }) => table),
		...(consentTable === undefined ? [] : [formatTableId(consentTable)]),
	].flatMap((id) => findTable(records.catalogue, source.id, id) ?? []);
	const chosen = new Set(fields.map(({ id }) => id));
	const referred = named.flatMap((table) => referredTables(source, table, chosen));
	const all = [...named, ...referred].flatMap((table) => withWay(source, table));
	const tables = new Map(all.map((table) => [table.id, table]));
	const asked = [...tables.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
	return rulesOf(source, asked, (table) => {
		const wanted = new Set(fields.filter((field) => field.table === table.id).map(({ id }) => id));
		return table.fields.filter(({ id }) => wanted.has(id));
	});
}

/** The decisions about all tables that one department answers for, and all their fields. */
export function rulesOwned(source: CatalogueSource, owner: string): AskedRules {
	const tables = source.tables.filter((table) => table.owner === owner);
	return rulesOf(source, tables, ({ fields }) => fields.filter(({ metadata }) => metadata.retired === undefined));
}

function rulesOf(
	source: CatalogueSource,
	tables: readonly CatalogueTable[],
	fieldsOf: (table: CatalogueTable) => CatalogueTable["fields"],
): AskedRules {
	const rules: AskedRule[] = sourceRules(source).map((rule) => ({ rule }));
	for (const table of tables) {
		const owner = table.owner === undefined ? {} : { owner: table.owner };
		const rule = tableRule(source, table);
		if (rule !== undefined) rules.push({ rule, ...owner });
		for (const field of fieldsOf(table)) {
			const decided = fieldRule(field);
			const { suggested } = field.metadata;
			if (decided !== undefined) rules.push({ rule: decided, ...owner, ...(suggested && { suggested }) });
		}
	}
	return { source: source.id, rules, tables: tables.map(({ id, path }) => ({ id, page: path })) };
}

/** The tables that chosen columns of a table refer to: by what they are, a reference to somebody outside is emptied. */
function referredTables(
	source: CatalogueSource,
	table: CatalogueTable,
	chosen: ReadonlySet<string>,
): readonly CatalogueTable[] {
	const names = new Set(table.fields.filter(({ id }) => chosen.has(id)).map(({ name }) => name));
	const links = linksOf(source, table).filter(({ columns }) => columns.some((column) => names.has(column)));
	return links.flatMap(({ tableId }) => source.tables.find(({ id }) => id === tableId) ?? []);
}

/** A table, and those through which its rows reach their patient. */
function withWay(source: CatalogueSource, table: CatalogueTable): readonly CatalogueTable[] {
	const way = table.class === "patient" ? (pathToPatient(source, table).path ?? []) : [];
	return [table, ...way.flatMap(({ tableId }) => source.tables.find(({ id }) => id === tableId) ?? [])];
}
