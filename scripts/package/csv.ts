import { Readable } from "node:stream";
import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import type { ExportColumn, PackageFormat } from "./format.ts";

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

/**
 * CSV as {@link copyStatement} has PostgreSQL write it. The session's settings for dates, numbers and zones are those
 * that `database/connect.ts` pins.
 */
export const csvFormat: PackageFormat = {
	mediaType: "text/csv; charset=utf-8",
	read: (client, { schema, table, columns }) =>
		Readable.from(rowsOf(client, copyStatement(schema, table, columns)), { objectMode: false }),
	described: {
		format: "csv",
		mediatype: "text/csv",
		encoding: "utf-8",
		dialect: { header: true, delimiter: ",", lineTerminator: "\n", quoteChar: '"', doubleQuote: true },
	},
	types: {
		smallint: { type: "integer" },
		integer: { type: "integer" },
		bigint: { type: "integer" },
		numeric: { type: "number" },
		real: { type: "number" },
		"double precision": { type: "number" },
		boolean: { type: "boolean", trueValues: ["t"], falseValues: ["f"] },
		text: { type: "string" },
		uuid: { type: "string", format: "uuid" },
		date: { type: "date" },
		"timestamp without time zone": { type: "datetime", format: "any" },
		"timestamp with time zone": { type: "datetime", format: "any" },
		"time without time zone": { type: "time", format: "any" },
		"time with time zone": { type: "time", format: "any" },
		interval: { type: "duration" },
	},
	readMe: {
		files: "The data, one CSV file for each table (UTF-8, comma, first line holds the names):",
		advice: [
			"Load them with a statistics program. A spreadsheet may run a text that begins with = + - or @ as a formula,",
			"turn codes into dates and cut long numbers short: the values stand here exactly as they are, with nothing put",
			"before them. If you must use a spreadsheet, import the file with every column as text; do not double-click it.",
		],
	},
};
