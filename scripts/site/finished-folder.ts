import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isRunning } from "../database/running.ts";

/**
 * Makes a folder's content anew, beside it, and puts it in its place when it is finished. Until then, and if the work
 * fails, what stood there stays. Of two at once the one that finishes last is seen. What a killed run left behind is
 * cleared away first.
 *
 * @param work is given an empty folder, removed afterwards, and gives the finished one within it
 */
export async function inPlaceOf<T>(
	folder: string,
	work: (making: string) => Promise<{ finished: string; result: T }>,
): Promise<T> {
	await mkdir(dirname(folder), { recursive: true });
	await clearLeftovers(folder);
	const making = `${folder}.making-${process.pid}`;
	try {
		await mkdir(making);
		const { finished, result } = await work(making);
		await replace(folder, finished, join(making, "before"));
		return result;
	} finally {
		await rm(making, { recursive: true, force: true });
	}
}

async function replace(folder: string, finished: string, before: string): Promise<void> {
	for (let tries = 1; ; tries++) {
		await rename(folder, `${before}-${tries}`).catch(unlessAbsent);
		try {
			return await rename(finished, folder);
		} catch (failure) {
			// Another run has just put its own there.
			const { code } = failure as NodeJS.ErrnoException;
			if (tries === 20 || (code !== "ENOTEMPTY" && code !== "EEXIST")) throw failure;
		}
	}
}

async function clearLeftovers(folder: string): Promise<void> {
	for (const name of await readdir(dirname(folder))) {
		const left = name.startsWith(`${basename(folder)}.making-`) ? Number(name.slice(name.lastIndexOf("-") + 1)) : 0;
		if (left > 0 && (left === process.pid || !isRunning(left))) {
			await rm(join(dirname(folder), name), { recursive: true, force: true });
		}
	}
}

function unlessAbsent(failure: NodeJS.ErrnoException): void {
	if (failure.code !== "ENOENT") throw failure;
}
