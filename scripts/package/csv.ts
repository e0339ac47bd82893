import type { Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import type { ExportColumn, ExportTable, PackageFormat } from "./format.ts";

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

/** Types that sort by value but write some equal values differently, such as 1 day and 24 hours. */
const looselyOrdered: ReadonlySet<string> = new Set(["real", "double precision", "interval", "time with time zone"]);

/**
 * The statement that writes a table as CSV (RFC 4180, UTF-8, LF, header line). The same rows always
 * give the same bytes: rows are ordered by every column, text by its bytes. A missing value is
 * nothing between the commas, an empty text is `""`.
 *
 * Columns behind those of the primary key decide nothing, since no two rows are alike in it: leaving them out of the
 * order gives the same bytes sooner, often by the key's index alone.
 */
export function copyStatement({ schema, table, columns, key }: ExportTable): string {
	const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
	const order = untilKey(columns, key).flatMap(orderOf).join(", ");
	const from = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
	return `COPY (SELECT ${names} FROM ${from} ORDER BY ${order}) TO STDOUT (FORMAT csv, HEADER true, ENCODING 'UTF8')`;
}

async function* rowsOf(client: Client, statement: string): AsyncGenerator<Buffer, void, undefined> {
	try {
		yield* client.query(copyTo(statement));
	} catch (failure) {
		throw databaseError(failure, "reading the shared data");
	}
}

/** The columns up to the last one of the key. */
function untilKey(columns: readonly ExportColumn[], key: readonly string[]): readonly ExportColumn[] {
	const positions = key.map((column) => columns.findIndex(({ name }) => name === column));
	const isWhole = positions.length > 0 && !positions.includes(-1);
	return isWhole ? columns.slice(0, Math.max(...positions) + 1) : columns;
}

function orderOf({ name, type }: ExportColumn): readonly string[] {
	const column = quoteIdentifier(name);
	// PostgreSQL sorts text by the database's locale; by bytes the order is the same on every machine.
	const asText = `${column}::text COLLATE "C"`;
	if (exactlyOrdered.has(type)) return [column];
	// 7 is written like no equal number but 7.0 and 7.00, of which the shorter comes first in bytes too.
	if (type === "numeric") return [column, `scale(${column})`];
	return looselyOrdered.has(type) ? [column, asText] : [asText];
}

/**
 * CSV as {@link copyStatement} has PostgreSQL write it. The session's settings for dates, numbers and zones are those
 * that `database/connect.ts` pins.
 */
export const csvFormat: PackageFormat = {
	mediaType: "text/csv; charset=utf-8",
	read: (client, table) => rowsOf(client, copyStatement(table)),
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
