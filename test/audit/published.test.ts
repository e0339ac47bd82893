import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkPublished } from "../../scripts/audit/published.ts";
import { outboxChannel } from "../../scripts/delivery/outbox.ts";
import { sha256Of } from "../../scripts/document/digest.ts";
import { sealPassword } from "../../scripts/package/password.ts";
import type { SignedFile } from "../../scripts/records/signed-file.ts";
import { temporaryFolder } from "../support/folder.ts";

const base = temporaryFolder();
let keys: readonly string[];
beforeAll(async () => {
	keys = await Promise.all([1, 2, 3].map(async () => identityToRecipient(await generateIdentity())));
});

/** What is recorded of a delivery; only what the check needs of a manifest stands in this one. */
function recorded(zip: Buffer, sealed: Buffer, delivery = "0001", recipients = 2) {
	const bytes = Buffer.from(`{"delivery":"${delivery}"}\n`);
	const manifest = {
		path: `requests/sepsis/deliveries/${delivery}/manifest.json`,
		value: {
			project: "sepsis",
			delivery,
			package: {
				file: `sepsis-${delivery}.zip`,
				sha256: sha256Of(zip),
				password: { file: `sepsis-${delivery}.password.age`, sha256: sha256Of(sealed) },
			},
			recipients: Array.from({ length: recipients }, () => ({})),
		},
		bytes,
		sha256: sha256Of(bytes),
		signature: Buffer.from(`signature ${delivery}`),
	} as unknown as SignedFile<"manifest">;
	return { project: "sepsis", manifest, events: [] as SignedFile<"event">[] };
}

const published = [{} as SignedFile<"event">];
let folder: string;
let delivery: ReturnType<typeof recorded>;
const at = (...names: string[]): string => join(folder, "sepsis", ...names);

/** Puts a package there as a delivery does. */
async function put(sealedTo = 2, named = 2): Promise<void> {
	const staged = mkdtempSync(join(base, "staged-"));
	const [zip, sealed] = [Buffer.from("package"), await sealPassword("secret", keys.slice(0, sealedTo))];
	writeFileSync(join(staged, "sepsis-0001.zip"), zip);
	writeFileSync(join(staged, "sepsis-0001.password.age"), sealed);
	delivery = { ...recorded(zip, sealed, "0001", named), events: published };
	await outboxChannel(folder).put(staged, delivery.manifest);
}

beforeEach(async () => {
	folder = mkdtempSync(join(base, "outbox-"));
	await put();
});

const findings = async (deliveries = [delivery]): Promise<readonly string[]> =>
	(await checkPublished(folder, deliveries)).issues.map(
		({ severity, message }) => `${severity}: ${message.replaceAll(folder, "OUTBOX")}`,
	);

