import { mkdir, mkdtemp, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderTree } from "../git/file-tree.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { UserError } from "../issue/user-error.ts";
import type { LoadPlan } from "./plan.ts";

/**
 * Writes pages so that each is the old one or the new one whenever this is stopped. All are on the disk before the
 * first takes its place; until then nothing has changed.
 *
 * @throws UserError `environment` if a page cannot be written, was changed meanwhile, or a link stands on the way
 */
export async function replacePages(root: string, pages: LoadPlan["pages"]): Promise<void> {
	if (pages.size === 0) return;
	const tree = folderTree(root);
	try {
		await mkdir(join(root, ".hub"), { recursive: true });
		// Beside the records, on the same disk, where git does not look.
		const folder = await mkdtemp(join(root, ".hub", "load-"));
		try {
			const moves = [...pages].map(([path, page], at) => ({ ...page, path, from: join(folder, `${at}.md`) }));
			await mapConcurrently(moves, ({ from, after }) => writeDurably(from, after));
			await mapConcurrently(moves, async ({ path, before }) => {
				// The tree follows no links: what lies behind one is not there.
				const current = await tree.read(path);
				if (current === undefined || !before.equals(current)) throw changed(path);
			});
			for (const { from, path } of moves) await rename(from, join(root, path));
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	} catch (failure) {
		throw notWritten("the dictionary's pages", failure);
	}
}

/**
 * Writes a new file under the first of these names that is free, and gives the name.
 *
 * @throws UserError `environment` if it cannot be written
 */
export async function writeBeside(names: Iterable<string>, text: string): Promise<string> {
	for (const name of names) {
		try {
			await writeFile(name, text, { flag: "wx" });
			return name;
		} catch (failure) {
			if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw notWritten(name, failure);
		}
	}
	throw new UserError("environment", "All names for the file of conflicts are taken. Remove some.");
}

async function writeDurably(file: string, text: string): Promise<void> {
	const handle = await open(file, "wx", 0o644);
	try {
		await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

function changed(path: string): UserError {
	return new UserError("environment", `${path}: was changed meanwhile, so nothing was loaded. Load the form again.`);
}

function notWritten(what: string, failure: unknown): UserError {
	if (failure instanceof UserError) return failure;
	const code = (failure as NodeJS.ErrnoException).code ?? "unknown error";
	return new UserError("environment", `${what}: cannot be written (${code}). Check the folder's rights and space.`);
}
