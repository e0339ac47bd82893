import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createArchive } from "../../scripts/package/archive.ts";
import { openCommand } from "../../scripts/package/command.ts";
import { openPackage } from "../../scripts/package/open.ts";
import { sealPassword } from "../../scripts/package/password.ts";
import { blockBytes } from "../../scripts/package/zip/deflate-blocks.ts";
import type { Manifest } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeManifest } from "./manifest-maker.ts";
import { otherArchive } from "./second-writer.ts";
import { type MadeEntry, makeZip } from "./zip-maker.ts";

const password = "0123456789abcdef";
const salt = randomBytes(32);
let identity: string;
let recipient: string;
beforeAll(async () => {
	identity = await generateIdentity();
	recipient = await identityToRecipient(identity);
});

/** A folder with key, package, sealed password and, if given, a manifest. */
async function received(zip: Buffer, manifest?: Manifest) {
	const folder = temporaryFolder();
	const identityFile = join(folder, "key.txt");
	const packageFile = join(folder, "sepsis-outcomes-0001.zip");
	writeFileSync(identityFile, identity);
	writeFileSync(packageFile, zip);
	writeFileSync(join(folder, "sepsis-outcomes-0001.password.age"), await sealPassword(password, [recipient]));
	if (manifest) writeFileSync(join(folder, "sepsis-outcomes-0001.manifest.json"), JSON.stringify(manifest));
	return { folder, identityFile, packageFile, to: join(folder, "opened") };
}

async function made(files: Record<string, string | Buffer>) {
	const file = join(temporaryFolder(), "made.zip");
	const archive = createArchive({ file, password, salt, at: new Date("2026-03-31T09:30:00Z") });
	const outputs = [];
	for (const [path, content] of Object.entries(files)) outputs.push(await archive.add(path, Buffer.from(content)));
	const { sha256 } = await archive.close();
	return { zip: readFileSync(file), manifest: makeManifest({ sha256, outputs }) };
}

async function refusal(zip: Buffer, manifest?: Manifest) {
	const options = await received(zip, manifest);
	const before = readdirSync(options.folder);
	const failure = await openPackage(options).catch((error: unknown) => error);
	expect(readdirSync(options.folder), "nothing half-opened is left").toEqual(before);
	return failure;
}

