import type pg from "pg";
import { quoteIdentifier } from "../database/quote.ts";
import type { SharedTable } from "./shared-table.ts";

/** SQL of a share table's name. */
export function shareTableSql(schema: string, table: string): string {
	return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/** Makes an empty table of the share. */
export async function createShareTable(client: pg.Client, schema: string, table: SharedTable): Promise<void> {
	const columns = table.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
	await client.query(`CREATE TABLE ${shareTableSql(schema, table.name)} (${columns.join(", ")})`);
}

/** Adds the keys of tables that are filled, primary keys before the foreign keys that rest on them. */
export async function addShareKeys(client: pg.Client, schema: string, tables: readonly SharedTable[]): Promise<void> {
	for (const { name, primaryKey } of tables) {
		if (primaryKey.length === 0) continue;
		await client.query(`ALTER TABLE ${shareTableSql(schema, name)} ADD PRIMARY KEY (${columnsSql(primaryKey)})`);
	}
	for (const { name, references } of tables) {
		for (const { columns, table, to } of references) {
			await client.query(
				`ALTER TABLE ${shareTableSql(schema, name)} ADD FOREIGN KEY (${columnsSql(columns)})
				REFERENCES ${shareTableSql(schema, table)} (${columnsSql(to)})`,
			);
		}
	}
	for (const { name } of tables) await client.query(`ANALYZE ${shareTableSql(schema, name)}`);
}

function columnsSql(names: readonly string[]): string {
	return names.map(quoteIdentifier).join(", ");
}
