import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { formFiles } from "./form-files.ts";
import { machineFiles } from "./machine-files.ts";
import type { SiteReading } from "./reading.ts";
import { registerFiles } from "./register-files.ts";
import { requestFiles } from "./request-files.ts";
import { searchFiles } from "./search-catalogue.ts";

/** A file of the site that is no page: for machines, or for a script of a page to fetch. */
export interface SiteFile {
	/** Where it stands on the site, such as `machines/catalogue.json`. */
	readonly path: string;
	readonly text: string;
}

/** What gives the files, one function a family. Each hands over one file after the other, so that few are in memory. */
export const fileFamilies: readonly ((reading: SiteReading) => Iterable<SiteFile> | AsyncIterable<SiteFile>)[] = [
	formFiles,
	machineFiles,
	searchFiles,
	registerFiles,
	requestFiles,
];

/** Writes all files among the finished pages. */
export async function writeFiles(reading: SiteReading, pages: string): Promise<void> {
	for (const family of fileFamilies) {
		for await (const { path, text } of family(reading)) {
			const file = join(pages, path);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, text);
		}
	}
}
