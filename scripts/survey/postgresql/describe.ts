import type { ColumnRow, TableRow } from "../../database/catalogue-queries.ts";
import type { ReferenceRow } from "../../database/constraint-queries.ts";
import { formatTableId } from "../../dictionary/field-id.ts";
import type { DictionaryEntry, FieldMetadata, ReferenceMetadata, Source } from "../../schema/types.ts";
import { explainSuggestions } from "../../sensitivity/explain.ts";
import { cut, keptComment } from "./comment.ts";
import { type EstimateBands, estimateBands, rowsBand } from "./estimates.ts";
import type { DatabaseRows } from "./read-database.ts";

const kinds = {
	r: "table",
	p: "partitioned table",
	v: "view",
	m: "materialised view",
	f: "foreign table",
} as const satisfies Record<TableRow["kind"], DictionaryEntry["kind"]>;

/**
 * Puts together the metadata of one table from what the catalogue queries found.
 *
 * @param edges the lower edges of the bands in which counts are given
 * @param day the day to write as surveyed
 */
export function tableMetadata(
	table: TableRow,
	rows: DatabaseRows,
	source: Source,
	edges: readonly number[],
	day: string,
): DictionaryEntry {
	const keys = rows.keys.get(table.oid) ?? [];
	const key = [...(keys.find(({ primary }) => primary)?.columns ?? [])];
	const uniqueKeys = keys.filter(({ primary }) => !primary).map(({ columns }) => [...columns]);
	const references = rows.references.get(table.oid) ?? [];
	const checks = rows.checks.get(table.oid) ?? [];
	const estimates = new Map(rows.estimates.get(table.oid)?.map((estimate) => [estimate.name, estimate]));
	const metadata: DictionaryEntry = {
		schemaVersion: 1,
		source: source.id,
		schema: table.schema,
		table: table.table,
		kind: kinds[table.kind],
		surveyed: day,
		...(table.comment ? { comment: keptComment(table.comment) } : {}),
		rows: rowsBand(table.rows, edges),
		key,
		...(uniqueKeys.length > 0 ? { uniqueKeys } : {}),
		...(references.length > 0 ? { references: references.map(describeReference) } : {}),
		...(checks.length > 0 ? { checks: checks.map(({ rule }) => cut(rule)) } : {}),
		fields: (rows.columns.get(table.oid) ?? []).map((column) =>
			describeField(column, estimateBands(estimates.get(column.name), table.rows, edges)),
		),
	};
	return withSuggestions(metadata, source);
}

function withSuggestions(metadata: DictionaryEntry, source: Source): DictionaryEntry {
	const suggestions = explainSuggestions(metadata, source);
	const fields = metadata.fields.map((field) => {
		const suggested = suggestions.get(field.name)?.sensitivity;
		return suggested === undefined ? field : { ...field, suggested };
	});
	return { ...metadata, fields };
}

function describeReference({ columns, toSchema, toTable, toColumns, enforced }: ReferenceRow): ReferenceMetadata {
	const table = formatTableId({ schema: toSchema, table: toTable });
	return { fields: [...columns], table, to: [...toColumns], ...(enforced ? {} : { enforced }) };
}

function describeField(column: ColumnRow, estimates: EstimateBands): FieldMetadata {
	const { name, type, baseType, nullable, generated, values, comment } = column;
	return {
		name,
		type,
		...(baseType === null ? {} : { baseType }),
		nullable,
		...(generated === null ? {} : { generated }),
		...(values === null ? {} : { values: [...values] }),
		...(comment ? { comment: keptComment(comment) } : {}),
		...estimates,
	};
}
