import type { TableRow } from "../../database/catalogue-queries.ts";
import { formatTableId, type TableName } from "../../dictionary/field-id.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import { error, type Issue, warning } from "../../issue/issue.ts";
import type { Source } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import type { DatabaseRows } from "./read-database.ts";

/** How people are told why each kind of table is left out by rule. */
const leftOutBecause = {
	unlogged: "unlogged, so the server empties them when it fails",
	temporary: "temporary, and belong to somebody's session",
} as const;

/**
 * What a survey could not see (errors), and what the pages do not show (warnings). Tables that are
 * never shared need no grant.
 */
export function describeLimits(rows: DatabaseRows, source: Source): Issue[] {
	const absent = source.schemas.filter((schema) => !rows.schemas.some(({ name }) => name === schema));
	const unusable = rows.schemas.filter(({ usable }) => !usable);
	return [
		...absent.map((schema) =>
			report(source, `the database has no schema ${printable(schema)}`, "Correct sources.yml."),
		),
		...unusable.map(({ name }) =>
			report(source, `the login may not use the schema ${printable(name)}`, "Grant it USAGE on the schema."),
		),
		...rows.tables.flatMap((table) => describeTable(table, rows.columns.get(table.oid)?.length ?? 0, source)),
		...describeGroups(rows, source),
	];
}

/** What of a table the login could not see. */
function describeTable(table: TableRow, fieldCount: number, source: Source): Issue[] {
	const id = formatTableId(table);
	const isShared = listedTable(source, id)?.class !== "excluded";
	const issues: Issue[] = [];
	const shown = printable(id);
	if (table.closedColumns > 0 && isShared) {
		const all = table.closedColumns === fieldCount;
		const message = all
			? `the login may not read ${shown}; its estimates are unknown`
			: `the login may not read ${table.closedColumns} of the ${fieldCount} fields of ${shown}; their estimates are unknown`;
		issues.push(report(source, message, "Grant it SELECT, or list the table as excluded."));
	}
	if (table.rowsHidden && isShared) {
		const message = `row-level security hides rows of ${shown} from the login; its estimates are unknown`;
		issues.push(report(source, message, "Use a login with BYPASSRLS, or list the table as excluded."));
	}
	if (table.widerChildren.length > 0) {
		const children = table.widerChildren.map(printable).join(", ");
		issues.push(
			note(source, `${shown} is inherited by tables with fields of their own, which no page shows: ${children}`),
		);
	}
	return issues;
}

/** What is reported once for all tables that it applies to. */
function describeGroups(rows: DatabaseRows, source: Source): Issue[] {
	const passed = rows.tables.filter(({ rowSecurity, rowsHidden }) => rowSecurity && !rowsHidden);
	const leftOut = Map.groupBy(rows.leftOut, ({ why }) => why);
	return [
		...[...leftOut].map(([why, tables]) =>
			note(source, `left out by rule, as they are ${leftOutBecause[why]}: ${list(tables)}`),
		),
		...(passed.length > 0 ? [note(source, `this login passes the row-level security of ${list(passed)}`)] : []),
	];
}

function list(tables: readonly TableName[]): string {
	return tables.map((table) => printable(formatTableId(table))).join(", ");
}

function report(source: Source, message: string, fix: string): Issue {
	return error("survey", [], `${source.id}: ${message}`, fix);
}

function note(source: Source, message: string): Issue {
	return warning("survey", [], `${source.id}: ${message}`);
}
