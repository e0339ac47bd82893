import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { isRunning } from "../../scripts/database/running.ts";

/**
 * Makes a folder once for all processes that ask for it: the first makes it, the others wait. What stands under the
 * name is whole, since it is made under another and renamed.
 *
 * @param make fills the folder whose path it is given; that folder does not exist yet
 * @returns the folder
 */
export async function madeOnce(folder: string, make: (unfinished: string) => Promise<void>): Promise<string> {
	const lock = `${folder}.lock`;
	while (!existsSync(folder)) {
		if (!(await takes(lock))) {
			await setTimeout(100);
			continue;
		}
		const unfinished = `${folder}.making-${process.pid}`;
		try {
			if (existsSync(folder)) break;
			await make(unfinished);
			await rename(unfinished, folder);
		} finally {
			await rm(unfinished, { recursive: true, force: true });
			await rm(lock, { force: true });
		}
	}
	return folder;
}

async function takes(lock: string): Promise<boolean> {
	try {
		await writeFile(lock, String(process.pid), { flag: "wx" });
		return true;
	} catch (failure) {
		if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure;
	}
	// A killed run leaves its lock behind.
	const holder = Number(await readFile(lock, "utf8").catch(() => ""));
	if (holder > 0 && !isRunning(holder)) await rm(lock, { force: true });
	return false;
}
