import { lstat, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isRunning } from "../../database/running.ts";
import { UserError } from "../../issue/user-error.ts";
import { quoted } from "../../text/quote.ts";

/** The file in every finished folder that lists what was put there, so that nothing else is ever deleted. */
const contentsList = ".hub-contents";

/**
 * Makes a folder's content anew, beside it, and puts it in its place when it is finished. Until then, and if the work
 * fails, the old content stays. If two run at once, the one that finishes last wins. What a killed run left behind is
 * deleted first.
 *
 * @param wanted the folder, or a link to it: absent, empty, or made by an earlier run
 * @param work is given an empty folder, removed afterwards, and gives the finished one within it
 * @throws UserError `usage` if the folder holds anything else; `environment` if nothing can be written there, or the
 *   folder cannot be replaced since something is mounted there
 */
export async function inPlaceOf<T>(
	wanted: string,
	work: (making: string) => Promise<{ finished: string; result: T }>,
): Promise<T> {
	const folder = await realpath(wanted).catch(() => wanted);
	await checkOurs(folder);
	const making = `${folder}.making-${process.pid}`;
	try {
		await mkdir(dirname(folder), { recursive: true });
		await clearLeftovers(folder);
		// Until it is finished nobody else may read it; the finished folder is as open as others.
		await mkdir(making, { mode: 0o700 });
	} catch (failure) {
		const { code = "unknown error" } = failure as NodeJS.ErrnoException;
		throw new UserError("environment", `${making}: cannot be made (${code}). Name a folder that you may write beside.`);
	}
	try {
		const { finished, result } = await work(making);
		await writeFile(join(finished, contentsList), `${(await readdir(finished)).join("\n")}\n`);
		await replace(folder, finished, join(making, "before"));
		return result;
	} finally {
		await rm(making, { recursive: true, force: true });
	}
}

/** Refuses a folder with anything else in it, such as somebody's home or a repository, which would be deleted. */
async function checkOurs(folder: string): Promise<void> {
	const there = await lstat(folder).catch(unlessAbsent);
	if (there === undefined) return;
	const refused = (why: string) =>
		new UserError(
			"usage",
			`${folder}: ${why}, and the site would take its place. Name a folder that is absent or empty, or one that an earlier build made.`,
		);
	if (!there.isDirectory()) throw refused("this is no folder");
	const ours = await readFile(join(folder, contentsList), "utf8").catch(unlessAbsent);
	const known = new Set([contentsList, ...(ours ?? "").split("\n")]);
	const foreign = (await readdir(folder)).find((name) => !known.has(name));
	if (foreign !== undefined) throw refused(`this holds ${quoted(foreign)}, which no build put there`);
}

async function replace(folder: string, finished: string, before: string): Promise<void> {
	for (let tries = 1; ; tries++) {
		try {
			await rename(folder, `${before}-${tries}`).catch(unlessAbsent);
			return await rename(finished, folder);
		} catch (failure) {
			// Another run has just put its own there.
			const { code } = failure as NodeJS.ErrnoException;
			if (tries < 20 && (code === "ENOTEMPTY" || code === "EEXIST")) continue;
			await rename(`${before}-${tries}`, folder).catch(() => {});
			if (code !== "EBUSY" && code !== "EXDEV") throw failure;
			throw new UserError(
				"environment",
				`${folder}: something is mounted there, so it cannot be replaced. Name a folder within it.`,
			);
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

function unlessAbsent(failure: NodeJS.ErrnoException): undefined {
	if (failure.code !== "ENOENT" && failure.code !== "ENOTDIR") throw failure;
}
