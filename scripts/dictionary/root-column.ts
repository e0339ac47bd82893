import type { CatalogueSource } from "./catalogue.ts";
import { ignoresCase, type PlainType, plainType } from "./column-type.ts";
import { formatFieldId, formatTableId, parseTableId, type TableName } from "./field-id.ts";
import { linksOf } from "./link.ts";

/** The column that a value is an identifier of: itself, or the one at the end of its chain of foreign keys. */
export interface RootColumn {
	/** Field id. Pseudonyms of the same value agree if and only if this is the same. */
	readonly id: string;
	readonly type: PlainType;
	/** Whether identifiers that differ in capitals only are the same. */
	readonly ignoresCase?: true;
}

/**
 * Follows a column's foreign keys and declared relations to the column where they end, so that
 * `visits.patient_id` and `patients.patient_id` have the same root and hence the same pseudonyms.
 * Where a column refers to several, the patient's key counts before others, then the smaller id;
 * columns that refer to each other in a circle have the smallest id among them as their root.
 */
export function rootColumn(source: CatalogueSource, table: TableName, column: string): RootColumn | undefined {
	const start = metadata(source, table, column);
	if (start === undefined) return undefined;
	const ends = endsOf(source, table, column, []);
	const patientTable = parseTableId(source.patient.table);
	const patientKey = patientTable && formatFieldId({ ...patientTable, column: source.patient.key });
	const byId = ends.toSorted((one, other) => (one.id < other.id ? -1 : 1));
	const [first] = byId;
	const end = byId.find(({ id }) => id === patientKey) ?? first;
	if (end === undefined) return undefined;
	return { id: end.id, type: end.type ?? plainType(start), ...(end.ignoresCase ? { ignoresCase: true } : {}) };
}

interface End {
	readonly id: string;
	readonly type: PlainType | undefined;
	readonly ignoresCase: boolean;
}

function endsOf(source: CatalogueSource, table: TableName, column: string, met: readonly string[]): readonly End[] {
	const id = formatFieldId({ ...table, column });
	const found = metadata(source, table, column);
	const entry = source.tables.find((candidate) => candidate.id === formatTableId(table));
	const links = entry === undefined ? [] : linksOf(source, entry).filter(({ columns }) => columns.includes(column));
	const targets = links.flatMap((link) => {
		const to = link.to[link.columns.indexOf(column)];
		return to === undefined ? [] : [{ table: link.table, column: to }];
	});
	const chain = [...met, id];
	const own = { type: found && plainType(found), ignoresCase: found !== undefined && ignoresCase(found) };
	const ahead = targets.flatMap((target) => {
		const targetId = formatFieldId({ ...target.table, column: target.column });
		if (!chain.includes(targetId)) return endsOf(source, target.table, target.column, chain);
		const circle = chain.slice(chain.indexOf(targetId)).toSorted();
		const [smallest = targetId] = circle;
		return [{ id: smallest, ...own }];
	});
	return ahead.length === 0 ? [{ id, ...own }] : ahead;
}

function metadata(source: CatalogueSource, table: TableName, column: string) {
	const entry = source.tables.find(({ id }) => id === formatTableId(table));
	return entry?.fields.find(({ name }) => name === column)?.metadata;
}
