import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { applySettings, newSettings } from "../database/settings.ts";
import { keySettings } from "../keys/hmac-key.ts";
import { tableSql } from "../plan/cohort.ts";
import type { SelectContext } from "../plan/output-kind.ts";
import { outputKinds } from "../plan/output-kinds.ts";
import { danglingSetting } from "../plan/select.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { leavesRowsOut, type SharedTable } from "../plan/shared-table.ts";
import { guidePlanner, type JoinCohort } from "./cohort.ts";
import { copyRows } from "./copy.ts";
import { connectShare } from "./share-database.ts";
import type { ShareTable } from "./share-record.ts";
import { createShareTable, finishShareTable, shareTableSql } from "./share-tables.ts";
import { type ExportedSnapshot, sourceError } from "./source-session.ts";

/** Tables copied at the same time: beyond a few, source and share wait for each other's disks. */
const maxTablesAtOnce = 4;

/** What tables are copied from and to. */
export interface CopyOptions {
	readonly plan: SharePlan;
	/** The Europe/London day of the snapshot. */
	readonly today: string;
	readonly source: ExportedSnapshot;
	readonly join: JoinCohort;
	/** Address of the share database. */
	readonly shareUrl: string;
	/** The schema to fill, empty so far. */
	readonly schema: string;
	readonly projectKey: Buffer;
	progress(message: string): void;
}

interface Sessions {
	readonly source: pg.Client;
	readonly share: pg.Client;
}

/**
 * Copies every table of the plan, several at a time and the largest first, so that none is waited
 * for at the end, all from the same snapshot. The first error stops the others.
 *
 * @returns what became of each table, in the plan's order
 */
export async function copyTables(options: CopyOptions): Promise<readonly ShareTable[]> {
	const { plan, progress } = options;
	const sizes = await tableSizes(options.source.client, plan.tables);
	const sizeOf = (table: SharedTable) => sizes.get(table) ?? 0;
	const queue = [...plan.tables.entries()].sort(([, one], [, other]) => sizeOf(other) - sizeOf(one));
	const done = new Map<number, ShareTable>();
	const stop = new AbortController();
	const work = async () => {
		try {
			await withSessions(options, async (sessions) => {
				for (let next = queue.shift(); next !== undefined && !stop.signal.aborted; next = queue.shift()) {
					const [index, table] = next;
					done.set(index, await copyTable(table, options, sessions, stop.signal));
					progress(`copied ${table.id} (${done.size} of ${plan.tables.length})`);
				}
			});
		} catch (error) {
			stop.abort(error);
		}
	};
	await Promise.all(Array.from({ length: Math.min(maxTablesAtOnce, queue.length) }, work));
	stop.signal.throwIfAborted();
	return plan.tables.flatMap((_, index) => done.get(index) ?? []);
}

/** The bytes on disk of each table, partitions and children included; nothing for a view. */
async function tableSizes(
	source: pg.Client,
	tables: readonly SharedTable[],
): Promise<ReadonlyMap<SharedTable, number>> {
	const sizes = new Map<SharedTable, number>();
	for (const table of tables) {
		const size = await numberFrom(
			source,
			`WITH RECURSIVE tree AS (
				SELECT ${source.escapeLiteral(tableSql(table.table))}::regclass::oid AS id
				UNION SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = id
			) SELECT sum(pg_relation_size(id)) FROM tree`,
		);
		sizes.set(table, size ?? 0);
	}
	return sizes;
}

async function withSessions(options: CopyOptions, work: (sessions: Sessions) => Promise<void>): Promise<void> {
	const source = await options.join();
	try {
		await applySettings(source, keySettings(options.projectKey));
		const share = await connectShare(options.shareUrl);
		try {
			await work({ source, share });
		} finally {
			await share.end();
		}
	} finally {
		await source.end();
	}
}

async function copyTable(
	table: SharedTable,
	options: CopyOptions,
	{ source, share }: Sessions,
	signal: AbortSignal,
): Promise<ShareTable> {
	const { plan, today, schema } = options;
	const { access, hasCohortTable } = options.source;
	const doing = `copying ${table.id}`;
	const { select, smallestGroup, patients } = outputKinds[table.output];
	const prepared = async (sqlOf: (table: SharedTable, context: SelectContext) => string | undefined) => {
		const settings = newSettings();
		const sql = sqlOf(table, { plan, today, settings, hasCohortTable });
		await applySettings(source, settings.all());
		return sql;
	};
	const counted = async () => {
		const dangling = await numberFrom(source, `SELECT current_setting('${danglingSetting}')`);
		const sql = await prepared(smallestGroup);
		const smallest = sql === undefined ? {} : { smallestGroup: await numberFrom(source, sql) };
		const patientsSql = await prepared(patients);
		const many = patientsSql === undefined ? null : await numberFrom(source, patientsSql);
		return {
			danglingReferences: dangling ?? 0,
			...smallest,
			...(many === null ? {} : { patients: many }),
		};
	};
	try {
		await guidePlanner(source, !hasCohortTable || leavesRowsOut(table));
		const sql = await prepared(select);
		await applySettings(source, new Map([[danglingSetting, "0"]]));
		// PostgreSQL can leave rows out of its write-ahead log if their table was made in the same transaction.
		await share.query("BEGIN");
		await createShareTable(share, schema, table);
		const target = shareTableSql(schema, table.name);
		const rows = await copyRows(source, sql ?? "", share, target, { access, doing, signal });
		await share.query("COMMIT");
		// Count in the source while the share's table gets its key.
		const counting = counted().catch((error) => {
			throw sourceError(error, doing, access);
		});
		const work = [finishShareTable(share, schema, table), counting] as const;
		await Promise.allSettled(work);
		const [, counts] = await Promise.all(work);
		return { name: table.name, rows, ...counts };
	} catch (error) {
		throw databaseError(error, doing);
	}
}

async function numberFrom(client: pg.Client, sql: string): Promise<number | null> {
	const { rows } = await client.query({ text: sql, rowMode: "array" });
	const value: unknown = rows[0]?.[0] ?? null;
	return value === null ? null : Number(value);
}
