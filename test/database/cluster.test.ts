import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { type Cluster, startCluster } from "../../scripts/database/cluster.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";

async function query(url: string, text: string): Promise<unknown[] | undefined> {
	const client = new pg.Client(url);
	try {
		await client.connect();
		return (await client.query({ text, rowMode: "array" })).rows[0];
	} finally {
		await client.end();
	}
}

async function until(holds: () => boolean): Promise<void> {
	for (let tries = 0; tries < 100 && !holds(); tries++) await new Promise((done) => setTimeout(done, 100));
	expect(holds()).toBe(true);
}

describe("the embedded server of the tests", () => {
	it("orders by code point, knows Unicode and keeps UTC, whatever the machine's locale", async () => {
		const row = await query(clusterUrl(), "SELECT 'a' > 'B', upper('é'), current_setting('TimeZone')");
		expect(row).toEqual([true, "É", "UTC"]);
	});

	it("listens on 127.0.0.1 only, and has no socket file", async () => {
		const row = await query(
			clusterUrl(),
			"SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')",
		);
		expect(row).toEqual(["127.0.0.1", ""]);
	});

	it("understands every setting it was given", async () => {
		const files = "SELECT (SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL AND name <> 'port')::int";
		const row = await query(
			clusterUrl(),
			`${files}, (SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL)::int`,
		);
		expect(row).toEqual([0, 0]);
	});

	it("refuses a wrong password, and none", async () => {
		for (const password of ["wrong", ""]) {
			const url = new URL(clusterUrl());
			url.password = password;
			await expect(query(url.href, "SELECT 1")).rejects.toThrow(/password/);
		}
	});

	it("gives each test a database of its own and takes it back", async () => {
		const database = await createDatabase();
		await query(database.url, "CREATE TABLE mine (id int)");
		await database.drop();
		await expect(query(database.url, "SELECT 1")).rejects.toThrow(/does not exist/);
	});
});

describe("startCluster", () => {
	let cluster: Cluster | undefined;
	afterEach(async () => {
		await cluster?.stop();
		cluster = undefined;
	});

	it("writes its password to no file, logs no value, and leaves nothing but the log", async () => {
		const folder = temporaryFolder();
		const log = join(temporaryFolder(), "server.log");
		cluster = await startCluster({ folder, durable: false, log });
		const { password } = new URL(cluster.url);
		const [data] = (await query(cluster.url, "SELECT current_setting('data_directory')")) as [string];
		await expect(query(cluster.url, "SELECT 'canary 999 000 0018'::int")).rejects.toThrow();
		for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
			if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name), "latin1")).not.toContain(password);
		}
		await cluster.stop();
		cluster = undefined;
		expect(existsSync(data)).toBe(false);
		expect(readdirSync(folder)).toEqual([]);
		expect(readFileSync(log, "utf8")).not.toContain("canary");
	});

	it("refuses a folder that a living process uses", async () => {
		const folder = temporaryFolder();
		cluster = await startCluster({ folder, durable: false });
		await expect(startCluster({ folder, durable: false })).rejects.toMatchObject({
			exit: "environment",
			message: expect.stringContaining(`in use by another run of the hub (process ${process.pid})`),
		});
		expect(await query(cluster.url, "SELECT 1")).toEqual([1]);
	});

	it("says why when its port is taken, and leaves nothing", async () => {
		const folder = temporaryFolder();
		const port = Number(new URL(clusterUrl()).port);
		await expect(startCluster({ folder, port, durable: false })).rejects.toMatchObject({
			exit: "environment",
			message: expect.stringContaining("could not be started"),
		});
		expect(readdirSync(folder)).toEqual([]);
	});

	it("stops and removes what a killed process left", async () => {
		const folder = temporaryFolder();
		const { child, data } = await startInProcess(folder);
		const [run] = readdirSync(folder) as [string];
		const noteFile = join(folder, run, "owner.json");
		const note = JSON.parse(readFileSync(noteFile, "utf8"));
		// As if the watcher had been killed too: its owner is gone and the server still runs.
		const gone = spawn("true");
		await once(gone, "close");
		writeFileSync(noteFile, JSON.stringify({ ...note, owner: gone.pid }));
		cluster = await startCluster({ folder, durable: false });
		expect(existsSync(data)).toBe(false);
		expect(existsSync(note.temporary)).toBe(false);
		expect(existsSync(join(folder, run))).toBe(false);
		child.kill("SIGKILL");
		expect(await query(cluster.url, "SELECT 1")).toEqual([1]);
	});

	it("removes nothing else in its folder, and no folder that a forged note names", async () => {
		const folder = temporaryFolder();
		const other = temporaryFolder();
		mkdirSync(join(folder, "server-old"));
		writeFileSync(join(folder, "server-old", "owner.json"), JSON.stringify({ owner: 1, temporary: other }));
		writeFileSync(join(folder, "mine.txt"), "mine");
		cluster = await startCluster({ folder, durable: false });
		await cluster.stop();
		cluster = undefined;
		expect(readdirSync(folder)).toEqual(["mine.txt"]);
		expect(existsSync(other)).toBe(true);
	});

	it("ends with its process when that is killed", async () => {
		const folder = temporaryFolder();
		const { child, data } = await startInProcess(folder);
		child.kill("SIGKILL");
		await until(() => !existsSync(data));
		expect(readdirSync(folder)).toEqual([]);
	});
});

/** Starts a cluster in a process of its own, which then waits. */
async function startInProcess(folder: string) {
	const module = new URL("../../scripts/database/cluster.ts", import.meta.url);
	const script = `
		import pg from "pg";
		import { startCluster } from ${JSON.stringify(module.href)};
		const cluster = await startCluster({ folder: ${JSON.stringify(folder)}, durable: false });
		const client = new pg.Client(cluster.url);
		await client.connect();
		console.log((await client.query("SELECT current_setting('data_directory') AS data")).rows[0].data);
		await client.end();
		setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
	return { child, data: line.trim() };
}
