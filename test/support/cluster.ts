import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startCluster } from "../../scripts/database/cluster.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** Superuser's address of the one PostgreSQL server of this test run. */
		readonly clusterUrl: string;
		/** Password of the demo hospital's read-only login, one for the run as logins belong to the server. */
		readonly readerPassword: string;
	}
}

/** Starts the one PostgreSQL server that all tests of a run share, each in databases of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), "hub-test-cluster-"));
	const cluster = await startCluster({ folder, durable: false });
	project.provide("clusterUrl", cluster.url);
	project.provide("readerPassword", randomBytes(18).toString("base64url"));
	return async () => {
		await cluster.stop();
		await rm(folder, { recursive: true, force: true });
	};
}
