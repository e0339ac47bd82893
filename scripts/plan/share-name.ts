import type { TableName } from "../dictionary/field-id.ts";

/** Leaves room for a number within PostgreSQL's 63 bytes. */
const maxLength = 50;

/**
 * Names for tables in a share and for their files: the table's own name in small letters, digits
 * and underscores; with the schema before it where two would be alike, and a number where that is
 * not enough. In the order of the tables; the same tables always get the same names.
 */
export function shareNames(tables: readonly TableName[]): readonly string[] {
	const short = tables.map(({ table }) => slug(table));
	const long = tables.map(({ schema, table }) => slug(`${schema}_${table}`));
	const taken = new Set<string>();
	return tables.map((_, index) => {
		const own = short[index] ?? "";
		const base = short.indexOf(own) === short.lastIndexOf(own) ? own : (long[index] ?? "");
		let name = base;
		for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
		taken.add(name);
		return name;
	});
}

function slug(text: string): string {
	const plain = text
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "_")
		.replace(/^_+|_+$/g, "");
	return plain.slice(0, maxLength) || "table";
}
