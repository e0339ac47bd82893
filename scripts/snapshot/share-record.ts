import type pg from "pg";
import { canonicalDigest } from "../governance/canonical.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { ShareObjections } from "./objections.ts";

/** What a share database says of one copy. */
export interface ShareRecord {
	/** A uuid of this very copy; another snapshot of the same delivery has another one. */
	readonly id: string;
	/** The delivery's salt. */
	readonly salt: Buffer;
	/** Git object name of the request as it was when the copy was made. */
	readonly requestBlob: string;
	/** See `planDigestOf`; absent in copies from before it was recorded. */
	readonly planDigest?: string;
	/** Identifier of the project key that pseudonyms and date shifts were made with. */
	readonly projectKey: string;
	readonly snapshot: ShareSnapshot;
	/** How many patients have rows in it: an exact count, told to nobody but as a band. */
	readonly patients: number;
	/** What was done about objections; absent in copies from before it was recorded. */
	readonly objections?: ShareObjections;
	/** In the plan's order. */
	readonly tables: readonly ShareTable[];
}

/** The moment of the source that a share was copied from. */
export interface ShareSnapshot {
	/** Identifier of the database snapshot. */
	readonly id: string;
	/** UTC, to the second, such as `2026-03-31T09:30:00Z`. */
	readonly at: string;
	/** Version of the source's database server, such as `16.4`. */
	readonly server: string;
}

/** What is known of one table of a share. */
export interface ShareTable {
	readonly name: string;
	/** Exact number of rows. */
	readonly rows: number;
	/** Exact number of references that were emptied since they lead out of the share. */
	readonly danglingReferences: number;
	/**
	 * For a table whose rows the recipient cannot put together by patient: the fewest patients who share
	 * one combination of its quasi-identifiers, counted in the source. Null where there are no rows.
	 */
	readonly smallestGroup?: number | null;
	/**
	 * For such a table: how many patients have rows in it, counted in the source. Absent too in copies from before it was
	 * counted.
	 */
	readonly patients?: number;
}

/** The digest of a plan: of all that decides which rows are copied, and how. 64 hexadecimal digits. */
export function planDigestOf(plan: SharePlan): string {
	return canonicalDigest(plan);
}

/** Prepares a new share database for its records. */
export async function prepareShareRecords(client: pg.Client): Promise<void> {
	await client.query(`CREATE SCHEMA IF NOT EXISTS hub;
		CREATE TABLE IF NOT EXISTS hub.deliveries (
			delivery text PRIMARY KEY,
			share uuid NOT NULL,
			request_blob text NOT NULL,
			salt bytea NOT NULL,
			snapshot_id text NOT NULL,
			taken_at text NOT NULL,
			server text NOT NULL,
			project_key text NOT NULL,
			patients bigint NOT NULL,
			tables jsonb NOT NULL
		);
		ALTER TABLE hub.deliveries ADD COLUMN IF NOT EXISTS objections jsonb;
		ALTER TABLE hub.deliveries ADD COLUMN IF NOT EXISTS plan_digest text`);
}

/** Writes the record that makes a copy count: in the transaction that gives its schema the final name. */
export async function writeShareRecord(client: pg.Client, delivery: string, record: ShareRecord): Promise<void> {
	const { id, requestBlob, salt, snapshot, projectKey, patients, tables, objections, planDigest } = record;
	await client.query("INSERT INTO hub.deliveries VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", [
		delivery,
		id,
		requestBlob,
		salt,
		snapshot.id,
		snapshot.at,
		snapshot.server,
		projectKey,
		patients,
		JSON.stringify(tables.map(storedTable)),
		objections === undefined ? null : JSON.stringify(objections),
		planDigest ?? null,
	]);
}

/** The record of a complete copy, or undefined where there is none. */
export async function readShareRecord(client: pg.Client, delivery: string): Promise<ShareRecord | undefined> {
	if (!(await hasRecords(client))) return undefined;
	const { rows } = await client.query<RecordRow>("SELECT * FROM hub.deliveries WHERE delivery = $1", [delivery]);
	const [row] = rows;
	return (
		row && {
			id: row.share,
			requestBlob: row.request_blob,
			salt: row.salt,
			snapshot: { id: row.snapshot_id, at: row.taken_at, server: row.server },
			projectKey: row.project_key,
			...(row.plan_digest ? { planDigest: row.plan_digest } : {}),
			patients: Number(row.patients),
			...(row.objections ? { objections: row.objections } : {}),
			tables: row.tables.map(readTable),
		}
	);
}

/** All complete copies that a share database has a record of, in order. */
export async function listShareRecords(
	client: pg.Client,
): Promise<readonly (Pick<ShareRecord, "id" | "patients"> & { readonly delivery: string })[]> {
	if (!(await hasRecords(client))) return [];
	const { rows } = await client.query<{ delivery: string; share: string; patients: string }>(
		"SELECT delivery, share, patients FROM hub.deliveries ORDER BY delivery",
	);
	return rows.map(({ delivery, share, patients }) => ({ delivery, id: share, patients: Number(patients) }));
}

/** Takes a copy's record away. */
export async function removeShareRecord(client: pg.Client, delivery: string): Promise<void> {
	if (await hasRecords(client)) await client.query("DELETE FROM hub.deliveries WHERE delivery = $1", [delivery]);
}

interface RecordRow {
	readonly share: string;
	readonly request_blob: string;
	readonly salt: Buffer;
	readonly snapshot_id: string;
	readonly taken_at: string;
	readonly server: string;
	readonly project_key: string;
	readonly patients: string;
	/** Absent, as is its column, before the first copy that has it. */
	readonly objections?: ShareObjections | null;
	readonly plan_digest?: string | null;
	readonly tables: readonly StoredTable[];
}

/** A table as the database has it: older names, which copies that wait for answers keep. */
interface StoredTable {
	readonly name: string;
	readonly rows: number;
	readonly lostReferences: number;
	readonly fewestAlike?: number | null;
	readonly patients?: number;
}

function storedTable({ danglingReferences, smallestGroup, ...rest }: ShareTable): StoredTable {
	return {
		...rest,
		lostReferences: danglingReferences,
		...(smallestGroup === undefined ? {} : { fewestAlike: smallestGroup }),
	};
}

function readTable({ lostReferences, fewestAlike, ...rest }: StoredTable): ShareTable {
	return {
		...rest,
		danglingReferences: lostReferences,
		...(fewestAlike === undefined ? {} : { smallestGroup: fewestAlike }),
	};
}

// A run may have been killed before the first copy of the project was complete.
async function hasRecords(client: pg.Client): Promise<boolean> {
	const { rows } = await client.query<{ found: boolean }>("SELECT to_regclass('hub.deliveries') IS NOT NULL AS found");
	return rows[0]?.found === true;
}
