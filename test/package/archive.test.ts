import { execFileSync, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createArchive } from "../../scripts/package/archive.ts";
import { blockBytes } from "../../scripts/package/zip/deflate-blocks.ts";
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

	it("is the same in all that it tells of its files, however often it is made, and never the same itself", async () => {
		const files = { "data/a.csv": Buffer.from("a,b\n1,2\n".repeat(1000)), "b.txt": Buffer.from("b") };
		const [one, other] = [await archiveOf(files), await archiveOf(files)];
		expect(one.added).toEqual(other.added);
		expect(one.whole.bytes).toBe(other.whole.bytes);
		expect(one.whole.sha256).not.toBe(other.whole.sha256);
	});

	it("keeps sizes in its headers for a file of one block, and behind the data for a longer one", async () => {
		const { file } = await archiveOf({
			"short.csv": Buffer.alloc(blockBytes, "a"),
			"long.csv": Buffer.alloc(blockBytes + 1, "a"),
		});
		const bytes = readFileSync(file);
		const [short, long] = [bytes.indexOf("short.csv") - 30, bytes.indexOf("long.csv") - 30];
		expect(bytes.readUInt16LE(short + 6) & 8).toBe(0);
		expect(bytes.readUInt32LE(short + 22)).toBe(blockBytes);
		expect(bytes.readUInt16LE(long + 6) & 8).toBe(8);
		const behind = bytes.indexOf(Buffer.from("504b0708", "hex"), long);
		expect(bytes.readBigUInt64LE(behind + 16)).toBe(BigInt(blockBytes + 1));
	});

	it("can be given up in the middle of a file, and ends the source", async () => {
		const folder = temporaryFolder();
		const archive = createArchive({ file: join(folder, "made.zip"), password: "x", salt, at });
		const source = Readable.from(
			(function* () {
				for (let block = 0; block < 3; block++) yield randomBytes(blockBytes);
				throw new Error("the connection was lost");
			})(),
		);
		await archive.add("a.txt", Buffer.from("a"));
		await expect(archive.add("data/a.csv", source)).rejects.toThrow("the connection was lost");
		await archive.abort();
		expect(source.destroyed).toBe(true);
		rmSync(join(folder, "made.zip"));
		expect(readdirSync(folder)).toEqual([]);
	});

	it("rejects when it cannot be written, and ends the source", async () => {
		const archive = createArchive({ file: join(temporaryFolder(), "none", "made.zip"), password: "x", salt, at });
		const source = Readable.from(
			(function* () {
				for (;;) yield randomBytes(blockBytes);
			})(),
		);
		await expect(archive.add("data/a.csv", source)).rejects.toMatchObject({ code: "ENOENT" });
		expect(source.destroyed).toBe(true);
		await archive.abort();
	});
});

const with7z = has7z ? "" : " (skipped: 7z is not installed here)";

describe.skipIf(!has7z)(`7-Zip${with7z}`, () => {
	const sizes = [0, 1, 15, 16, 17, blockBytes - 1, blockBytes, blockBytes + 1, 3 * blockBytes, 3 * blockBytes + 7];
	const list = (file: string) => execFileSync("7z", ["l", "-slt", file], { encoding: "utf8" });
	const test = (file: string, password: string) =>
		spawnSync("7z", ["t", `-p${password}`, file], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
	const extract = (file: string, path: string) =>
		execFileSync("7z", ["x", "-so", "-pcorrect horse", file, path], { maxBuffer: 64 * 1024 * 1024 });

	it("opens it without a warning, whatever the sizes", async () => {
		const contents = Object.fromEntries(sizes.map((size) => [`data/n${size}.csv`, randomBytes(size)]));
		const { file } = await archiveOf(contents);
		const { stdout, stderr, status } = test(file, "correct horse");
		expect(status).toBe(0);
		expect(stdout).toContain("Everything is Ok");
		expect(`${stdout}${stderr}`).not.toMatch(/warning|error/i);
		for (const [path, content] of Object.entries(contents))
			expect(extract(file, path).equals(content), path).toBe(true);
	});

	it("sees AES-256 and no checksum, so AE-2, and the time of the delivery", async () => {
		const { file } = await archiveOf({ "data/a.csv": Buffer.from("words ".repeat(100)) });
		const said = execFileSync("7z", ["l", "-slt", file], { encoding: "utf8", env: { ...process.env, TZ: "UTC" } });
		expect(said).toContain("Method = AES-256 Deflate");
		expect(said).toContain("Encrypted = +");
		expect(said).toMatch(/^CRC = $/m);
		expect(said).toContain("Modified = 2026-03-31 09:30:00");
	});

	it("reads names in every script, and many files", async () => {
		const names = ["data/ß–漢.csv", "Ünïcode/ñ.txt", ...Array.from({ length: 300 }, (_, at) => `data/t${at}.csv`)];
		const { file } = await archiveOf(Object.fromEntries(names.map((name) => [name, Buffer.from(name)])));
		expect(test(file, "correct horse").status).toBe(0);
		const said = list(file);
		for (const name of names) expect(said).toContain(`Path = ${name}\n`);
		expect(extract(file, "data/ß–漢.csv").toString()).toBe("data/ß–漢.csv");
	});

	it("refuses a wrong password, and a changed byte wherever it is", async () => {
		const { file } = await archiveOf({ "data/a.csv": randomBytes(blockBytes + 500) });
		expect(test(file, "wrong").status).not.toBe(0);
		const bytes = readFileSync(file);
		const dataAt = 30 + "data/a.csv".length + 20 + 11;
		for (const at of [dataAt, dataAt + 16, dataAt + 18, dataAt + 500_000, dataAt + blockBytes + 400]) {
			const changed = Buffer.from(bytes);
			changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
			const other = join(temporaryFolder(), "changed.zip");
			writeFileSync(other, changed);
			expect(test(other, "correct horse").status, `byte ${at}`).not.toBe(0);
		}
	});

	it("extracts what was put in, whatever its bytes", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5000 }), { minLength: 1, maxLength: 5 }), async (files) => {
				const contents = files.map((bytes, at) => [`data/f${at}.csv`, Buffer.from(bytes)] as const);
				const { file } = await archiveOf(Object.fromEntries(contents));
				for (const [path, content] of contents) expect(extract(file, path).equals(content)).toBe(true);
			}),
			{ numRuns: 10 },
		);
	});
});
