import { dirname, join, resolve } from "node:path";
import { productFolder } from "../init/product.ts";
import type { Audience } from "./audience.ts";
import { writeContents } from "./contents.ts";
import { writeFiles } from "./files.ts";
import { inPlaceOf } from "./finished-folder.ts";
import { readSite } from "./reading.ts";
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
	/** Whether its pages tell what an audit of all deliveries finds; true without it. It takes time where there are thousands. */
	readonly verify?: boolean;
	/** Told what is being done, as it is begun. */
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
export async function buildSite({
	root,
	audience,
	base,
	out,
	now,
	verify = true,
	progress,
}: SiteOptions): Promise<BuiltSite> {
	const folder = resolve(out);
	return inPlaceOf(folder, async (making) => {
		const [contents, pages, cache] = ["contents", "pages", "cache"].map((name) => join(making, name)) as [
			string,
			string,
			string,
		];
		progress("Checking the records");
		const reading = await readSite({ root, audience, base, now, verify });
		progress("Putting together what the pages show");
		await writeContents(reading, contents);
		progress("Making the pages");
		await makePages({ audience, base, contents, pages, cache });
		await writeFiles(reading, pages);
		progress("Indexing their words");
		const { pages: count } = await indexSearch(pages);
		return { finished: pages, result: { folder, commit: reading.commit, pages: count } };
	});
}

/** Has Astro make the pages. It is loaded here and not before: no other command needs it. */
async function makePages(made: {
	readonly audience: Audience;
	readonly base: string;
	readonly contents: string;
	readonly pages: string;
	readonly cache: string;
}): Promise<void> {
	// Astro would tell its makers about each build, and make other pages for whoever sets one of the other two.
	Object.assign(process.env, { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production", BASE_URL: made.base });
	const { build } = await import("astro");
	const { siteConfig } = await import("../../site/config.js");
	// Where the pages do not lie below the working folder, Astro makes its parts in a folder within that one: it may be
	// read-only, and of two builds at once each would take the other's.
	const before = process.cwd();
	process.chdir(dirname(made.pages));
	try {
		await build({ ...siteConfig({ project: join(productFolder(), "site"), ...made }), logLevel: "warn" });
	} finally {
		process.chdir(before);
	}
}
