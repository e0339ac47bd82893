import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, inject } from "vitest";
import type { Audience } from "../../scripts/site/audience/level.ts";
import { type ServedSite, serveSite } from "../../scripts/site/build/serve.ts";
import { readSite, type SiteReading } from "../../scripts/site/reading/reading.ts";
import { madeOnce } from "./once.ts";
import { makeSiteRecords } from "./site-records.ts";

const run = promisify(execFile);
const product = join(import.meta.dirname, "../..");

/** A finished site of the test run, served. */
export interface TestSite extends ServedSite {
	/** Its files. Shared with other tests: only to be read. */
	readonly folder: string;
}

/**
 * The demonstration's records repository, with approvals and deliveries. Made once a run and shared: only to be read,
 * or copied.
 */
export async function siteRecords(): Promise<string> {
	return join(await madeOnce(join(await shared(), "hub"), makeSiteRecords), "records");
}

/** What the contents of the demonstration's site are made from, for one audience. */
export async function siteReading(
	audience: Audience,
	{ base = "/", now = new Date() }: { readonly base?: string; readonly now?: Date } = {},
): Promise<SiteReading> {
	return readSite({ root: await siteRecords(), audience, base, now });
}

/**
 * The demonstration's site, built by `hub site build` once a run for each audience and base, and served until the test
 * file ends.
 */
export async function builtSite(audience: Audience, base = "/"): Promise<TestSite> {
	return serve(await buildOnce(audience, base, `${audience}-${base.replaceAll("/", "_")}`, await siteRecords()), base);
}

/**
 * Other records, made once a run under a name of their own and shared: only to be read, or copied.
 *
 * @param makeRecords makes them in `records` of the folder that it is given
 */
export async function recordsOf(name: string, makeRecords: (folder: string) => Promise<void>): Promise<string> {
	return join(await madeOnce(join(await shared(), `${name}-records`), makeRecords), "records");
}

/** The internal site of other records, see {@link recordsOf}; built once a run. */
export async function builtSiteOf(name: string, makeRecords: (folder: string) => Promise<void>): Promise<TestSite> {
	return serve(await buildOnce("internal", "/", name, await recordsOf(name, makeRecords)), "/");
}

/** Runs `hub site build` in a process of its own. Rejects with its `code`, `stdout` and `stderr` where it fails. */
export async function buildByCommand(options: {
	readonly root: string;
	readonly audience: Audience;
	readonly base: string;
	readonly out: string;
}): Promise<{ readonly stdout: string; readonly stderr: string }> {
	const { root, audience, base, out } = options;
	const flags = ["--root", root, "--audience", audience, "--base", base, "--out", out];
	// Vitest sets what Vite looks at, so that Astro would make other pages.
	const ours = ["NODE_ENV", "BASE_URL", "MODE", "DEV", "PROD", "SSR"];
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.includes(name)));
	return run(process.execPath, [join(product, "scripts/hub.ts"), "site", "build", ...flags], { env });
}

async function buildOnce(audience: Audience, base: string, name: string, root: string): Promise<string> {
	return madeOnce(join(await shared(), `site-${name}`), async (out) => {
		await buildByCommand({ root, audience, base, out });
	});
}

async function serve(folder: string, base: string): Promise<TestSite> {
	const served = await serveSite(folder, { base, port: 0 });
	afterAll(served.stop);
	return { ...served, folder };
}

/** The folder for what this run's tests make of the product as it stands: another one once a file has changed. */
async function shared(): Promise<string> {
	const digest = createHash("sha256");
	for (const folder of ["scripts", "site", "dictionary", "requests", "test/support"]) {
		const files = await readdir(join(product, folder), { recursive: true, withFileTypes: true });
		for (const file of files.filter((entry) => entry.isFile() && !entry.parentPath.includes("/."))) {
			const path = join(file.parentPath, file.name);
			const { size, mtimeMs } = await stat(path);
			digest.update(`${path} ${size} ${mtimeMs}\n`);
		}
	}
	return madeOnce(join(inject("siteFolder"), digest.digest("hex").slice(0, 16)), (unfinished) => mkdir(unfinished));
}
