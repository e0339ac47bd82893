import type pg from "pg";
import {
	type ColumnRow,
	columnsQuery,
	type EstimateRow,
	estimatesQuery,
	type LeftOutRow,
	leftOutQuery,
	type SchemaRow,
	schemasQuery,
	type TableRow,
	tablesQuery,
} from "../../database/catalogue-queries.ts";
import { withClient } from "../../database/connect.ts";
import {
	type CheckRow,
	checksQuery,
	type KeyRow,
	keysQuery,
	type ReferenceRow,
	referencesQuery,
} from "../../database/constraint-queries.ts";
import { databaseError } from "../../database/error.ts";

/** What the catalogue queries found, by table where they are about tables. */
export interface DatabaseRows {
	readonly schemas: readonly SchemaRow[];
	readonly tables: readonly TableRow[];
	readonly leftOut: readonly LeftOutRow[];
	readonly columns: ReadonlyMap<number, readonly ColumnRow[]>;
	readonly estimates: ReadonlyMap<number, readonly EstimateRow[]>;
	readonly keys: ReadonlyMap<number, readonly KeyRow[]>;
	readonly references: ReadonlyMap<number, readonly ReferenceRow[]>;
	readonly checks: ReadonlyMap<number, readonly CheckRow[]>;
}

/**
 * Asks a database about the tables of some schemas, in one read-only transaction that sees one state.
 *
 * @throws UserError `environment` if it cannot be reached or asked
 */
export async function readDatabase(url: string, schemas: readonly string[]): Promise<DatabaseRows> {
	return withClient(url, { applicationName: "hub survey", readOnly: true }, async (client) => {
		try {
			await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
			// Names outside pg_catalog are then always written with their schema, whoever asks.
			await client.query("SET LOCAL search_path TO pg_catalog");
			// Compiling these statements takes longer than running them.
			await client.query("SET LOCAL jit TO off");
			const rows = await readRows(client, schemas);
			await client.query("COMMIT");
			return rows;
		} catch (failure) {
			throw databaseError(failure, "surveying the database");
		}
	});
}

async function readRows(client: pg.Client, schemas: readonly string[]): Promise<DatabaseRows> {
	const ask = async <Row extends pg.QueryResultRow>(query: string) => (await client.query<Row>(query, [schemas])).rows;
	return {
		schemas: await ask<SchemaRow & pg.QueryResultRow>(schemasQuery),
		tables: await ask<TableRow & pg.QueryResultRow>(tablesQuery),
		leftOut: await ask<LeftOutRow & pg.QueryResultRow>(leftOutQuery),
		columns: byTable(await ask<ColumnRow & pg.QueryResultRow>(columnsQuery)),
		estimates: byTable(await ask<EstimateRow & pg.QueryResultRow>(estimatesQuery)),
		keys: byTable(await ask<KeyRow & pg.QueryResultRow>(keysQuery)),
		references: byTable(await ask<ReferenceRow & pg.QueryResultRow>(referencesQuery)),
		checks: byTable(await ask<CheckRow & pg.QueryResultRow>(checksQuery)),
	};
}

function byTable<Row extends { readonly table: number }>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
	return Map.groupBy(rows, ({ table }) => table);
}
