import type { CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId, parseFieldId, parseTableId } from "../dictionary/field-id.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import type { SharingRequest } from "../schema/types.ts";

/** A table with conditions under `rows` that a table's rows meet on their way to the patient. */
export interface FilteredStep {
	/** 0 for the table itself, 1 for the first table of its path, and so on. */
	readonly step: number;
	readonly tableId: string;
}

/**
 * The conditions under `rows` that limit a table: its own, and those of every table that its path to the patient goes
 * through, unless the request names it under `unfilteredTables`. Without the latter, a request for some visits would
 * get the results of all others too.
 */
export function filteredSteps(
	source: CatalogueSource,
	table: CatalogueTable,
	request: SharingRequest,
): readonly FilteredStep[] {
	const filtered = new Set(Object.keys(request.rows ?? {}).flatMap(canonicalId));
	const isUnfiltered = (request.unfilteredTables ?? []).flatMap(canonicalId).includes(table.id);
	const path = table.class === "patient" && !isUnfiltered ? (pathToPatient(source, table).path ?? []) : [];
	const tables = [table.id, ...path.map(({ tableId }) => tableId)];
	return tables.flatMap((tableId, step) => (filtered.has(tableId) ? [{ step, tableId }] : []));
}

/** For each table that is asked for, the other tables whose conditions limit it, in the dictionary's order. */
export function limitedTables(
	source: CatalogueSource,
	request: SharingRequest,
): readonly { readonly table: CatalogueTable; readonly by: readonly string[] }[] {
	const asked = new Set(request.fields.flatMap(({ field }) => tableOf(field)));
	return source.tables.flatMap((table) => {
		if (!asked.has(table.id)) return [];
		const by = filteredSteps(source, table, request).flatMap(({ step, tableId }) => (step === 0 ? [] : [tableId]));
		return by.length === 0 ? [] : [{ table, by }];
	});
}

function tableOf(field: string): readonly string[] {
	const name = parseFieldId(field);
	return name === undefined ? [] : [formatTableId(name)];
}

function canonicalId(written: string): readonly string[] {
	const name = parseTableId(written);
	return name === undefined ? [] : [formatTableId(name)];
}
