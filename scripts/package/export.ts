import { Readable } from "node:stream";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";

/** One column of a table of the share database, with its built-in type as PostgreSQL writes it. */
export interface ExportColumn {
	readonly name: string;
	readonly type: string;
}

/** Types whose order is total as it stands: two values that sort alike are written alike. */
const exactlyOrdered: ReadonlySet<string> = new Set([
	"smallint",
	"integer",
	"bigint",
	"boolean",
	"uuid",
	"date",
	"timestamp without time zone",
	"timestamp with time zone",
	"time without time zone",
]);

/** Types that sort by value but write some equal values differently, such as 7 and 7.0. */
const looselyOrdered: ReadonlySet<string> = new Set([
	"numeric",
	"real",
	"double precision",
	"interval",
	"time with time zone",
]);

/**
 * The statement that writes a table as CSV (RFC 4180, UTF-8, LF, header line). The same rows always
 * give the same bytes: rows are ordered by every column, text by its bytes. A missing value is
 * nothing between the commas, an empty text is `""`.
 */
export function copyStatement(schema: string, table: string, columns: readonly ExportColumn[]): string {
	const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
	const order = columns.flatMap(orderOf).join(", ");
	const from = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
	return `COPY (SELECT ${names} FROM ${from} ORDER BY ${order}) TO STDOUT (FORMAT csv, HEADER true, ENCODING 'UTF8')`;
}

/**
 * Reads a table of the share database as CSV bytes, see {@link copyStatement}. The session's settings
 * for dates, numbers and zones are those that `database/connect.ts` pins. The stream fails with a
 * UserError that holds no value.
 */
export function copyTableCsv(
	client: Client,
	table: { readonly schema: string; readonly table: string; readonly columns: readonly ExportColumn[] },
): Readable {
	return Readable.from(rowsOf(client, copyStatement(table.schema, table.table, table.columns)), { objectMode: false });
}

async function* rowsOf(client: Client, statement: string): AsyncGenerator<Buffer> {
	try {
		yield* client.query(copyTo(statement));
	} catch (failure) {
		throw databaseError(failure, "reading the shared data");
	}
}

function orderOf({ name, type }: ExportColumn): readonly string[] {
	const column = quoteIdentifier(name);
	// PostgreSQL sorts text by the database's locale; by bytes the order is the same on every machine.
	const asText = `${column}::text COLLATE "C"`;
	if (exactlyOrdered.has(type)) return [column];
	return looselyOrdered.has(type) ? [column, asText] : [asText];
}