describe("comparing the folder of packages with the records", () => {
	it("finds nothing in what a delivery published", async () => {
		expect(await checkPublished(folder, [delivery])).toEqual({ issues: [], compared: 1 });
	});

	it("names everything that no record explains", async () => {
		writeFileSync(at("sepsis-0002.zip"), "inside");
		writeFileSync(at("patients.csv"), "inside");
		writeFileSync(join(folder, "list.txt"), "inside");
		for (const name of ["heart", "empty"]) mkdirSync(join(folder, name));
		mkdirSync(at("old", "deep"), { recursive: true });
		writeFileSync(at("old", "deep", "a.csv"), "inside");
		writeFileSync(join(folder, "heart", "heart-0001.zip"), "inside");
		symlinkSync("/etc", at("link"));
		const found = await findings();
		expect(found).toMatchInlineSnapshot(`
			[
			  "warning: "empty" in OUTBOX is an empty folder that no record explains",
			  "error: "heart/heart-0001.zip" in OUTBOX is a file that no record explains",
			  "error: "list.txt" in OUTBOX is a file that no record explains",
			  "error: "sepsis/link" in OUTBOX is a link or the like that no record explains",
			  "error: "sepsis/old/deep/a.csv" in OUTBOX is a file that no record explains",
			  "error: "sepsis/patients.csv" in OUTBOX is a file that no record explains",
			  "error: "sepsis/sepsis-0002.zip" in OUTBOX is a file that no record explains",
			]
		`);
		expect(found.join()).not.toContain("inside");
	});

	it.each([
		["manifest.json", "copy of the manifest"],
		["manifest.json.sig", "signature"],
		["password.age", "password"],
		["zip", "package"],
	])("finds another file at the name of %s, the recorded %s", async (ending) => {
		writeFileSync(at(`sepsis-0001.${ending}`), "replaced");
		expect(await findings()).toEqual([
			`error: OUTBOX/sepsis/sepsis-0001.${ending} is not the file that this manifest records`,
		]);
	});

	it.each<[string, (path: string) => void]>([
		["a link to the very bytes", (path) => symlinkSync(`${path}.real`, path)],
		["a link to nowhere", (path) => symlinkSync("nowhere", path)],
		["a folder", (path) => mkdirSync(path)],
		["a pipe", (path) => void execFileSync("mkfifo", [path])],
	])("finds %s in place of the package", async (_, make) => {
		const real = join(folder, "real");
		writeFileSync(real, readFileSync(at("sepsis-0001.zip")));
		rmSync(at("sepsis-0001.zip"));
		make(at("sepsis-0001.zip"));
		rmSync(real);
		expect(await findings()).toEqual([
			"error: OUTBOX/sepsis/sepsis-0001.zip is a folder, a link or the like, not the recorded file",
		]);
	});

	it("does not follow a link in place of a project's folder", async () => {
		const elsewhere = mkdtempSync(join(base, "elsewhere-"));
		renameSync(join(folder, "sepsis"), join(elsewhere, "sepsis"));
		symlinkSync(join(elsewhere, "sepsis"), join(folder, "sepsis"));
		expect(await findings()).toEqual([
			"error: OUTBOX/sepsis is a file, a link or the like, not the project's folder of packages",
		]);
	});

	it("only warns of what recipients have taken, and misses copies only beside a package", async () => {
		rmSync(at("sepsis-0001.manifest.json"));
		expect(await findings()).toEqual([
			"warning: OUTBOX/sepsis/sepsis-0001.manifest.json is not there, so it could not be compared",
		]);
		rmSync(join(folder, "sepsis"), { recursive: true });
		const { issues, compared } = await checkPublished(folder, [delivery]);
		expect(compared).toBe(0);
		expect(issues.map(({ severity, message }) => [severity, message.split("sepsis-0001.")[1]?.split(" ")[0]])).toEqual([
			["warning", "password.age"],
			["warning", "zip"],
		]);
	});

	it("warns of a half-written file only while a publication may be under way, and knows its name", async () => {
		const name = ".unfinished-0a1b2c3d4e5f0a1b";
		writeFileSync(at(name), "half");
		expect(await findings([{ ...delivery, events: [] }])).toEqual([
			`warning: sepsis/${name} in OUTBOX is half-written: a publication is under way, or was cut short`,
		]);
		expect(await findings()).toEqual([`error: "sepsis/${name}" in OUTBOX is a file that no record explains`]);
		renameSync(at(name), at(`${name}0`));
		expect(await findings([{ ...delivery, events: [] }])).toEqual([
			`error: "sepsis/${name}0" in OUTBOX is a file that no record explains`,
		]);
	});

	it("names a hundred of many, and says that there are more", async () => {
		for (let number = 0; number < 100; number++) writeFileSync(join(folder, `${number}`), "");
		expect(await findings()).toHaveLength(100);
		writeFileSync(join(folder, "100"), "");
		const found = await findings();
		expect(found).toHaveLength(101);
		expect(found.at(-1)).toBe("error: OUTBOX holds 1 more thing that no record explains");
	});

	it("does not show a name that looks like a patient's detail, nor one that steers a terminal", async () => {
		writeFileSync(join(folder, "943 476 5919.pdf"), "");
		writeFileSync(join(folder, "a\u001b[2J.pdf"), "");
		const found = (await findings()).join("\n");
		expect(found).toContain("(not shown: it may identify a person)");
		for (const hidden of ["943", "\u001b"]) expect(found).not.toContain(hidden);
	});
});

describe("the keys that a published password is sealed to", () => {
	it.each([
		[1, 2, "1 key"],
		[3, 2, "3 keys"],
	])("are an error where they are %s and the manifest names %s", async (sealedTo, named, words) => {
		folder = mkdtempSync(join(base, "outbox-"));
		await put(sealedTo, named);
		expect(await findings()).toEqual([
			`error: OUTBOX/sepsis/sepsis-0001.password.age is sealed to ${words}, and the manifest names ${named}`,
		]);
	});

	it("are unknown, and an error, where a recorded password is no file that age made for plain keys", async () => {
		const text = Buffer.from("the password in plain text");
		delivery = { ...recorded(Buffer.from("package"), text), events: published };
		writeFileSync(at("sepsis-0001.password.age"), text);
		for (const ending of ["manifest.json", "manifest.json.sig"]) rmSync(at(`sepsis-0001.${ending}`));
		expect((await findings()).filter((line) => line.startsWith("error"))).toEqual([
			"error: OUTBOX/sepsis/sepsis-0001.password.age is not an age file that is sealed to plain age keys alone, so others than the named may open it",
		]);
	});
});
