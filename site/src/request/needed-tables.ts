import type { CatalogueSource } from "../../../scripts/dictionary/catalogue.ts";
import { formatTableId, parseFieldId, parseTableId } from "../../../scripts/dictionary/field-id.ts";
import { linksOf } from "../../../scripts/dictionary/link.ts";
import { optOutFieldOf, optOutRules } from "../../../scripts/dictionary/opt-out.ts";
import { conditionsIn } from "../../../scripts/request/condition.ts";
import type { SharingRequest } from "../../../scripts/schema/types.ts";

/** Ids of the tables that a request names in its fields and conditions, each once. */
export function namedTables(request: SharingRequest, others: readonly string[] = []): readonly string[] {
	const clauses = [
		request.cohort,
		...Object.values(request.rows ?? {}),
		...(request.ranges ?? []).map(({ where }) => where ?? []),
	];
	const fields = [
		...request.fields.map(({ field }) => field),
		...(request.ranges ?? []).map(({ field }) => field),
		...clauses.flatMap((each) => conditionsIn(each).map(({ condition }) => condition.field)),
	];
	return [
		...new Set([...fields.flatMap(tableOfField), ...[...Object.keys(request.rows ?? {}), ...others].flatMap(tableId)]),
	];
}

/**
 * Ids of the tables that are still to be fetched before a request can be judged: those it names, those that the
 * source's own rules are about, and all that links lead to from there. The answer grows as tables come in, until it is
 * empty.
 */
export function neededTables(named: readonly string[], source: CatalogueSource): readonly string[] {
	const own = [
		...tableId(source.patient.table),
		...Object.values(source.consent ?? {}).flatMap((field) => tableOfField(String(field))),
		...optOutRules(source.optOut).flatMap((rule) => tableOfField(optOutFieldOf(rule))),
	];
	const linked = source.tables.flatMap((table) => linksOf(source, table).map(({ tableId: id }) => id));
	const there = new Set(source.tables.map(({ id }) => id));
	return [...new Set([...named, ...own, ...linked])].filter((id) => !there.has(id));
}

function tableOfField(field: string): readonly string[] {
	const name = parseFieldId(field);
	return name === undefined ? [] : [formatTableId(name)];
}

function tableId(table: string): readonly string[] {
	const name = parseTableId(table);
	return name === undefined ? [] : [formatTableId(name)];
}
