import type pg from "pg";
import { connect } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { UserError } from "../issue/user-error.ts";
import { createCohortTableSql } from "../plan/cohort-table.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { counted } from "../text/count.ts";

/** Where only slower statements are logged, those that hold keys are not: setting a value takes far less time. */
const safeMilliseconds = 100;

const applicationName = "hub snapshot";

/** How the source is reached. */
export interface SourceAccess {
	readonly url: string;
	/** The longest that one statement may take, in minutes. */
	readonly statementMinutes: number;
}

/** A read-only transaction whose snapshot other sessions can share. */
export interface ExportedSnapshot {
	readonly client: pg.Client;
	/** As `pg_export_snapshot()` names it. */
	readonly id: string;
	/** Version of the server, such as `16.4`. */
	readonly server: string;
	/** Whether the cohort is worked out once, into a temporary table that each session has: not on a standby, nor without the right. */
	readonly hasCohortTable: boolean;
	readonly access: SourceAccess;
	readonly plan: SharePlan;
}

/**
 * Opens the source and exports a snapshot of it. The caller closes the client, which ends it.
 *
 * @throws UserError `environment` where the source cannot be read, or where its server would log the
 *   values that statements are given, keys among them
 */
export async function exportSnapshot(access: SourceAccess, plan: SharePlan): Promise<ExportedSnapshot> {
	const client = await openSession(access);
	try {
		await refuseValueLog(client);
		const hasCohortTable = await mayMakeTables(client);
		await beginReading(client, hasCohortTable ? plan : undefined);
		const { rows } = await client.query<{ id: string; server: string }>(
			"SELECT pg_export_snapshot() AS id, substring(current_setting('server_version') FROM '^[0-9]+(?:\\.[0-9]+)*') AS server",
		);
		const [{ id, server } = { id: "", server: "" }] = rows;
		return { client, id, server, hasCohortTable, access, plan };
	} catch (error) {
		await client.end();
		throw databaseError(error, "taking a snapshot of the source");
	}
}

/** Opens another session that sees exactly what the exported snapshot sees. The caller closes it. */
export async function joinSnapshot({ access, id, hasCohortTable, plan }: ExportedSnapshot): Promise<pg.Client> {
	const client = await openSession(access);
	try {
		await beginReading(client, hasCohortTable ? plan : undefined);
		await client.query(`SET TRANSACTION SNAPSHOT ${client.escapeLiteral(id)}`);
		return client;
	} catch (error) {
		await client.end();
		throw databaseError(error, "reading the source's snapshot");
	}
}

/**
 * What a statement on the source threw, as an error that may be shown; where the server cancelled it, that names the limit.
 *
 * @param doing what was being done, such as `copying clinical.visits`
 */
export function sourceError(error: unknown, doing: string, { statementMinutes }: SourceAccess): UserError {
	const { code } = error as { readonly code?: unknown };
	if (code !== cancelled) return databaseError(error, doing);
	return new UserError(
		"environment",
		`${doing[0]?.toUpperCase()}${doing.slice(1)}: the source's server stopped the statement, because it took longer than ${counted(statementMinutes, "minute")} or because somebody cancelled it. A higher limit is set by HUB_STATEMENT_MINUTES; run this again then.`,
	);
}

/** PostgreSQL's "query_canceled", of a time limit and of a person alike. */
const cancelled = "57014";

async function openSession({ url, statementMinutes }: SourceAccess): Promise<pg.Client> {
	const client = await connect(url, { applicationName, readOnly: true });
	try {
		await client.query(quietSession);
		await client.query(`SET statement_timeout = ${Math.ceil(statementMinutes * 60_000)}`);
		return client;
	} catch (error) {
		await client.end();
		throw databaseError(error, "opening the source");
	}
}

async function mayMakeTables(client: pg.Client): Promise<boolean> {
	const { rows } = await client.query<{ may: boolean }>(
		"SELECT NOT pg_is_in_recovery() AND has_database_privilege(current_database(), 'TEMPORARY') AS may",
	);
	return rows[0]?.may === true;
}

/**
 * Begins the transaction that reads. No table can be made in it, not even a temporary one, but one that is there can be
 * filled; so that is made just before.
 */
async function beginReading(client: pg.Client, plan: SharePlan | undefined): Promise<void> {
	if (plan !== undefined) {
		await client.query("BEGIN READ WRITE");
		await client.query(createCohortTableSql(plan));
		await client.query("COMMIT");
	}
	await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// A session may wait for another table's copy; and nothing it prints for debugging may hold values.
const quietSession = [
	"SET idle_in_transaction_session_timeout = 0",
	"SET debug_print_parse = off",
	"SET debug_print_rewritten = off",
	"SET debug_print_plan = off",
].join(";");

/**
 * Refuses a server that would write bound values, and so keys, into its log.
 * Source: PostgreSQL manual, "Error Reporting and Logging", "auto_explain", and pgAudit's README.
 */
async function refuseValueLog(client: pg.Client): Promise<void> {
	const names = [
		"log_statement",
		"log_min_duration_statement",
		"log_min_duration_sample",
		"log_statement_sample_rate",
		"log_transaction_sample_rate",
		"log_parameter_max_length",
		"pgaudit.log_parameter",
		"auto_explain.log_min_duration",
		"auto_explain.log_verbose",
		"auto_explain.log_parameter_max_length",
	];
	const { rows } = await client.query<{ name: string; value: string | null }>(
		"SELECT name, current_setting(name, true) AS value FROM unnest($1::text[]) AS n(name)",
		[names],
	);
	const values = new Map(rows.map(({ name, value }) => [name, value]));
	// Times read back with their unit, such as 250ms, 2s or 1min; -1 means off.
	const isFast = (name: string) => /^(\d+)(ms)?$/.test(values.get(name) ?? "") && isShort(values.get(name) ?? "");
	const sampled = Number(values.get("log_statement_sample_rate") ?? 0) > 0 && isFast("log_min_duration_sample");
	const culprits = [
		values.get("log_statement") === "all" ? "log_statement" : undefined,
		isFast("log_min_duration_statement") ? "log_min_duration_statement" : undefined,
		sampled ? "log_min_duration_sample" : undefined,
		Number(values.get("log_transaction_sample_rate") ?? 0) > 0 ? "log_transaction_sample_rate" : undefined,
	].filter((name) => name !== undefined);
	// PostgreSQL 12 and older log values always; from 13 on this setting can keep them out.
	const parametersLogged = values.get("log_parameter_max_length") !== "0";
	const audited = values.get("pgaudit.log_parameter") === "on";
	// A verbose plan quotes the values it was made for; from PostgreSQL 16 on they can also be logged beside it.
	const explained =
		isFast("auto_explain.log_min_duration") &&
		(values.get("auto_explain.log_verbose") === "on" ||
			!["0", undefined, null].includes(values.get("auto_explain.log_parameter_max_length")));
	if ((culprits.length === 0 || !parametersLogged) && !audited && !explained) return;
	const [setting, fix] = audited
		? ["pgaudit.log_parameter", "ALTER ROLE … SET pgaudit.log_parameter = off"]
		: explained
			? ["auto_explain.log_min_duration", "ALTER ROLE … SET auto_explain.log_min_duration = -1"]
			: [culprits[0], "ALTER ROLE … SET log_parameter_max_length = 0"];
	throw new UserError(
		"environment",
		`The source's server is set to log the values given to statements (${setting}), which would write the project's key into its log. Ask its administrator to run "${fix}" for the hub's login, then run this again.`,
	);
}

function isShort(time: string): boolean {
	return Number.parseInt(time, 10) < safeMilliseconds;
}
