import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { productFolder } from "../../issue/product.ts";
import type { Audience } from "../audience/level.ts";

/** What Astro is told. */
export interface PagesToMake {
	readonly audience: Audience;
	readonly base: string;
	/** The folder of what the pages show. */
	readonly contents: string;
	/** The folder for the finished pages, absent so far. */
	readonly pages: string;
	/** A folder for Astro's own use. */
	readonly cache: string;
}

/**
 * Variables of ours that Astro's process may see. None of the hub's settings, which have no business in a page's code,
 * and none with which a person would change what Astro makes.
 */
const environmentNames = ["PATH", "HOME", "TMPDIR", "LANG"];

/**
 * What keeps Node from taking memory for speed: new objects of a site die young in great numbers, and room for fewer of
 * them at a time, with old ones looked through more often, takes a third less and no longer.
 */
const frugal = ["--max-semi-space-size=4", "--heap-growing-percent=20"];

/**
 * Has Astro make the pages, in a process of its own and below the folder of the pages: it may be the only one that can
 * be written, and of two builds at once each would take the other's parts. Its warnings go to standard error.
 *
 * @throws Error if it fails: a defect of the site, since what the pages show was checked before
 */
export async function makePages(made: PagesToMake): Promise<void> {
	const project = join(productFolder(), "site");
	const seen = environmentNames.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
	const child = spawn(process.execPath, [...frugal, join(project, "build.js"), JSON.stringify({ project, ...made })], {
		cwd: dirname(made.pages),
		env: { ...Object.fromEntries(seen), ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production", BASE_URL: made.base },
		// The last lets it notice when we are gone, however we ended.
		stdio: ["ignore", 2, 2, "ipc"],
	});
	const ended = await new Promise<string | undefined>((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => resolve(code === 0 ? undefined : `ended with ${code ?? signal}`));
	});
	if (ended !== undefined) throw new Error(`Astro could not make the pages: it ${ended}`);
}
