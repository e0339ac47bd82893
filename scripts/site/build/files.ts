import { lstat, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { formFiles } from "../dictionary/form-files.ts";
import { machineFiles } from "../machines/files.ts";
import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import { registerFiles } from "../register/files.ts";
import { requestFiles } from "../request/files.ts";
import { searchFiles } from "../search/catalogue.ts";

/** The functions that make the files, one a family. Each yields one file after the other, so that few are in memory. */
export const fileFamilies: readonly ((reading: SiteReading) => Iterable<SiteFile> | AsyncIterable<SiteFile>)[] = [
	formFiles,
	machineFiles,
	searchFiles,
	registerFiles,
	requestFiles,
];

/** How many files are written at once: one by one, most of the time would go into waiting. */
const writtenAtOnce = 32;

/** Writes all files into a folder, each at its path. */
export async function writeFiles(reading: SiteReading, folder: string): Promise<void> {
	const folders = new Map<string, Promise<unknown>>();
	const write = async ({ path, text }: SiteFile): Promise<void> => {
		const file = join(folder, path);
		const parent = dirname(file);
		const made = folders.get(parent) ?? mkdir(parent, { recursive: true });
		folders.set(parent, made);
		await made;
		await writeFile(file, text);
	};
	for (const family of fileFamilies) {
		let files: SiteFile[] = [];
		for await (const file of family(reading)) {
			files.push(file);
			if (files.length < writtenAtOnce) continue;
			await Promise.all(files.map(write));
			files = [];
		}
		await Promise.all(files.map(write));
	}
}

/**
 * Moves everything in a folder into another that may hold folders of the same names.
 *
 * @throws Error if both hold a file of the same name: two parts of the site would claim one address
 */
export async function moveInto(from: string, to: string): Promise<void> {
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		const there = await lstat(target).catch(() => undefined);
		if (there === undefined) await rename(source, target);
		else if (there.isDirectory() && entry.isDirectory()) await moveInto(source, target);
		else throw new Error(`two parts of the site claim the address ${entry.name}`);
	}
}