describe("opening a package", () => {
	const files = { "data/patients.csv": "id\n1\n", "salt.txt": `${salt.toString("hex")}\n` };

	it("puts its files into a new folder that only its owner can enter", async () => {
		const { zip, manifest } = await made(files);
		const options = await received(zip, manifest);
		const opened = await openPackage(options);
		expect(opened).toMatchObject({
			folder: options.to,
			files: ["data/patients.csv", "salt.txt"],
			manifest: { delivery: "0001" },
		});
		expect(readFileSync(join(options.to, "data/patients.csv"), "utf8")).toBe("id\n1\n");
		expect(statSync(options.to).mode & 0o777).toBe(0o700);
		expect(statSync(join(options.to, "data/patients.csv")).mode & 0o777).toBe(0o600);
	});

	it("says what it opened, and whether it compared it with a manifest", async () => {
		const { zip, manifest } = await made(files);
		const say = async (options: Awaited<ReturnType<typeof received>>) => {
			const lines: string[] = [];
			await openCommand({ ...options, print: (line) => lines.push(line.replace(options.folder, "")) });
			return lines.join("\n");
		};
		expect(await say(await received(zip, manifest))).toMatchInlineSnapshot(`
			"Opened into /opened:
			  data/patients.csv
			  salt.txt
			Package and files are exactly those that the manifest of delivery 0001 of sepsis-outcomes lists.
			It says that the hub signed it with SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; ask the data custodian whether that key is theirs.
			These are patient data, and no longer encrypted. Keep the folder only where the terms in it allow,
			out of backups and shared drives they do not name, and delete it when you are done."
		`);
		expect(await say(await received(zip))).toContain("There was no manifest beside the package");
	});

	it("names the folder like the package when not told where", async () => {
		const { zip } = await made(files);
		const { packageFile, identityFile, folder } = await received(zip);
		expect(await openPackage({ packageFile, identityFile })).toMatchObject({
			folder: join(folder, "sepsis-outcomes-0001"),
		});
	});

	it("never overwrites a folder", async () => {
		const { zip } = await made(files);
		const options = await received(zip);
		mkdirSync(options.to);
		await expect(openPackage(options)).rejects.toMatchObject({
			exit: "environment",
			message: expect.stringContaining("already there"),
		});
		expect(readdirSync(options.to)).toEqual([]);
	});

	it.each([
		["package", "sepsis-outcomes-0001.zip", "none.zip"],
		["sealed password", "sepsis-outcomes-0001.zip", "other.zip"],
	])("says which file is missing: the %s", async (_case, _name, asked) => {
		const { zip } = await made(files);
		const options = await received(zip);
		if (asked === "other.zip") writeFileSync(join(options.folder, asked), zip);
		await expect(openPackage({ ...options, packageFile: join(options.folder, asked) })).rejects.toMatchObject({
			exit: "environment",
		});
	});

	it("refuses a key the password was not sealed to, with exit key", async () => {
		const { zip } = await made(files);
		const options = await received(zip);
		writeFileSync(options.identityFile, await generateIdentity());
		await expect(openPackage(options)).rejects.toMatchObject({ exit: "key" });
		expect(existsSync(options.to)).toBe(false);
	});

	it("refuses the sealed password of another package, with exit key", async () => {
		expect(await refusal(makeZip([{ path: "a.txt", content: "a" }], "another"))).toMatchObject({ exit: "key" });
	});

	it("refuses a package that is not what the manifest beside it says", async () => {
		const { zip, manifest } = await made(files);
		const others: [string, Manifest][] = [
			[
				"its bytes are not the ones recorded",
				{ ...manifest, package: { ...manifest.package, sha256: "0".repeat(64) } },
			],
			["its file salt.txt is not the one recorded", { ...manifest, outputs: manifest.outputs.slice(0, 1) }],
			[
				"its file terms/x.md is missing",
				{
					...manifest,
					outputs: [...manifest.outputs, { ...(manifest.outputs[0] as Manifest["outputs"][0]), path: "terms/x.md" }],
				},
			],
			[
				"its file data/patients.csv is not the one recorded",
				{ ...manifest, outputs: manifest.outputs.map((output) => ({ ...output, saltedSha256: "1".repeat(64) })) },
			],
		];
		for (const [says, other] of others) {
			expect(await refusal(zip, other), says).toMatchObject({
				exit: "invalid",
				message: expect.stringContaining(says),
			});
		}
	});
});

