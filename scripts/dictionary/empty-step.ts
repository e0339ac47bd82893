import { formatList } from "../text/list.ts";
import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import type { Link } from "./link.ts";

/** A step of a path to the patient that a row need not have: the way of such a row ends there, at no patient. */
export interface EmptyStep {
	/** Id of the table in which the step begins. */
	readonly table: string;
	/** Those of its columns that may be empty; one of them is enough. */
	readonly columns: readonly string[];
	/** The share of rows that have it empty, as a band, where a survey could tell. */
	readonly missing?: string;
	/** Whether the rows are those of the table whose path it is, and not of one on the way. */
	readonly own: boolean;
}

/** The steps of a table's path whose columns the database lets be empty. */
export function emptySteps(source: CatalogueSource, table: CatalogueTable, path: readonly Link[]): EmptyStep[] {
	return path.flatMap(({ columns }, at) => {
		const id = path[at - 1]?.tableId;
		const start = id === undefined ? table : source.tables.find((each) => each.id === id);
		const fields = start?.metadata.fields.filter(({ name, nullable }) => nullable && columns.includes(name)) ?? [];
		const [first, second] = fields;
		if (start === undefined || first === undefined) return [];
		// The bands of several columns do not add up: some rows may have all of them empty.
		const missing = second === undefined && first.missing !== "unknown" ? first.missing : undefined;
		return [
			{
				table: start.id,
				columns: fields.map(({ name }) => name),
				...(missing === undefined ? {} : { missing }),
				own: at === 0,
			},
		];
	});
}

/** What an empty step leaves out, as a clause: "rows whose visit_id is empty belong to no patient and are left out". */
export function describeEmptyStep({ table, columns, missing, own }: EmptyStep): string {
	const rows = own ? "rows" : `rows that lead to a row of ${table}`;
	const share = missing === undefined ? "" : ` (${missing} at the last survey)`;
	return `${rows} whose ${formatList(columns, "or")} is empty${share} belong to no patient and are left out`;
}
