import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

/** A new empty folder, removed when the test file that asked for it ends. Its path has no links in it. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(realpathSync(tmpdir()), "hub-test-"));
	made.push(folder);
	return folder;
}

afterAll(() => {
	for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