describe("reading other programs' archives", () => {
	const readable: [string, MadeEntry, { wide?: boolean }][] = [
		["AE-1, deflated", { path: "a.txt", content: "words ".repeat(50_000) }, {}],
		["AE-2, deflated", { path: "a.txt", content: "words", ae: 2 }, {}],
		["AE-2, stored", { path: "a.txt", content: "words", ae: 2, stored: true }, {}],
		["an empty stored file", { path: "a.txt", content: "", stored: true }, {}],
		["an entry in zip64 form", { path: "a.txt", content: "words", wide: true }, {}],
		["a directory in zip64 form", { path: "a.txt", content: "words", wide: true }, { wide: true }],
	];
	it.each(readable)("reads %s", async (_case, entry, form) => {
		const options = await received(makeZip([{ path: "b.txt", content: "before" }, entry], password, form));
		await openPackage(options);
		expect(readFileSync(join(options.to, "a.txt"), "utf8")).toBe(entry.content);
	});

	const hostile: [string, MadeEntry[]][] = [
		["a path out of the folder", [{ path: "../evil.txt", content: "x" }]],
		["a path out of the folder, further in", [{ path: "data/../../evil.txt", content: "x" }]],
		["an absolute path", [{ path: "/tmp/evil.txt", content: "x" }]],
		["a Windows path", [{ path: "..\\evil.txt", content: "x" }]],
		["a hidden file", [{ path: ".bashrc", content: "x" }]],
		["a folder", [{ path: "data/", content: "" }]],
		["an inner name that differs", [{ path: "a.txt", innerPath: "b.txt", content: "x" }]],
		[
			"two names alike but for case",
			[
				{ path: "data/A.csv", content: "x" },
				{ path: "data/a.csv", content: "y" },
			],
		],
		["a file that is not encrypted", [{ path: "a.txt", content: "x", plain: true }]],
		["a weaker cipher", [{ path: "a.txt", content: "x", strength: 1 }]],
		["more bytes than announced", [{ path: "a.txt", content: "x".repeat(1_000_000), claimsBytes: 10 }]],
		["fewer bytes than announced", [{ path: "a.txt", content: "x", claimsBytes: 10 }]],
	];
	it.each(hostile)("refuses %s", async (_case, entries) => {
		expect(await refusal(makeZip(entries, password))).toMatchObject({ name: "UserError", exit: "invalid" });
	});

	it("refuses a file that is no archive, and an archive cut short", async () => {
		const zip = makeZip([{ path: "a.txt", content: "words" }], password);
		for (const bytes of [
			Buffer.alloc(0),
			Buffer.from("hello"),
			Buffer.alloc(70_000),
			zip.subarray(0, -1),
			zip.subarray(30),
		]) {
			expect(await refusal(bytes)).toMatchObject({ name: "UserError", exit: "invalid" });
		}
	});

	it("never opens an archive in which one bit of a file was changed, and never fails but by saying so", async () => {
		const zip = makeZip([{ path: "a.txt", content: "words and more words" }], password);
		const headerBytes = 30 + "a.txt".length + 11;
		const lengthOfData = zip.indexOf(Buffer.from("504b0102", "hex")) - headerBytes;
		await fc.assert(
			fc.asyncProperty(fc.nat(lengthOfData * 8 - 1), async (bit) => {
				const changed = Buffer.from(zip);
				const byte = headerBytes + Math.floor(bit / 8);
				changed.writeUInt8(changed.readUInt8(byte) ^ (1 << (bit % 8)), byte);
				expect(await refusal(changed)).toMatchObject({ name: "UserError" });
			}),
			{ numRuns: 40 },
		);
	});

	it("opens packages of before, whose archives another program wrote in AE-1", async () => {
		const old = {
			"data/a.csv": Buffer.from("a,b\n1,2\n".repeat(50_000)),
			"data/b.csv": randomBytes(200_000),
			"empty.txt": Buffer.alloc(0),
		};
		const options = await received(await otherArchive(old, password));
		await openPackage(options);
		for (const [path, content] of Object.entries(old))
			expect(readFileSync(join(options.to, path)).equals(content), path).toBe(true);
		expect(await refusal(await otherArchive(old, "another"))).toMatchObject({ exit: "key" });
	});

	it("opens files of no block, of whole blocks and of one byte more, and refuses them with a byte changed", async () => {
		const sizes = [0, 1, blockBytes - 1, blockBytes, blockBytes + 1, 2 * blockBytes];
		const contents = Object.fromEntries(sizes.map((size) => [`data/n${size}.csv`, randomBytes(size)]));
		const { zip, manifest } = await made({ ...contents, "salt.txt": `${salt.toString("hex")}\n` });
		const options = await received(zip, manifest);
		await openPackage(options);
		for (const [path, content] of Object.entries(contents))
			expect(readFileSync(join(options.to, path)).equals(content), path).toBe(true);
		for (const size of sizes) {
			const changed = Buffer.from(zip);
			// The first byte of the encrypted data: behind the name come the fields, the salt and the verifier.
			const name = `data/n${size}.csv`;
			const at = changed.indexOf(name) + name.length + (size > blockBytes ? 20 : 0) + 11 + 18;
			changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
			expect(await refusal(changed), name).toMatchObject({ name: "UserError", exit: "invalid" });
		}
	});

	it("opens what was archived, whatever its bytes", async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 70_000 }), async (bytes) => {
				const { zip } = await made({ "data/a.csv": Buffer.from(bytes) });
				const options = await received(zip);
				await openPackage(options);
				expect(readFileSync(join(options.to, "data/a.csv"))).toEqual(Buffer.from(bytes));
			}),
			{ numRuns: 20 },
		);
	});
});
