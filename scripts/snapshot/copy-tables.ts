import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { copyRows } from "./copy.ts";
import { keySettings } from "./hmac.ts";
import type { SharePlan } from "./plan.ts";
import { quasiColumns } from "./quasi-identifier.ts";
import { fewestAlikeSql, lostReferencesSql, tableSelectSql } from "./select.ts";
import { applySettings, newSettings, type Settings } from "./settings.ts";
import { connectShare } from "./share-database.ts";
import type { ShareTable } from "./share-record.ts";
import { createShareTable, shareTableSql } from "./share-tables.ts";
import type { SharedTable } from "./shared-table.ts";
import { joinSnapshot } from "./source-session.ts";

/** Tables copied at the same time: beyond a few, source and share wait for each other's disks. */
const maxTablesAtOnce = 4;

/** What tables are copied from and to. */
export interface CopyOptions {
	readonly plan: SharePlan;
	/** The Europe/London day of the snapshot. */
	readonly today: string;
	readonly sourceUrl: string;
	/** Identifier of the exported snapshot. */
	readonly snapshot: string;
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
 * Copies every table of the plan, several at a time, all from the same snapshot. The first error
 * stops the others.
 *
 * @returns what became of each table, in the plan's order
 */
export async function copyTables(options: CopyOptions): Promise<readonly ShareTable[]> {
	const { plan, progress } = options;
	const queue = [...plan.tables.entries()];
	const done = new Map<number, ShareTable>();
	const stop = new AbortController();
	const work = async () => {
		try {
			await withSessions(options, async (sessions) => {
				for (let next = queue.shift(); next !== undefined && !stop.signal.aborted; next = queue.shift()) {
					const [place, table] = next;
					done.set(place, await copyTable(table, options, sessions, stop.signal));
					progress(`copied ${table.id} (${done.size} of ${plan.tables.length})`);
				}
			});
		} catch (error) {
			stop.abort(error);
		}
	};
	await Promise.all(Array.from({ length: Math.min(maxTablesAtOnce, queue.length) }, work));
	stop.signal.throwIfAborted();
	return plan.tables.flatMap((_, place) => done.get(place) ?? []);
}

async function withSessions(options: CopyOptions, work: (sessions: Sessions) => Promise<void>): Promise<void> {
	const source = await joinSnapshot(options.sourceUrl, options.snapshot);
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
	const doing = `copying ${table.id}`;
	const prepared = async (sqlOf: (settings: Settings) => string | undefined) => {
		const settings = newSettings();
		const sql = sqlOf(settings);
		await applySettings(source, settings.all());
		return sql;
	};
	try {
		const select = await prepared((settings) => tableSelectSql(table, { plan, today, settings }));
		// In one transaction with the table's making, PostgreSQL can leave its log of changes out.
		await share.query("BEGIN");
		await createShareTable(share, schema, table);
		const target = shareTableSql(schema, table.name);
		const rows = await copyRows(source, select ?? "", share, target, doing, signal);
		await share.query("COMMIT");
		const lost = await prepared((settings) => lostReferencesSql(table, { plan, today, settings }));
		const lostReferences = lost === undefined ? 0 : ((await numberFrom(source, lost)) ?? 0);
		const quasi = table.patientLink === undefined ? quasiColumns(table) : [];
		if (quasi.length === 0) return { name: table.name, rows, lostReferences };
		const fewest = await prepared((settings) => fewestAlikeSql(table, quasi, { plan, today, settings }));
		return { name: table.name, rows, lostReferences, fewestAlike: await numberFrom(source, fewest ?? "") };
	} catch (error) {
		throw databaseError(error, doing);
	}
}

async function numberFrom(client: pg.Client, sql: string): Promise<number | null> {
	const { rows } = await client.query({ text: sql, rowMode: "array" });
	const value: unknown = rows[0]?.[0] ?? null;
	return value === null ? null : Number(value);
}
