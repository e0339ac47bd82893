import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "../../scripts/database/cluster.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { keySettings } from "../../scripts/keys/hmac-key.ts";
import { withProjectLock } from "../../scripts/snapshot/ledger.ts";
import { openShare } from "../../scripts/snapshot/share.ts";
import { databaseUrl, ensureDatabase, shareDatabaseName } from "../../scripts/snapshot/share-database.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";
import { createSource, makeRecords, makeRequest, makeSource, rowsOf } from "./source-maker.ts";
import { ledgerKey, newProject, projectKey, snapshotOf, ward, wardRows } from "./ward.ts";

/** What a server logs as it comes, with statements that take a while. */
const talkative = [
	"log_min_messages = warning",
	"log_min_error_statement = error",
	"log_error_verbosity = 'default'",
	"log_min_duration_statement = '200ms'",
	"log_parameter_max_length = -1",
];

/** A server of its own whose log can be read. */
let logged: Cluster;
let log: string;
let url: string;

beforeAll(async () => {
	const folder = temporaryFolder();
	log = join(folder, "server.log");
	logged = await startCluster({ folder: join(folder, "cluster"), durable: false, log });
	for (const setting of talkative) await rowsOf(logged.url, `ALTER ROLE ALL SET ${setting}`);
	({ url } = await createDatabase());
	await createSource(url, trap, trapRows);
});
afterAll(() => logged.stop());

/** The ward with a view that fails over a value, and one that takes its time. */
const trap = makeSource(
	Object.fromEntries(
		ward.tables.map(({ id, class: kind, metadata }) => [
			id,
			{
				...(kind === undefined ? {} : { class: kind }),
				key: metadata.key,
				columns: Object.fromEntries(metadata.fields.map(({ name, type }) => [name, type])),
				references: (metadata.references ?? []).map(
					({ fields, table, to }) => [fields.join(","), table, to.join(",")] as const,
				),
			},
		]),
	),
);
const trapRows = `${wardRows}
CREATE VIEW ward.biting AS SELECT patient_id, CASE WHEN visit_id = 14 THEN 'canary-' || patient_id ELSE '1' END::integer AS number FROM ward.visits;
CREATE VIEW ward.slow AS SELECT patient_id, visit_id, pg_sleep(0.1) IS NULL AS slept FROM ward.visits`;
const view = (columns: Readonly<Record<string, string>>) => ({
	columns,
	references: [["patient_id", "ward.patients", "patient_id"]] as const,
});
const withViews = {
	...trap,
	tables: [
		...trap.tables,
		...makeSource({
			"ward.biting": view({ patient_id: "bigint", number: "integer" }),
			"ward.slow": view({ patient_id: "bigint", visit_id: "integer", slept: "boolean" }),
		}).tables,
	],
};
const records = makeRecords(withViews);
const biting = makeRequest({
	"ward.biting.number": "keep",
	"ward.patients.patient_id": "pseudonymise",
	"ward.visits.visit_id": "keep",
});
const slow = makeRequest(
	{ "ward.slow.patient_id": "pseudonymise", "ward.slow.slept": "keep" },
	{ cohort: [{ field: "ward.patients.name", not: "canary-condition" }] },
);

async function refusalOf(work: Promise<unknown>): Promise<UserError> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof UserError) return error;
	throw error ?? new Error("was not refused");
}

