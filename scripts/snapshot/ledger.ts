import type pg from "pg";
import { withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { applySettings, newSettings } from "../database/settings.ts";
import { UserError } from "../issue/user-error.ts";
import { keySettings } from "../keys/hmac-key.ts";
import { ledgerSelectSql } from "../plan/select.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { leavesRowsOut } from "../plan/shared-table.ts";
import { guidePlanner, type JoinCohort } from "./cohort.ts";
import { copyRows } from "./copy.ts";
import { connectShare, ensureDatabase, findShareDatabase } from "./share-database.ts";
import type { ExportedSnapshot } from "./source-session.ts";

/** The database on the share server that says which delivery held which patient, and holds the locks. */
export const hubDatabase = "hub";

/** What an entry in the ledger is about. */
export interface LedgerEntry {
	readonly plan: SharePlan;
	readonly project: string;
	readonly delivery: string;
	/** Id of the share. */
	readonly share: string;
	/** The Europe/London day of the snapshot. */
	readonly today: string;
}

/**
 * Writes down which patients a share holds, as keyed digests that the source works out: with the
 * ledger's key one can ask for a patient's deliveries, without it nothing can be told. What an
 * earlier copy of the same delivery left is replaced.
 *
 * @param join opens a session on the source's snapshot
 * @returns the exact number of patients
 */
export async function recordPatients(
	entry: LedgerEntry,
	{ access, hasCohortTable }: ExportedSnapshot,
	join: JoinCohort,
	shareAdminUrl: string,
	ledgerKey: Buffer,
): Promise<number> {
	const { plan, project, delivery, share, today } = entry;
	const settings = newSettings();
	const query = ledgerSelectSql(project, delivery, share, { plan, today, settings, hasCohortTable });
	const ledger = await openLedger(shareAdminUrl);
	try {
		const source = await join();
		try {
			await guidePlanner(source, !hasCohortTable || plan.tables.some(leavesRowsOut));
			await applySettings(source, keySettings(ledgerKey));
			await applySettings(source, settings.all());
			await ledger.query("BEGIN");
			await ledger.query("DELETE FROM ledger.patient_deliveries WHERE project = $1 AND delivery = $2", [
				project,
				delivery,
			]);
			const target = "ledger.patient_deliveries (project, delivery, share, patient_digest)";
			const doing = "entering the patients in the ledger";
			const patients = await copyRows(source, query, ledger, target, { access, doing });
			await ledger.query("COMMIT");
			return patients;
		} finally {
			await source.end();
		}
	} catch (error) {
		throw databaseError(error, "entering the patients in the ledger");
	} finally {
		await ledger.end();
	}
}

/**
 * Does work that only one run may do for a project at a time. The lock goes with the connection, so
 * a run that is killed leaves none behind; and a run that has lost its connection no longer has it.
 *
 * @param work is given a function that checks the lock, to be called before what cannot be undone: it
 *   throws UserError `environment` where the lock has been lost meanwhile
 * @throws UserError `held` when another run has the lock
 */
export async function withProjectLock<T>(
	shareAdminUrl: string,
	project: string,
	work: (checkLock: () => Promise<void>) => Promise<T>,
): Promise<T> {
	const url = await ensureDatabase(shareAdminUrl, hubDatabase);
	return withClient(url, { applicationName: "hub lock" }, async (client) => {
		if (!(await tryLock(client, project))) throw otherRun(project);
		return work(() => checkLock(client, project));
	});
}

/** What the ledger holds of one copy. */
export interface LedgerCount {
	readonly project: string;
	readonly delivery: string;
	/** Id of the share. */
	readonly share: string;
	/** How many patients are entered for it: an exact count, told to nobody. */
	readonly patients: number;
}

/** What the ledger holds, copy by copy; undefined where there is no ledger. */
export async function countLedger(client: pg.Client): Promise<readonly LedgerCount[] | undefined> {
	const { rows: found } = await client.query<{ found: boolean }>(
		"SELECT to_regclass('ledger.patient_deliveries') IS NOT NULL AS found",
	);
	if (found[0]?.found !== true) return undefined;
	const { rows } = await client.query<Omit<LedgerCount, "patients"> & { patients: string }>(
		`SELECT project, delivery, share, count(*) AS patients FROM ledger.patient_deliveries
		GROUP BY project, delivery, share ORDER BY project COLLATE "C", delivery COLLATE "C", share`,
	);
	return rows.map((row) => ({ ...row, patients: Number(row.patients) }));
}

/** Throws UserError `held` if a run has the lock of {@link withProjectLock}; takes none, and makes no database. */
export async function refuseOtherRun(shareAdminUrl: string, project: string): Promise<void> {
	if (await isBeingDelivered(shareAdminUrl, project)) throw otherRun(project);
}

/** Whether a run has the lock of {@link withProjectLock}; takes none, and makes no database. */
export async function isBeingDelivered(shareAdminUrl: string, project: string): Promise<boolean> {
	const url = await findShareDatabase(shareAdminUrl, hubDatabase);
	if (url === undefined) return false;
	return withClient(url, { applicationName: "hub lock" }, async (client) => {
		// A lock of one 64-bit number stands as its two halves (PostgreSQL manual, "pg_locks").
		const { rowCount } = await client
			.query(
				"SELECT FROM pg_locks, hashtextextended('project ' || $1, 0) AS key WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = key",
				[project],
			)
			.catch((error: unknown) => {
				throw databaseError(error, `looking for the lock of ${project}`);
			});
		return rowCount !== 0;
	});
}

function otherRun(project: string): UserError {
	const message = `Another run of the hub is working on ${project}. Wait until it has ended, then run this again.`;
	return new UserError("held", message);
}

async function tryLock(client: pg.Client, project: string): Promise<boolean> {
	try {
		// The lock's session does nothing for hours; a server may be set to end such sessions (PostgreSQL 14 and newer).
		await client.query("SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'");
		const { rows } = await client.query<{ locked: boolean }>(
			"SELECT pg_try_advisory_lock(hashtextextended('project ' || $1, 0)) AS locked",
			[project],
		);
		return rows[0]?.locked === true;
	} catch (error) {
		throw databaseError(error, `taking the lock of ${project}`);
	}
}

async function checkLock(client: pg.Client, project: string): Promise<void> {
	const { rowCount } = await client
		.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted")
		.catch(() => ({ rowCount: 0 }));
	if (rowCount === 1) return;
	throw new UserError(
		"environment",
		`The connection that kept other runs away from ${project} was lost, so this one stops before anything leaves. Run it again.`,
	);
}

async function openLedger(shareAdminUrl: string): Promise<pg.Client> {
	const client = await connectShare(await ensureDatabase(shareAdminUrl, hubDatabase));
	try {
		// Two runs may meet here: the lock keeps them from making the table at once.
		await client.query(`BEGIN;
			SELECT pg_advisory_xact_lock(hashtextextended('ledger', 0));
			CREATE SCHEMA IF NOT EXISTS ledger;
			CREATE TABLE IF NOT EXISTS ledger.patient_deliveries (
				project text NOT NULL,
				delivery text NOT NULL,
				share uuid NOT NULL,
				patient_digest bytea NOT NULL,
				PRIMARY KEY (patient_digest, share)
			);
			CREATE INDEX IF NOT EXISTS patient_deliveries_by_delivery ON ledger.patient_deliveries (project, delivery);
			COMMIT`);
		return client;
	} catch (error) {
		await client.end();
		throw databaseError(error, "preparing the ledger");
	}
}
