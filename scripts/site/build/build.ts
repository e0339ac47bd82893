import { join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Audience } from "../audience/level.ts";
import { readSite } from "../reading/reading.ts";
import { writeContents } from "./contents.ts";
import { moveInto, writeFiles } from "./files.ts";
import { inPlaceOf } from "./finished-folder.ts";
import { makePages } from "./make-pages.ts";
import { indexSearch } from "./search-index.ts";

/** What a site is built from and for. */
export interface SiteOptions {
	/** The records repository. */
	readonly root: string;
	readonly audience: Audience;
	/** Where the site will begin on its server, with a slash at both ends. */
	readonly base: string;
	/** The folder for the finished site. What stands there is replaced at the end, all at once. */
	readonly out: string;
	readonly now: Date;
	/**
	 * Whether its pages tell what an audit of all deliveries finds; true by default. The audit takes long where there are
	 * thousands.
	 */
	readonly verify?: boolean;
	/** Called with what is being done, as each step begins. */
	readonly progress: (line: string) => void;
}

/** A finished site. */
export interface BuiltSite {
	readonly folder: string;
	/** The commit it shows. */
	readonly commit: string;
	readonly pages: number;
}

/**
 * Builds the site: checks the records, writes what the pages show, has Astro make the pages and Pagefind the index of
 * their words. Until all of it has gone well the folder holds what it held before.
 *
 * @throws UserError as `readSite` does.
 */
export async function buildSite(options: SiteOptions): Promise<BuiltSite> {
	const { audience, base, out, progress } = options;
	const folder = resolve(out);
	return inPlaceOf(folder, async (making) => {
		const [contents, files, pages, cache] = ["contents", "files", "pages", "cache"].map((name) =>
			join(making, name),
		) as [string, string, string, string];
		const commit = await prepare(options, contents, files);
		await freeMemory();
		progress("Making the pages");
		await makePages({ audience, base, contents, pages, cache });
		await moveInto(files, pages);
		progress("Indexing their words");
		const { pages: count } = await indexSearch(pages);
		return { finished: pages, result: { folder, commit, pages: count } };
	});
}

/** Writes what the pages show, and the files that are no pages; gives the commit they show. */
async function prepare(
	{ root, audience, base, now, verify = true, progress }: SiteOptions,
	contents: string,
	files: string,
): Promise<string> {
	progress("Checking the records");
	const reading = await readSite({ root, audience, base, now, verify });
	progress("Putting together what the pages show");
	await writeContents(reading, contents);
	await writeFiles(reading, files);
	return reading.commit;
}

/** Gives back the memory of what is no longer needed; Node by itself would wait until it runs short. */
async function freeMemory(): Promise<void> {
	setFlagsFromString("--expose-gc");
	// The value that was awaited last is released only afterwards.
	await setImmediate();
	await runInNewContext("gc")({ type: "major", execution: "async", flavor: "last-resort" });
}
