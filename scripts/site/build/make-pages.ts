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
 * The environment variables that Astro's process is given: none of the hub's settings, which a page's code must not
 * see, and none with which a person could change what Astro makes.
 */
const environmentNames = ["PATH", "HOME", "TMPDIR", "LANG"];

/**
 * Options with which Node takes a third less memory and no longer. Making a site creates many objects that are soon
 * dropped: Node gets less room for new ones, and looks through the old ones more often.
 */
const frugal = ["--max-semi-space-size=4", "--heap-growing-percent=20"];

/**
 * Has Astro make the pages in a process of its own. Its working folder is the one above the pages: no other may be
 * writable, and in a shared one two builds would use each other's intermediate files. Its warnings go to standard
 * error.
 *
 * @throws Error if it fails: a defect of the site, since what the pages show was checked before
 */
export async function makePages(made: PagesToMake): Promise<void> {
	const project = join(productFolder(), "site");
	const seen = environmentNames.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
	const child = spawn(process.execPath, [...frugal, join(project, "build.js"), JSON.stringify({ project, ...made })], {
		cwd: dirname(made.pages),
		env: { ...Object.fromEntries(seen), ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production", BASE_URL: made.base },
		// By `ipc` the process notices that this one has ended, however it ended.
		stdio: ["ignore", 2, 2, "ipc"],
	});
	const ended = await new Promise<string | undefined>((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => resolve(code === 0 ? undefined : `ended with ${code ?? signal}`));
	});
	if (ended !== undefined) throw new Error(`Astro could not make the pages: it ${ended}`);
}
