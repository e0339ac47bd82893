import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createArchive } from "../../scripts/package/archive.ts";
import { temporaryFolder } from "../support/folder.ts";

const has7z = spawnSync("7z", ["--help"]).status === 0;
const salt = randomBytes(32);
const at = new Date("2026-03-31T09:30:00Z");
const sha256 = (...parts: (Buffer | string)[]) => {
	const hash = createHash("sha256");
	for (const part of parts) hash.update(part);
	return hash.digest("hex");
};

async function archiveOf(files: Record<string, Readable | Buffer>) {
	const file = join(temporaryFolder(), "made.zip");
	const archive = createArchive({ file, password: "correct horse", salt, at });
	const added = [];
	for (const [path, content] of Object.entries(files)) added.push(await archive.add(path, content));
	return { file, added, whole: await archive.close() };
}

describe("an encrypted archive", () => {
	it("says of each file and of itself exactly what was written", async () => {
		const large = randomBytes(300_000);
		const { file, added, whole } = await archiveOf({
			"data/a.csv": Readable.from([large.subarray(0, 7), large.subarray(7)]),
			"empty.txt": Buffer.alloc(0),
		});
		expect(added).toEqual([
			{ path: "data/a.csv", bytes: large.length, sha256: sha256(large), saltedSha256: sha256(salt, large) },
			{ path: "empty.txt", bytes: 0, sha256: sha256(""), saltedSha256: sha256(salt) },
		]);
		const bytes = readFileSync(file);
		expect(whole).toEqual({ bytes: bytes.length, sha256: sha256(bytes) });
	});

	it("can be read by its owner only and shows no content", async () => {
		const { file } = await archiveOf({ "data/a.csv": Buffer.from("canary-value,".repeat(1000)) });
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readFileSync(file).includes("canary-value")).toBe(false);
	});

	it("does not overwrite a file", async () => {
		const { file } = await archiveOf({ "a.txt": Buffer.from("a") });
		const before = readFileSync(file);
		const again = createArchive({ file, password: "x", salt, at });
		await expect(again.add("a.txt", Buffer.from("b")).then(() => again.close())).rejects.toMatchObject({
			code: "EEXIST",
		});
		await again.abort();
		expect(readFileSync(file)).toEqual(before);
	});

	it("rejects when a source breaks off, and can then be given up", async () => {
		const archive = createArchive({ file: join(temporaryFolder(), "made.zip"), password: "x", salt, at });
		const broken = Readable.from(
			(function* () {
				yield Buffer.from("some");
				throw new Error("the connection was lost");
			})(),
		);
		await expect(archive.add("data/a.csv", broken)).rejects.toThrow("the connection was lost");
		await archive.abort();
	});

	it.skipIf(!has7z)(`is opened by 7-Zip${has7z ? "" : " (skipped: 7z is not installed here)"}`, async () => {
		const content = randomBytes(100_000).toString("base64");
		const { file } = await archiveOf({
			"data/a.csv": Readable.from([Buffer.from(content)]),
			"salt.txt": Buffer.from("s"),
		});
		expect(execFileSync("7z", ["t", "-pcorrect horse", file], { encoding: "utf8" })).toContain("Everything is Ok");
		expect(execFileSync("7z", ["x", "-so", "-pcorrect horse", file, "data/a.csv"], { encoding: "utf8" })).toBe(content);
		expect(execFileSync("7z", ["l", "-slt", file], { encoding: "utf8" })).toContain("Method = AES-256 Deflate");
		expect(spawnSync("7z", ["t", "-pwrong", file]).status).not.toBe(0);
	});
});
