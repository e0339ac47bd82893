import { execFileSync, spawnSync } from "node:child_process";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createArchive } from "../../scripts/package/archive.ts";
import { readZipDirectory } from "../../scripts/package/zip-directory.ts";
import { extractZipEntry } from "../../scripts/package/zip-entry.ts";
import { temporaryFolder } from "../support/folder.ts";

const has7z = spawnSync("7z", ["--help"]).status === 0;
const mebibyte = 1024 * 1024;
const wide = 2 ** 32;
const password = "correct horse";
const options = { password, salt: Buffer.alloc(32), at: new Date("2026-03-31T09:30:00Z") };

async function* rows(mebibytes: number) {
	const block = Buffer.alloc(mebibyte, "a,b\n");
	for (let number = 0; number < mebibytes; number++) yield block;
}

/** An archive of a file of 4.3 GiB and of a small one behind it. */
async function wideArchive(level: number): Promise<string> {
	const file = join(temporaryFolder(), "wide.zip");
	const archive = createArchive({ file, level, ...options });
	await archive.add("data/large.csv", rows(4404));
	await archive.add("data/last.csv", Buffer.from("a,b\n"));
	await archive.close();
	return file;
}

describe(`a file of 4.3 GiB${has7z ? "" : " (7z is not installed here and was not asked)"}`, () => {
	it.each([
		["compressed, so that only its size needs zip64", 1, [true, false, false], [false, false, false]],
		["not compressed, so that the archive's end needs it too", 0, [true, true, false], [false, false, true]],
	])(
		"is read by the hub, and by 7-Zip without a warning: %s",
		{ timeout: 1_800_000 },
		async (_case, level, large, last) => {
			const file = await wideArchive(level);
			const handle = await open(file, "r");
			const entries = await readZipDirectory(handle);
			const isWide = entries.map(({ bytes, storedBytes, headerAt }) =>
				[bytes, storedBytes, headerAt].map((number) => number > wide),
			);
			expect(isWide).toEqual([large, last]);
			for (const entry of entries) {
				let read = 0;
				const count = new Writable({
					write(chunk: Buffer, _encoding, done) {
						read += chunk.length;
						done();
					},
				});
				await extractZipEntry(handle, entry, password, count);
				expect(read).toBe(entry.bytes);
			}
			await handle.close();

			if (!has7z) return;
			const { stdout, stderr, status } = spawnSync("7z", ["t", `-p${password}`, file], { encoding: "utf8" });
			expect(status).toBe(0);
			expect(stdout).toContain("Everything is Ok");
			expect(`${stdout}${stderr}`).not.toMatch(/warning|error/i);
			expect(execFileSync("7z", ["x", "-so", `-p${password}`, file, "data/last.csv"]).toString()).toBe("a,b\n");
		},
	);
});
