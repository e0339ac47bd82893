import type { LeftOutRow } from "../../database/catalogue-queries.ts";
import { formatTableId, parseTableId } from "../../dictionary/field-id.ts";
import type { Issue } from "../../issue/issue.ts";
import { UserError } from "../../issue/user-error.ts";
import type { DictionaryEntry, Source } from "../../schema/types.ts";
import { tableMetadata } from "./describe.ts";
import { describeLimits } from "./limits.ts";
import { readDatabase } from "./read-database.ts";

/** What a survey of one source found. */
export interface SurveyedSource {
	/** Id of the source. */
	readonly source: string;
	/** The metadata of every table, by schema and name. */
	readonly tables: readonly DictionaryEntry[];
	/** Ids of the tables whose estimates this login could not see in full. */
	readonly closed: ReadonlySet<string>;
	/** Why a table is left out by rule, by its id. */
	readonly leftOut: ReadonlyMap<string, LeftOutRow["why"]>;
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
	const tables = rows.tables.map((table) => tableMetadata(table, rows, source, edges, day));
	const leftOut = new Map(rows.leftOut.map((table) => [formatTableId(table), table.why]));
	checkPatientTable(source, tables, leftOut);
	const known = new Set(rows.schemas.map(({ name }) => name));
	const unusable = new Set(rows.schemas.filter(({ usable }) => !usable).map(({ name }) => name));
	const closed = rows.tables.filter(
		(table) => table.closedColumns > 0 || table.rowsHidden || unusable.has(table.schema),
	);
	return {
		source: source.id,
		tables,
		closed: new Set(closed.map(formatTableId)),
		leftOut,
		absentSchemas: new Set(source.schemas.filter((schema) => !known.has(schema))),
		issues: describeLimits(rows, source),
	};
}

/** Guards against the wrong database, whose survey would mark the whole dictionary as gone. */
function checkPatientTable(
	source: Source,
	tables: readonly DictionaryEntry[],
	leftOut: SurveyedSource["leftOut"],
): void {
	const { table: written, key } = source.patient;
	const name = parseTableId(written);
	const found = tables.find((table) => table.schema === name?.schema && table.table === name.table);
	if (found?.fields.some((field) => field.name === key)) return;
	const why = name && leftOut.get(formatTableId(name));
	const missing =
		found === undefined
			? `no table ${written}${why ? ` that lasts: it is ${why}` : ""}`
			: `no column ${key} in ${written}`;
	throw new UserError(
		"incomplete",
		`${source.id}: the schemas ${source.schemas.join(", ")} of the database have ${missing}, which dictionary/sources.yml gives as the patients'. Correct "schemas" or "patient" there, or the address in ${source.connection}. Nothing was written.`,
	);
}
