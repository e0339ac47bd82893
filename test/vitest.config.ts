import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Only this checkout's own tests are run: a clone within it (.hub/, a scratch folder) has tests too. */
export const notOurs = ["**/node_modules/**", ".hub/**"];

export default defineConfig({
	root: fileURLToPath(new URL("..", import.meta.url)),
	test: {
		include: ["test/**/*.test.ts"],
		// What takes minutes by itself is for `npm run test:long`.
		exclude: [...notOurs, "test/**/*.long.test.ts"],
		globalSetup: ["test/support/cluster.ts", "test/support/site-folder.ts"],
		setupFiles: ["test/support/property-seed.ts"],
		// Tests wait on PostgreSQL, git and ssh-keygen more than they compute.
		pool: "forks",
		maxWorkers: 3,
		// Far above what any takes: only a test that hangs is to fail by it, on a busy machine too.
		testTimeout: 180_000,
		hookTimeout: 300_000,
		teardownTimeout: 20_000,
	},
});
