import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { type ClusterHome, makeClusterHome, removeClusterHome } from "./cluster-home.ts";
import { embeddedPrograms } from "./programs.ts";
import { cannotStart, runServer } from "./server.ts";
import { configurationFile } from "./server-settings.ts";
import { type ServerUser, serverUser, spawnOptions } from "./server-user.ts";

/** How an embedded server is to be run. */
export interface ClusterOptions {
	/** A folder for this server; what an earlier one left in it is stopped and removed. */
	readonly folder: string;
	/** A port on 127.0.0.1; a free one if absent. */
	readonly port?: number;
	/** False for tests and demonstrations: faster, and lost if the machine fails. */
	readonly durable: boolean;
	/** File for the server's own log, kept afterwards; if absent the log goes with the server. */
	readonly log?: string;
}

/** A running embedded server. */
export interface Cluster {
	/** Connection address of its superuser, password included: never to be shown or stored. */
	readonly url: string;
	readonly port: number;
	/** Stops the server and removes everything it wrote but the log. */
	stop(): Promise<void>;
}

/**
 * Starts an embedded PostgreSQL with an empty cluster that lives as long as this process: for the
 * demonstration and the tests, not for a hospital's data. It listens on 127.0.0.1 and nowhere
 * else. Its superuser's password is random and stands in no file and no process list.
 * If this process is killed, a watcher stops the server and removes its files.
 *
 * @throws UserError `environment` when it cannot be started or another process uses the folder.
 */
export async function startCluster({ folder, port, durable, log }: ClusterOptions): Promise<Cluster> {
	const user = serverUser();
	const home = await makeClusterHome(folder, user);
	try {
		const programs = await embeddedPrograms(user, home.spare);
		const password = randomBytes(24).toString("base64url");
		await initialise(programs.initdb, home, user, password);
		const chosen = port ?? (await freePort());
		await writeFile(join(home.data, "postgresql.auto.conf"), configurationFile({ port: chosen, durable }));
		await writeFile(join(home.data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
		// Whatever PGSSLMODE says: there is no TLS to oneself.
		const url = `postgresql://postgres:${password}@127.0.0.1:${chosen}/postgres?sslmode=disable`;
		const server = await runServer({
			program: programs.postgres,
			user,
			data: home.data,
			log: log ?? home.log,
			url,
			leftovers: home.folders,
		});
		return {
			url,
			port: chosen,
			stop: async () => {
				await server.stop();
				await removeClusterHome(home);
			},
		};
	} catch (error) {
		await removeClusterHome(home);
		throw error;
	}
}

async function initialise(initdb: string, { data }: ClusterHome, user: ServerUser, password: string): Promise<void> {
	await mkdir(data, { mode: 0o700 });
	if (user.uid !== undefined && user.gid !== undefined) await chown(data, user.uid, user.gid);
	const settings = ["--no-sync", "--no-instructions", "--encoding=UTF8", "--auth=scram-sha-256"];
	// C is the one locale that every system's C library has; PostgreSQL's own C.UTF-8 does the work.
	const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
	const command = [initdb, `--pgdata=${data}`, "--username=postgres", ...settings, ...locale];
	// `cat |` gives initdb a pipe that its own user made and may open by name, so the password needs no file.
	const child = spawn("/bin/sh", ["-c", 'cat | "$0" "$@"', ...command, "--pwfile=/dev/stdin"], {
		...spawnOptions(user),
		cwd: data,
		stdio: ["pipe", "ignore", "pipe"],
	});
	let said = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		said += text;
	});
	child.stdin.on("error", () => {}).end(`${password}\n`);
	const [code] = await once(child, "close");
	if (code !== 0) throw cannotStart(said.trim().split("\n")[0] || `initdb ended with ${code}`);
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw cannotStart("no free port");
	return address.port;
}
