import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
	interface ProvidedContext {
		/** The folder of the records and sites that the tests of this run share. */
		readonly siteFolder: string;
	}
}

/** Gives the tests of a run a folder for what they make once and share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), "hub-test-site-"));
	project.provide("siteFolder", folder);
	return () => rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
