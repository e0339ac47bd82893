import { formatTableId, parseTableId } from "../dictionary/field-id.ts";
import { listedTable } from "../dictionary/listed-table.ts";
import { printable } from "../document/control-characters.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import type { DictionaryEntry, Source } from "../schema/types.ts";
import { describeTable } from "./describe.ts";
import type { TableRow } from "./queries.ts";
import { readDatabase } from "./read-database.ts";

/** What a survey of one source found. */
export interface SurveyedSource {
	/** Id of the source. */
	readonly source: string;
	/** The facts of every table, by schema and name. */
	readonly tables: readonly DictionaryEntry[];
	/** Ids of the tables whose estimates this login could not see in full. */
	readonly closed: ReadonlySet<string>;
	/** Listed schemas that the database does not have: nothing is known of their tables. */
	readonly absentSchemas: ReadonlySet<string>;
	/** What could not be read (errors), and what the pages do not show (warnings). */
	readonly issues: readonly Issue[];
}

/**
 * Surveys one database: structure from its catalogue, estimates as bands from what ANALYZE left. No
 * row of a table is read, and no value of a patient comes back.
 *
 * @param edges the policy's `countBands`
 * @param day the day to write as surveyed
 * @throws UserError `environment` if the database cannot be reached; `incomplete` if it has no such
 * patient table and is therefore hardly the database meant
 */
export async function surveySource(
	source: Source,
	url: string,
	edges: readonly number[],
	day: string,
): Promise<SurveyedSource> {
	const rows = await readDatabase(url, source.schemas);
	const tables = rows.tables.map((table) => describeTable(table, rows, source, edges, day));
	checkPatientTable(source, tables);
	const absent = source.schemas.filter((schema) => !rows.schemas.some(({ name }) => name === schema));
	const unusable = new Set(rows.schemas.filter(({ usable }) => !usable).map(({ name }) => name));
	const closed = rows.tables.filter(
		(table) => table.closedColumns > 0 || table.rowsHidden || unusable.has(table.schema),
	);
	return {
		source: source.id,
		tables,
		closed: new Set(closed.map(formatTableId)),
		absentSchemas: new Set(absent),
		issues: [
			...absent.map((schema) =>
				report(source, `the database has no schema ${printable(schema)}`, "Correct sources.yml."),
			),
			...[...unusable].map((schema) =>
				report(source, `the login may not use the schema ${printable(schema)}`, "Grant it USAGE on the schema."),
			),
			...rows.tables.flatMap((table) => describeLimits(table, rows.columns.get(table.oid)?.length ?? 0, source)),
		],
	};
}

function report(source: Source, message: string, fix: string): Issue {
	return error("survey", [], `${source.id}: ${message}`, fix);
}

/** Guards against the wrong database, whose survey would mark the whole dictionary as gone. */
function checkPatientTable(source: Source, tables: readonly DictionaryEntry[]): void {
	const { table: written, key } = source.patient;
	const name = parseTableId(written);
	const found = tables.find((table) => table.schema === name?.schema && table.table === name.table);
	if (found?.fields.some((field) => field.name === key)) return;
	const missing = found === undefined ? `no table ${written}` : `no column ${key} in ${written}`;
	throw new UserError(
		"incomplete",
		`${source.id}: the database has ${missing}, which dictionary/sources.yml gives as the patients'. Is ${source.connection} the address of the right database? Nothing was written.`,
	);
}

/** What of a table the login could not see. Tables that are never shared need no grant. */
function describeLimits(table: TableRow, fieldCount: number, source: Source): Issue[] {
	const id = formatTableId(table);
	const issues: Issue[] = [];
	const shown = printable(id);
	if (table.closedColumns > 0 && listedTable(source, id)?.class !== "excluded") {
		const all = table.closedColumns === fieldCount;
		const message = all
			? `the login may not read ${shown}; its estimates are unknown`
			: `the login may not read ${table.closedColumns} of the ${fieldCount} fields of ${shown}; their estimates are unknown`;
		issues.push(report(source, message, "Grant it SELECT, or list the table as excluded."));
	}
	if (table.rowsHidden && listedTable(source, id)?.class !== "excluded") {
		const message = `row-level security hides rows of ${shown} from the login; its estimates are unknown`;
		issues.push(report(source, message, "Use a login with BYPASSRLS, or list the table as excluded."));
	}
	if (table.widerChildren.length > 0) {
		const children = table.widerChildren.map(printable).join(", ");
		const message = `${source.id}: ${shown} is inherited by tables with fields of their own, which no page shows: ${children}`;
		issues.push(warning("survey", [], message));
	}
	return issues;
}
