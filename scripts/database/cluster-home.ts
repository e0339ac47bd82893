import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { isRunning } from "./running.ts";
import { canEnter, type ServerUser } from "./server-user.ts";

/** The folders and files of one embedded server. */
export interface ClusterHome {
	/** The data folder, not made yet. */
	readonly data: string;
	/** Where the server's log goes unless its caller has a place for it. */
	readonly log: string;
	/** A folder that the server's user can enter, for a copy of its programs. */
	readonly spare: string;
	/** The folders that go when the server ends, with everything in them. */
	readonly folders: readonly string[];
}

/** What `owner.json` in a run's folder says, so that the next start finds what a killed one left. */
interface Note {
	readonly owner: number;
	readonly temporary: string;
}

const runPrefix = "server-";
const temporaryPrefix = "hub-postgres-";
const noteName = "owner.json";
const dataName = "data";

/**
 * Makes the folders of an embedded server, after stopping and removing what an earlier one left in
 * `folder`. Each run has a folder of its own there, since the watcher of a killed one may still be
 * busy with its own. The data lie in the temporary folder if the server's user cannot enter `folder`.
 *
 * @throws UserError `environment` when a living process uses the folder, or no folder is open to the server's user.
 */
export async function makeClusterHome(folder: string, user: ServerUser): Promise<ClusterHome> {
	await mkdir(folder, { recursive: true });
	const real = await realpath(folder);
	for (const name of await readdir(real)) if (name.startsWith(runPrefix)) await clearLeftover(join(real, name));
	const run = await makeOpenFolder(join(real, runPrefix));
	const temporary = await makeTemporary(user);
	const note: Note = { owner: process.pid, temporary };
	await writeFile(join(run, noteName), `${JSON.stringify(note)}\n`);
	const data = join(canEnter(user, run) ? run : temporary, dataName);
	return { data, log: join(run, "server.log"), spare: temporary, folders: [temporary, run] };
}

/** Removes the folders of a server that has ended. */
export async function removeClusterHome({ folders }: ClusterHome): Promise<void> {
	for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

async function makeOpenFolder(prefix: string): Promise<string> {
	const folder = await mkdtemp(prefix);
	await chmod(folder, 0o755);
	return folder;
}

async function makeTemporary(user: ServerUser): Promise<string> {
	for (const folder of [tmpdir(), "/tmp", "/var/tmp"]) {
		if (canEnter(user, folder)) return makeOpenFolder(join(await realpath(folder), temporaryPrefix));
	}
	throw new UserError(
		"environment",
		"PostgreSQL does not run as root, and the account 'nobody' can enter no temporary folder here. Set TMPDIR to a folder that everyone can enter, or run this as an ordinary user.",
	);
}

async function clearLeftover(run: string): Promise<void> {
	const note = await readNote(join(run, noteName));
	const folders = note && basename(note.temporary).startsWith(temporaryPrefix) ? [note.temporary, run] : [run];
	for (const folder of folders) {
		const server = await runningServer(join(folder, dataName));
		if (server === undefined) continue;
		if (note && isRunning(note.owner)) {
			throw new UserError(
				"environment",
				`The database server in ${run} is in use by another run of the hub (process ${note.owner}). Wait until it ends, or end it.`,
			);
		}
		process.kill(server, "SIGQUIT");
		for (let tries = 0; tries < 100 && isRunning(server); tries++) await new Promise((done) => setTimeout(done, 50));
	}
	for (const folder of folders) await rm(folder, { recursive: true, force: true });
}

async function readNote(file: string): Promise<Note | undefined> {
	try {
		const { owner, temporary } = JSON.parse(await readFile(file, "utf8"));
		return typeof owner === "number" && typeof temporary === "string" ? { owner, temporary } : undefined;
	} catch {
		return undefined;
	}
}

/** The process of a server that runs on the data folder; a number that another program has by now does not count. */
async function runningServer(data: string): Promise<number | undefined> {
	const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
	const pid = Number.parseInt(text, 10);
	if (!(pid > 1) || !isRunning(pid)) return undefined;
	return (await commandLine(pid)).includes(data) ? pid : undefined;
}

async function commandLine(pid: number): Promise<string> {
	try {
		return await readFile(`/proc/${pid}/cmdline`, "utf8");
	} catch {
		// macOS has no /proc.
		try {
			return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
		} catch {
			return "";
		}
	}
}
