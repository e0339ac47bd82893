import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isRunning } from "../database/running.ts";
import { undefinedIfAbsent } from "../git/file-tree.ts";
import { refuseLinks } from "../git/links.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { UserError } from "../issue/user-error.ts";
import { pagesFolder } from "../records/paths.ts";
import type { PlannedPage, SurveyPlan } from "./source-kind.ts";

/** A page on its way to its place, and the process that is writing it. */
const unfinished = /^\.survey-(\d+)-[0-9a-f-]+\.tmp$/;

/**
 * Writes the pages that change. Each is written beside its place and then moved there, so that a
 * page is the old one or the new one whenever the survey is stopped. What an earlier survey left
 * when it was killed goes first.
 *
 * @param root the records repository
 * @throws UserError `environment` if a page cannot be written, `invalid` if a link stands on the way
 */
export async function writePages(root: string, { source, pages }: Pick<SurveyPlan, "source" | "pages">): Promise<void> {
	await removeUnfinished(root, pagesFolder(source));
	await mapConcurrently(pages, (page) => writePage(root, page));
}

async function writePage(root: string, { path, text, movedFrom }: PlannedPage): Promise<void> {
	// Moved before it is rewritten: killed in between, the page is whole and still says which table it was.
	if (movedFrom !== undefined) await orRefuse(root, movedFrom, () => move(root, movedFrom, path));
	if (text !== undefined) await orRefuse(root, path, () => replaceFile(join(root, path), text));
}

/** Changes something at a path of the records, and never through a link. */
async function orRefuse(root: string, path: string, change: () => Promise<void>): Promise<void> {
	try {
		await refuseLinks(root, path);
		await change();
	} catch (failure) {
		if (failure instanceof UserError) throw failure;
		const code = (failure as NodeJS.ErrnoException).code ?? "unknown error";
		throw new UserError("environment", `${path}: cannot be written (${code}). Check the folder's rights and space.`);
	}
}

async function removeUnfinished(root: string, folder: string): Promise<void> {
	await orRefuse(root, folder, async () => {
		for (const name of (await readdir(join(root, folder)).catch(undefinedIfAbsent)) ?? []) {
			// Another survey may be writing right now: its page must not be taken away.
			const writer = unfinished.exec(name)?.[1];
			if (writer !== undefined && !isRunning(Number(writer))) await rm(join(root, folder, name), { force: true });
		}
	});
}

async function move(root: string, from: string, to: string): Promise<void> {
	await refuseLinks(root, to);
	await rename(join(root, from), join(root, to));
}

async function replaceFile(file: string, text: string): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	const temporary = join(dirname(file), `.survey-${process.pid}-${randomUUID()}.tmp`);
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
