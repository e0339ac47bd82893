import type pg from "pg";
import { quoteIdentifier } from "../database/quote.ts";
import type { SharedTable } from "../plan/shared-table.ts";

/** SQL of a share table's name. */
export function shareTableSql(schema: string, table: string): string {
	return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/** Makes an empty table of the share. */
export async function createShareTable(client: pg.Client, schema: string, table: SharedTable): Promise<void> {
	const columns = table.columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
	await client.query(`CREATE TABLE ${shareTableSql(schema, table.name)} (${columns.join(", ")})`);
}

/** Adds the primary key of a table that is filled, and counts its values for the planner. */
export async function finishShareTable(client: pg.Client, schema: string, table: SharedTable): Promise<void> {
	const { name, primaryKey } = table;
	if (primaryKey.length > 0)
		await client.query(`ALTER TABLE ${shareTableSql(schema, name)} ADD PRIMARY KEY (${columnsSql(primaryKey)})`);
	await client.query(`ANALYZE ${shareTableSql(schema, name)}`);
}

/**
 * Adds the foreign keys of tables that have their primary keys: one after the other, since two that
 * refer to each other's tables would wait for one another.
 */
export async function addForeignKeys(client: pg.Client, schema: string, tables: readonly SharedTable[]): Promise<void> {
	for (const { name, references } of tables) {
		for (const { columns, table, to } of references) {
			await client.query(
				`ALTER TABLE ${shareTableSql(schema, name)} ADD FOREIGN KEY (${columnsSql(columns)})
				REFERENCES ${shareTableSql(schema, table)} (${columnsSql(to)})`,
			);
		}
	}
}

function columnsSql(names: readonly string[]): string {
	return names.map(quoteIdentifier).join(", ");
}
