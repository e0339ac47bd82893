import { execFileSync, spawnSync } from "node:child_process";
import { UserError } from "../issue/user-error.ts";

/** The account that runs a database server: ourselves, or another one when we are root. */
export interface ServerUser {
	/** Both absent when the server runs as the account we run as. */
	readonly uid?: number;
	readonly gid?: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to `nobody`; anyone else runs it themselves.
 *
 * @throws UserError `environment` when root has no such account to use.
 */
export function serverUser(): ServerUser {
	if (process.getuid?.() !== 0) return {};
	try {
		return { uid: idOf("-u"), gid: idOf("-g") };
	} catch {
		throw new UserError(
			"environment",
			"PostgreSQL does not run as root, and this machine has no account 'nobody' to run it as. Run this as an ordinary user.",
		);
	}
}

function idOf(option: "-u" | "-g"): number {
	const text = execFileSync("id", [option, "nobody"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
	// macOS writes -2, which the system takes as an unsigned number.
	return Number(text) >>> 0;
}

/**
 * Options for `spawn` to run a PostgreSQL program as this user. The environment is a closed list:
 * a locale that every system has, and none of the caller's PG…, LC_… and TZ settings.
 */
export function spawnOptions(user: ServerUser) {
	return { ...user, env: { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } };
}

/** Whether the user can enter the folder, tried rather than worked out, so that ACLs count. */
export function canEnter(user: ServerUser, folder: string): boolean {
	return spawnSync("/bin/sh", ["-c", 'cd -- "$0"', folder], { ...spawnOptions(user), cwd: "/" }).status === 0;
}
