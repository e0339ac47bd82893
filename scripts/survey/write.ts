import { randomUUID } from "node:crypto";
import { lstat, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../issue/user-error.ts";
import type { PlannedPage } from "./plan.ts";

/**
 * Writes the pages that change. Each is written beside its place and then moved there, so that a
 * page is the old one or the new one whenever the survey is stopped.
 *
 * @param root the records repository
 * @throws UserError `environment` if a page cannot be written, or a link stands on the way
 */
export async function writePages(root: string, pages: readonly PlannedPage[]): Promise<void> {
	for (const { path, text } of pages) {
		if (text === undefined) continue;
		try {
			await refuseLinks(root, path);
			await replaceFile(join(root, path), text);
		} catch (failure) {
			if (failure instanceof UserError) throw failure;
			const code = (failure as NodeJS.ErrnoException).code ?? "unknown error";
			throw new UserError("environment", `${path}: cannot be written (${code}). Check the folder's rights and space.`);
		}
	}
}

async function replaceFile(file: string, text: string): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	const temporary = join(dirname(file), `.survey-${randomUUID()}.tmp`);
	try {
		const handle = await open(temporary, "wx", 0o644);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, file);
	} catch (failure) {
		await rm(temporary, { force: true });
		throw failure;
	}
}

/** A link in the records could lead a page to any place the custodian may write to. */
async function refuseLinks(root: string, path: string): Promise<void> {
	let place = root;
	for (const part of path.split("/")) {
		place = join(place, part);
		const stats = await lstat(place).catch((failure: NodeJS.ErrnoException) => {
			if (failure.code === "ENOENT") return undefined;
			throw failure;
		});
		if (stats === undefined) return;
		if (stats.isSymbolicLink()) {
			throw new UserError("environment", `${path}: a link stands on the way. Records may not hold links: remove it.`);
		}
	}
}
