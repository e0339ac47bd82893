import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outboxChannel } from "../../scripts/delivery/outbox.ts";
import { sha256Of } from "../../scripts/document/digest.ts";
import type { SignedFile } from "../../scripts/records/signed-file.ts";

const bytes = { zip: Buffer.from("package"), password: Buffer.from("sealed password") };
const record = Buffer.from("{}\n");
// Only what the channel needs to know of a manifest stands in this one.
const manifest = {
	value: {
		project: "sepsis",
		package: {
			file: "sepsis-0001.zip",
			sha256: sha256Of(bytes.zip),
			password: { file: "sepsis-0001.password.age", sha256: sha256Of(bytes.password) },
		},
	},
	bytes: record,
	sha256: sha256Of(record),
	signature: Buffer.from("signature"),
} as unknown as SignedFile<"manifest">;

const names = ["sepsis-0001.manifest.json", "sepsis-0001.manifest.json.sig", "sepsis-0001.password.age"];
let folder: string;
let staged: string;
const outbox = () => outboxChannel(join(folder, "outbox"));
const there = () => readdirSync(join(folder, "outbox", "sepsis"));
const at = (name: string) => join(folder, "outbox", "sepsis", name);

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "outbox-"));
	staged = join(folder, "staged");
	for (const made of [staged, join(folder, "outbox")]) mkdirSync(made);
	writeFileSync(join(staged, "sepsis-0001.zip"), bytes.zip);
	writeFileSync(join(staged, "sepsis-0001.password.age"), bytes.password);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the outbox", () => {
	it("has a delivery once all of its files are there, whichever run put them", async () => {
		expect(await outbox().has(manifest)).toBe(false);
		await outbox().put(staged, manifest);
		expect(await outbox().has(manifest)).toBe(true);
		expect(there()).toEqual([...names, "sepsis-0001.zip"]);
		await outbox().put(staged, manifest);
		expect(readFileSync(at("sepsis-0001.zip"))).toEqual(bytes.zip);
	});

	it("has none of which a file is missing or differs", async () => {
		await outbox().put(staged, manifest);
		rmSync(at("sepsis-0001.password.age"));
		expect(await outbox().has(manifest)).toBe(false);
		writeFileSync(at("sepsis-0001.password.age"), "another");
		expect(await outbox().has(manifest)).toBe(false);
	});

	it("puts nothing there when the staged bytes are not the recorded ones", async () => {
		writeFileSync(join(staged, "sepsis-0001.zip"), "another package");
		await expect(outbox().put(staged, manifest)).rejects.toThrow("not the ones that the manifest records");
		expect(there()).toEqual(names);
	});

	it("withdraws a delivery, also twice, and leaves what is not of it", async () => {
		await outbox().put(staged, manifest);
		writeFileSync(at("sepsis-0002.zip"), "the next package");
		writeFileSync(at("sepsis-0001.password.age"), "someone else's file");
		await outbox().withdraw(manifest);
		expect(await outbox().has(manifest)).toBe(false);
		expect(there()).toEqual(["sepsis-0001.password.age", "sepsis-0002.zip"]);
		await outbox().withdraw(manifest);
		expect(there()).toEqual(["sepsis-0001.password.age", "sepsis-0002.zip"]);
	});

	it("withdraws nothing where nothing is", async () => {
		await outbox().withdraw(manifest);
		expect(readdirSync(join(folder, "outbox"))).toEqual([]);
	});
});