async function schemasOf(shareUrl: string): Promise<readonly unknown[]> {
	return (await rowsOf(shareUrl, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'd0%' ORDER BY 1")).flat();
}

/** Waits until a snapshot copies from the source, and gives the process and the statement's beginning. */
async function untilCopying(source: string): Promise<readonly (string | null)[]> {
	for (let tries = 0; tries < 400; tries++) {
		const [row] = await copiesFrom(source);
		if (row !== undefined) return row;
		await new Promise((done) => setTimeout(done, 10));
	}
	throw new Error("the copy never ran");
}

function copiesFrom(source: string) {
	return rowsOf(
		source,
		"SELECT pid, query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY (SELECT%slept%'",
	);
}

describe("a failing snapshot", () => {
	it("tells no value, leaves no half share, and puts no value into the share server's log", async () => {
		const project = newProject();
		const refusal = await refusalOf(snapshotOf(url, biting, records, { project, shareAdminUrl: logged.url }));
		expect(refusal.message).toMatchInlineSnapshot(`"Copying ward.biting: a value does not fit its type [22P02]."`);
		expect(JSON.stringify([refusal, refusal.cause, refusal.stack])).not.toContain("canary");
		expect(await schemasOf(databaseUrl(logged.url, shareDatabaseName(project)))).toEqual([]);
		expect(await openShare(logged.url, project, "0001")).toBeUndefined();
		const text = await readFile(log, "utf8");
		expect(text).toContain('COPY "d0001_loading"."biting" FROM STDIN');
		expect(text).not.toContain("canary");
	});

	it("stops both sides when the source goes away in the middle", async () => {
		const project = newProject();
		const failing = refusalOf(snapshotOf(url, slow, records, { project }));
		const [pid] = await untilCopying(url);
		await rowsOf(clusterUrl(), `SELECT pg_terminate_backend(${pid})`);
		expect((await failing).exit).toBe("environment");
		expect(await schemasOf(databaseUrl(clusterUrl(), shareDatabaseName(project)))).toEqual([]);
	});

	it("stops both sides when the share goes away in the middle", async () => {
		const project = newProject();
		const failing = refusalOf(snapshotOf(url, slow, records, { project }));
		await untilCopying(url);
		await rowsOf(
			clusterUrl(),
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${shareDatabaseName(project)}' AND query LIKE 'COPY%FROM STDIN%'`,
		);
		expect((await failing).exit).toBe("environment");
		await expect.poll(() => copiesFrom(url), { timeout: 10_000 }).toEqual([]);
	});

	it("is made good by running again after a kill", async () => {
		const project = newProject();
		const script = fileURLToPath(new URL("killed-snapshot.ts", import.meta.url));
		const child = spawn(process.execPath, [script], {
			env: {
				...process.env,
				TRAP: JSON.stringify({
					source: withViews,
					request: slow,
					sourceUrl: url,
					shareAdminUrl: clusterUrl(),
					project,
				}),
			},
			stdio: ["ignore", "ignore", "inherit"],
		});
		await untilCopying(url);
		child.kill("SIGKILL");
		await once(child, "exit");
		expect(await openShare(clusterUrl(), project, "0001")).toBeUndefined();
		const share = await snapshotOf(url, slow, records, { project });
		expect(share.tables).toEqual([{ name: "slow", rows: 7, danglingReferences: 0 }]);
		expect(await schemasOf(share.url)).toEqual(["d0001"]);
	});
});

describe("keys and condition values", () => {
	it("are neither in the server's log nor in its list of sessions", async () => {
		await rowsOf(logged.url, "CREATE DATABASE logged_source");
		const sourceUrl = databaseUrl(logged.url, "logged_source");
		await createSource(sourceUrl, trap, trapRows);
		const seen: string[] = [];
		const running = snapshotOf(sourceUrl, slow, records, { project: newProject(), shareAdminUrl: logged.url });
		const finished = running.then(() => true);
		seen.push(String((await untilCopying(sourceUrl))[1]));
		while (!(await Promise.race([finished, new Promise<false>((done) => setTimeout(() => done(false), 20))]))) {
			seen.push(...(await rowsOf(logged.url, "SELECT query FROM pg_stat_activity")).flat().map(String));
		}
		const refused = await refusalOf(
			snapshotOf(sourceUrl, biting, records, { project: newProject(), shareAdminUrl: logged.url }),
		);
		expect(refused.message).not.toContain("canary");
		const text = await readFile(log, "utf8");
		expect(text).toContain("current_setting('hub.inner')");
		expect(seen.join("\n")).toContain("current_setting('hub.inner')");
		const secrets = [projectKey, ledgerKey].flatMap((key) => [key.toString("hex"), ...keySettings(key).values()]);
		for (const secret of [...secrets, "canary-condition"]) {
			expect(text.includes(secret)).toBe(false);
			expect(seen.join("\n").includes(secret)).toBe(false);
		}
	});

	const request = makeRequest({ "ward.visits.ward": "keep" });
	let source: string;

	/** Makes the source log what statements are given, if this setting makes it log them at all. */
	async function logWith(...settings: readonly string[]): Promise<void> {
		const name = new URL(source).pathname.slice(1);
		await rowsOf(clusterUrl(), `ALTER DATABASE ${name} RESET ALL`);
		for (const setting of ["log_parameter_max_length = -1", ...settings]) {
			await rowsOf(clusterUrl(), `ALTER DATABASE ${name} SET ${setting}`);
		}
	}

	beforeAll(async () => {
		({ url: source } = await createDatabase());
		await createSource(source, ward, wardRows);
	});

	it.each([
		["log_statement = 'all'", "log_statement"],
		["log_min_duration_statement = 0", "log_min_duration_statement"],
		["log_min_duration_statement = 99", "log_min_duration_statement"],
		["log_min_duration_sample = 0", "log_min_duration_sample"],
		["log_transaction_sample_rate = 0.5", "log_transaction_sample_rate"],
	])("are not handed to a source that logs them (%s)", async (setting, named) => {
		await logWith(setting);
		const refusal = await refusalOf(snapshotOf(source, request));
		expect(refusal.exit).toBe("environment");
		expect(refusal.message).toContain(`(${named})`);
		await logWith(setting, "log_parameter_max_length = 0");
		expect((await snapshotOf(source, request)).patients).toBe(4);
	});

	it.each([["auto_explain.log_parameter_max_length = -1"], ["auto_explain.log_verbose = on"]])(
		"are not handed to a source that logs plans with their values (%s)",
		async (setting) => {
			await logWith("auto_explain.log_min_duration = 0", setting);
			const refusal = await refusalOf(snapshotOf(source, request));
			expect(refusal).toMatchObject({ exit: "environment" });
			expect(refusal.message).toContain('"ALTER ROLE … SET auto_explain.log_min_duration = -1"');
			await logWith("auto_explain.log_min_duration = -1", setting);
			expect((await snapshotOf(source, request)).patients).toBe(4);
		},
	);

	it.each([
		"log_statement = 'mod'",
		"log_min_duration_statement = 100",
		"log_min_duration_statement = '1s'",
		"log_min_duration_sample = '2min'",
	])("are safe with a source that has %s", async (setting) => {
		await logWith(setting);
		expect((await snapshotOf(source, request)).patients).toBe(4);
	});

	it("names the setting and the way out", async () => {
		await logWith("log_statement = 'all'");
		const refusal = await refusalOf(snapshotOf(source, request));
		expect(refusal.message).toMatchInlineSnapshot(
			`"The source's server is set to log the values given to statements (log_statement), which would write the project's key into its log. Ask its administrator to run "ALTER ROLE … SET log_parameter_max_length = 0" for the hub's login, then run this again."`,
		);
	});
});

describe("the share server", () => {
	it("must not log patients' values with errors", async () => {
		const name = newProject().replaceAll("-", "_");
		await rowsOf(logged.url, `CREATE ROLE ${name} LOGIN CREATEDB PASSWORD 'pass'`);
		const address = new URL(logged.url);
		address.username = name;
		address.password = "pass";
		const request = makeRequest({ "ward.visits.ward": "keep" });
		const refusal = await refusalOf(snapshotOf(url, request, makeRecords(ward), { shareAdminUrl: address.href }));
		expect(refusal.message).toMatchInlineSnapshot(
			`"The share server may write patients' values into its log with errors. Ask its administrator to run "ALTER ROLE … SET log_error_verbosity = terse" for the hub's login, then run this again."`,
		);
		await rowsOf(logged.url, `ALTER ROLE ${name} SET log_error_verbosity = terse`);
		// An earlier test's superuser owns the ledger: this login has a server of its own in real life.
		await rowsOf(logged.url, `ALTER DATABASE hub OWNER TO ${name}`);
		await rowsOf(databaseUrl(logged.url, "hub"), `ALTER SCHEMA ledger OWNER TO ${name}`);
		await rowsOf(databaseUrl(logged.url, "hub"), `ALTER TABLE ledger.patient_deliveries OWNER TO ${name}`);
		expect((await snapshotOf(url, request, makeRecords(ward), { shareAdminUrl: address.href })).patients).toBe(4);
	});

	it("makes a database once when several ask at once", async () => {
		const name = shareDatabaseName(newProject());
		const addresses = await Promise.all(Array.from({ length: 4 }, () => ensureDatabase(clusterUrl(), name)));
		expect(new Set(addresses).size).toBe(1);
		expect(await rowsOf(clusterUrl(), `SELECT has_database_privilege('pg_monitor', '${name}', 'CONNECT')`)).toEqual([
			["f"],
		]);
	});
});

describe("the project lock", () => {
	it("lets one run in at a time, and the next when it has ended, however it ended", async () => {
		const project = newProject();
		const during = await withProjectLock(clusterUrl(), project, async () => {
			const other = await withProjectLock(clusterUrl(), newProject(), async () => "in");
			return [other, await refusalOf(withProjectLock(clusterUrl(), project, async () => "in"))];
		});
		expect(during[0]).toBe("in");
		expect((during[1] as UserError).exit).toBe("held");
		await expect(withProjectLock(clusterUrl(), project, () => Promise.reject(new Error("failed")))).rejects.toThrow(
			"failed",
		);
		expect(await withProjectLock(clusterUrl(), project, async () => "in")).toBe("in");
	});

	it("is known to be lost when its connection is, so that the run can stop before anything leaves", async () => {
		const project = newProject();
		await withProjectLock(clusterUrl(), project, async (checkLock) => {
			await expect(checkLock()).resolves.toBeUndefined();
			await rowsOf(
				clusterUrl(),
				`SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
				WHERE locktype = 'advisory' AND application_name = 'hub lock'
				AND objid::bigint = (hashtextextended('project ${project}', 0) & 4294967295)`,
			);
			const refusal = await refusalOf(checkLock());
			expect(refusal).toMatchObject({ exit: "environment", message: expect.stringContaining("Run it again") });
		});
	});
});
