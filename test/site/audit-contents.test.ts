import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type AuditContents, auditContents } from "../../scripts/site/audit-contents.ts";
import { registerContents } from "../../scripts/site/register-contents.ts";
import { record } from "../audit/delivery-maker.ts";
import { temporaryFolder } from "../support/folder.ts";
import type { Keys } from "../support/records.ts";
import { git } from "../support/repository.ts";
import { approveAll, deliverBoth, makeDelivered, makeRegisterRecords, read } from "./register-maker.ts";

const folder = temporaryFolder();
let keys: Keys;
let root: string;
let contents: AuditContents;
const audit = async (where: string, verify = true) =>
	(await auditContents(await read(where, "internal", { verify }))) as AuditContents;
beforeAll(async () => {
	({ root, keys } = await makeDelivered(folder));
	contents = await audit(root);
});

/** Runs what a page tells an auditor to run, as pasted, in a clone of the records. */
function paste(commands: string): string {
	const clone = join(folder, `clone-${Math.random()}`);
	git(folder, "clone", "--quiet", root, clone);
	writeFileSync(join(clone, "sepsis-0001.zip"), "the package");
	return execFileSync("bash", ["-eo", "pipefail", "-c", commands], {
		cwd: clone,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
	});
}

describe("the audit", () => {
	it("says what verifies, what that proves and what it does not", () => {
		const { verification } = contents;
		expect(verification.verdict.words).toBe("Everything recorded verifies");
		expect(verification.checked).toMatchInlineSnapshot(`"Checked: signatures 6, manifests 1."`);
		expect(verification.proves.length).toBeGreaterThan(0);
		expect(verification.leavesOpen.join(" ")).toMatch(/nothing else ever left the building.*the hub’s transcription/s);
	});

	it("goes down to every digest, signature and text of a delivery", () => {
		const [page] = contents.deliveries;
		expect(page?.records.map(({ what, signed, commit }) => [what, signed, commit.length])).toEqual([
			["Question 1 to Laboratory", "the hub", 40],
			["Answer to question 1", "Leo Lab", 40],
			["Manifest", "the hub", 40],
			["Event: published", "the hub", 40],
		]);
		expect(page?.records.every(({ fingerprint }) => /^SHA256:.{43}$/.test(fingerprint))).toBe(true);
		expect(page?.made?.approvals.map(({ who, slice }) => [who, slice.length])).toEqual([
			["Robbie Records (robbie)", 64],
			["Ingrid Governs (ingrid)", 64],
		]);
		expect(page?.made?.texts.map(({ what }) => what)).toEqual([
			...["Request", "Agreement", "Terms", "Policy", "People and keys", "Organisations", "Dictionary", "Dictionary"],
		]);
		expect(page?.questions[0]?.answer).toContain("Released: the values are right, by Leo Lab (leo)");
	});

	it("gives commands that run as pasted, of a case and of one delivery", () => {
		for (const commands of [contents.cases[0]?.commands, contents.deliveries[0]?.commands]) {
			const output = paste(commands?.records ?? "");
			expect(output.match(/^Good .*$/gm)).toHaveLength(6);
			expect(output.match(/: OK$/gm)).toHaveLength(1);
			expect(paste(commands?.packages ?? "")).toBe("sepsis-0001.zip: OK\n");
		}
	});

	it("notices in the same commands that a record was changed", () => {
		const commands = contents.deliveries[0]?.commands.records ?? "";
		const [checkout, ...rest] = commands.split("\n");
		const tampered = [checkout, "echo >> requests/sepsis/deliveries/0001/manifest.json", ...rest].join("\n");
		expect(() => paste(tampered)).toThrow();
	});

	it("is on the internal site alone", async () => {
		expect(await auditContents(await read(root, "public"))).toEqual({});
	});
});

describe("who has what until when", () => {
	it("names those who can open each copy, and the days left", () => {
		expect(contents.access[0]?.items).toMatchObject([
			{
				people: ["Rita Research", "Tom Team"],
				delivery: "0001",
				until: "2027-03-31",
				left: { words: "11 months left" },
			},
		]);
	});
});

describe("a delivery that does not verify", () => {
	it("says so on its own page and its project's, names the file, and takes no other page down", async () => {
		const doubtful = makeRegisterRecords(join(folder, "doubtful"), keys);
		await approveAll(doubtful, folder);
		await deliverBoth(doubtful, keys, { previous: "f".repeat(64) });
		const found = await audit(doubtful);
		expect(found.verification.verdict).toEqual({ words: "1 thing does not verify", tone: "red" });
		expect(found.verification.proves).toEqual([]);
		expect(found.deliveries[0]?.findings).toMatchObject([
			{ severity: "error", file: "requests/sepsis/deliveries/0001/manifest.json" },
		]);
		expect(found.cases[0]?.state.words).toBe("Some records do not verify");
		const [shown] = (await registerContents(await read(doubtful, "public"))).projects;
		expect(shown?.deliveries[0]).toMatchObject({ state: { words: "Does not verify" }, tables: [] });
	});

	it("is told of a manifest that cannot be read at all", async () => {
		const garbled = makeRegisterRecords(join(folder, "garbled"), keys);
		await approveAll(garbled, folder);
		await record(
			garbled,
			"requests/sepsis/deliveries/0001/manifest.json",
			{ not: "a manifest" },
			keys.hub.file,
			"manifest",
		);
		const found = await audit(garbled);
		expect(found.deliveries[0]?.made).toBeUndefined();
		expect(found.deliveries[0]?.findings.length).toBeGreaterThan(0);
	});
});

describe("a site built without verifying", () => {
	it("says that nothing was verified", async () => {
		const { verification, deliveries } = await audit(root, false);
		expect(verification).toMatchObject({ verdict: { words: "Not verified when this page was made" }, proves: [] });
		expect(deliveries[0]?.records[0]).toMatchObject({
			signed: "not verified when this page was made",
			fingerprint: "",
		});
	});
});
