import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import pg from "pg";
import { UserError } from "../issue/user-error.ts";
import { type ServerUser, spawnOptions } from "./server-user.ts";

/** What it takes to run a server on a data folder that is ready. */
export interface ServerOptions {
	/** Path of the `postgres` program. */
	readonly program: string;
	readonly user: ServerUser;
	readonly data: string;
	/** File that the server's log is appended to. */
	readonly log: string;
	/** Superuser's address, tried until it answers. */
	readonly url: string;
	/** Folders that the watcher removes if this process is killed. */
	readonly leftovers: readonly string[];
}

const startWithinSeconds = 60;
const stopWithinSeconds = 15;

/**
 * Runs a server and waits until it answers. It ends with `stop`, or at the latest with this process.
 *
 * @throws UserError `environment` with the server's own reason when it does not come up.
 */
export async function runServer(options: ServerOptions): Promise<{ stop(): Promise<void> }> {
	const log = await open(options.log, "a");
	const server = spawn(options.program, ["-D", options.data], {
		...spawnOptions(options.user),
		cwd: options.data,
		// Its own process group: Ctrl-C reaches us, and we stop the server in order.
		detached: true,
		stdio: ["ignore", "ignore", log.fd],
	});
	server.on("error", () => {});
	await log.close();
	if (server.pid === undefined) throw cannotStart("its program does not run");
	server.unref();
	const watcher = watch(server.pid, options.leftovers);
	const stop = async () => {
		await end(server);
		watcher.kill("SIGKILL");
	};
	if (await answers(options.url, server)) return { stop };
	const reason = lastProblem(await readFile(options.log, "utf8"));
	await stop();
	throw cannotStart(reason);
}

/** The error of an embedded server that does not start; the reason is PostgreSQL's own, from before it holds any data. */
export function cannotStart(reason: string): UserError {
	return new UserError("environment", `The embedded PostgreSQL could not be started: ${reason}.`);
}

// A small shell waits for the end of its input, which comes when this process ends in whatever way;
// it then stops the server and removes the folders.
function watch(pid: number, leftovers: readonly string[]): ChildProcess {
	const script = `read -r _
kill -QUIT "$0" 2>/dev/null
n=0
while kill -0 "$0" 2>/dev/null && [ $n -lt 50 ]; do n=$((n + 1)); sleep 0.1; done
rm -rf -- "$@"`;
	const watcher = spawn("/bin/sh", ["-c", script, String(pid), ...leftovers], {
		cwd: "/",
		detached: true,
		stdio: ["pipe", "ignore", "ignore"],
	});
	watcher.unref();
	// Nor does its pipe keep this process running; the type does not say that it is a socket.
	(watcher.stdin as unknown as Socket).unref();
	return watcher;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}

async function end(server: ChildProcess): Promise<void> {
	if (hasEnded(server)) return;
	server.ref();
	const ended = once(server, "exit");
	// SIGINT closes sessions and stops in order; SIGQUIT stops at once.
	server.kill("SIGINT");
	const patience = setTimeout(() => server.kill("SIGQUIT"), stopWithinSeconds * 1000);
	await ended;
	clearTimeout(patience);
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
	const until = performance.now() + startWithinSeconds * 1000;
	while (performance.now() < until && !hasEnded(server)) {
		const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
		client.on("error", () => {});
		try {
			await client.connect();
			return true;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 50));
		} finally {
			await client.end().catch(() => {});
		}
	}
	return false;
}

function lastProblem(log: string): string {
	const lines = log.split("\n").filter((line) => /FATAL|PANIC|error/i.test(line));
	return lines.at(-1)?.replace(/^.*?(FATAL|PANIC): +/, "") ?? `no answer within ${startWithinSeconds} seconds`;
}
