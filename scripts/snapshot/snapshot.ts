import { randomUUID } from "node:crypto";
import type pg from "pg";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { instant, londonDay } from "../document/day.ts";
import { UserError } from "../issue/user-error.ts";
import { keyId } from "../keys/hmac-key.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { prepareCohort } from "./cohort.ts";
import { copyTables } from "./copy-tables.ts";
import { recordPatients } from "./ledger.ts";
import { countObjections, withOptOutLists } from "./objections.ts";
import { loadingSchema, openShare, type Share, shareSchema } from "./share.ts";
import { connectShare, ensureDatabase, shareDatabaseName } from "./share-database.ts";
import { planDigestOf, prepareShareRecords, type ShareRecord, writeShareRecord } from "./share-record.ts";
import { addForeignKeys } from "./share-tables.ts";
import { checkSourceKeys } from "./source-keys.ts";
import { type ExportedSnapshot, exportSnapshot, type SourceAccess } from "./source-session.ts";

/** What a snapshot is made from. */
export interface SnapshotOptions {
	readonly plan: SharePlan;
	readonly project: string;
	/** Four digits. */
	readonly delivery: string;
	/** Git object name of the request. */
	readonly requestBlob: string;
	readonly source: SourceAccess;
	/** Address of the share server as one who may create databases there. */
	readonly shareAdminUrl: string;
	readonly projectKey: Buffer;
	readonly ledgerKey: Buffer;
	/** The delivery's salt. */
	readonly salt: Buffer;
	readonly now: Date;
	/** Told what has been done, in words without counts. */
	progress(message: string): void;
}

/**
 * Copies what a request asks for from the source into the project's share database: one state of the
 * source, treated in SQL on the way, complete or not at all. A copy that was cut short by an error
 * or a kill is thrown away when this runs again. Which patients it holds goes into the ledger first.
 *
 * @throws UserError without values: `environment` and the like from the databases, `held` where the
 *   delivery has a copy already, or a list of objections is missing or too old, `incomplete` where the source does not tell patients or rows apart
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<Share> {
	const { plan, project, delivery, shareAdminUrl } = options;
	if ((await openShare(shareAdminUrl, project, delivery)) !== undefined) {
		throw new UserError("held", `Delivery ${delivery} of ${project} has been copied already; the copy stays as it is.`);
	}
	const source = await exportSnapshot(options.source, plan);
	try {
		await checkSourceKeys(source);
		const url = await ensureDatabase(shareAdminUrl, shareDatabaseName(project));
		const share = await connectShare(url);
		try {
			const schema = shareSchema(delivery);
			const record = await fillShare(options, share, url, source);
			return { ...record, project, delivery, url, schema };
		} catch (error) {
			await dropLoading(share, delivery);
			throw databaseError(error, `copying delivery ${delivery} of ${project}`);
		} finally {
			await share.end();
		}
	} finally {
		await source.client.end();
	}
}

async function fillShare(
	options: SnapshotOptions,
	share: pg.Client,
	url: string,
	exported: ExportedSnapshot,
): Promise<ShareRecord> {
	const { project, delivery, projectKey, now, progress } = options;
	const schema = shareSchema(delivery);
	const loading = loadingSchema(schema);
	const id = randomUUID();
	const today = londonDay(now);
	const source = await withOptOutLists(exported, options.shareAdminUrl, today);
	const { plan } = source;
	await prepareShareRecords(share);
	await share.query(`DROP SCHEMA IF EXISTS ${quoteIdentifier(loading)} CASCADE`);
	await share.query(`CREATE SCHEMA ${quoteIdentifier(loading)}`);
	const join = await prepareCohort(source, today, projectKey);
	const objections = await countObjections(source, today);
	const entry = { plan, project, delivery, share: id, today };
	const work = [
		copyTables({
			plan,
			today,
			source,
			join,
			shareUrl: url,
			schema: loading,
			projectKey,
			progress,
		}),
		recordPatients(entry, source, join, options.shareAdminUrl, options.ledgerKey),
	] as const;
	// Wait for both to end, so that neither goes on after the other has failed.
	await Promise.allSettled(work);
	const [tables, patients] = await Promise.all(work);
	await addForeignKeys(share, loading, plan.tables);
	const record: ShareRecord = {
		id,
		requestBlob: options.requestBlob,
		planDigest: planDigestOf(options.plan),
		salt: options.salt,
		snapshot: { id: source.id, at: instant(now), server: source.server },
		projectKey: keyId(projectKey),
		patients,
		objections,
		tables,
	};
	await share.query("BEGIN");
	await writeShareRecord(share, delivery, record);
	await share.query(`ALTER SCHEMA ${quoteIdentifier(loading)} RENAME TO ${quoteIdentifier(schema)}`);
	await share.query("COMMIT");
	return record;
}

/** Best effort, so that no patient's row stays longer than it must: the next run does it otherwise. */
async function dropLoading(share: pg.Client, delivery: string): Promise<void> {
	const schema = quoteIdentifier(loadingSchema(shareSchema(delivery)));
	await share.query(`ROLLBACK; DROP SCHEMA IF EXISTS ${schema} CASCADE`).catch(() => {});
}
