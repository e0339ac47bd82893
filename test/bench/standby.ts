import { appendFile, chown, cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { Cluster } from "../../scripts/database/cluster.ts";
import { embeddedPrograms } from "../../scripts/database/programs.ts";
import { runServer } from "../../scripts/database/server.ts";
import { serverUser } from "../../scripts/database/server-user.ts";

/**
 * Makes a hot standby of a server, in an empty folder that the server's user can enter: a copy of its files in recovery,
 * which can be read and not be written, not even temporary tables. What the server writes afterwards does not reach it.
 *
 * @param port a free port of 127.0.0.1
 */
export async function startStandby(primary: Cluster, folder: string, port: number): Promise<Cluster> {
	const data = join(folder, "data");
	await mkdir(folder, { recursive: true });
	await mkdir(data, { mode: 0o700 });
	const client = new pg.Client(primary.url);
	await client.connect();
	try {
		const { rows } = await client.query("SHOW data_directory");
		const from: string = rows[0].data_directory;
		await client.query("SELECT pg_backup_start('bench', true)");
		await cp(from, data, { recursive: true, filter: (path) => !path.endsWith("postmaster.pid") });
		const { rows: label } = await client.query("SELECT labelfile FROM pg_backup_stop(false)");
		await writeFile(join(data, "backup_label"), label[0].labelfile);
		// The log that makes the copy whole was written while it was made.
		await rm(join(data, "pg_wal"), { recursive: true });
		await cp(join(from, "pg_wal"), join(data, "pg_wal"), { recursive: true });
	} finally {
		await client.end();
	}
	await writeFile(join(data, "standby.signal"), "");
	await appendFile(join(data, "postgresql.auto.conf"), `port = '${port}'\nfsync = 'off'\n`);
	const user = serverUser();
	await giveTo(user, data);
	const url = new URL(primary.url);
	url.port = String(port);
	const { postgres } = await embeddedPrograms(user, folder);
	const server = await runServer({
		program: postgres,
		user,
		data,
		log: join(folder, "standby.log"),
		url: url.href,
		leftovers: [folder],
	});
	return { url: url.href, port, stop: () => server.stop() };
}

async function giveTo({ uid, gid }: ReturnType<typeof serverUser>, folder: string): Promise<void> {
	if (uid === undefined || gid === undefined) return;
	const names = await readdir(folder, { recursive: true });
	for (const path of [folder, ...names.map((name) => join(folder, name))]) await chown(path, uid, gid);
}
