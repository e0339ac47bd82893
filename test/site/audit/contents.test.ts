import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type AuditContents, auditContents } from "../../../scripts/site/audit/contents.ts";
import { registerContents } from "../../../scripts/site/register/contents.ts";
import { record } from "../../audit/delivery-maker.ts";
import { temporaryFolder } from "../../support/folder.ts";
import type { Keys } from "../../support/records.ts";
import { commit, git } from "../../support/repository.ts";
import {
	approveAll,
	deliverBoth,
	makeDelivered,
	makeRegisterRecords,
	read,
	request,
} from "../register/register-maker.ts";

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
		expect(verification.verdict.label).toBe("Everything recorded verifies");
		expect(verification.checked).toMatchInlineSnapshot(`"Checked: signatures 6, manifests 1."`);
		expect(verification.proves.length).toBeGreaterThan(0);
		expect(verification.leavesOpen.join(" ")).toMatch(/nothing else ever left the building.*the hub’s transcription/s);
	});

	it("goes down to every digest, signature and text of a delivery", () => {
		const [page] = contents.deliveries;
		expect(page?.records.map(({ what, signed, commit }) => [what, signed, commit.length])).toEqual([
			["Query 1 to Laboratory", "the hub", 40],
			["Answer to query 1", "Leo Lab", 40],
			["Manifest", "the hub", 40],
			["Event: published", "the hub", 40],
		]);
		expect(page?.records.every(({ fingerprint }) => /^SHA256:.{43}$/.test(fingerprint))).toBe(true);
		expect(page?.made?.approvals.map(({ who, scopeDigest }) => [who, scopeDigest.length])).toEqual([
			["Robbie Records (robbie)", 64],
			["Ingrid Governs (ingrid)", 64],
		]);
		expect(page?.made?.texts.map(({ what }) => what)).toEqual([
			...["Request", "Agreement", "Terms", "Policy", "People and keys", "Organisations", "Dictionary", "Dictionary"],
		]);
		expect(page?.queries[0]?.answer).toContain("Released: the values are right, by Leo Lab (leo)");
	});

	it("tells which patients and rows were shared and what for, by the request that the manifest names", async () => {
		const amended = join(folder, "amended");
		git(folder, "clone", "--quiet", root, amended);
		const path = "requests/sepsis/request.yml";
		const later = { ...request, cohort: [{ field: "clinical.patients.sex", is: "9" }] };
		commit(amended, { [path]: stringify(later) }, "Rita Research", "Ask for others");
		const [page] = (await audit(amended)).deliveries;
		expect(page?.made?.asked).toMatchInlineSnapshot(`
			{
			  "patients": [
			    "of the patient: sex of Patients (clinical.patients.sex) is in the value set known-sex",
			    "in one row of Secret ward: bed of Secret ward (clinical.hidden_ward.bed) is B1",
			  ],
			  "purposes": [
			    "DUO:0000006",
			  ],
			  "rows": [
			    {
			      "conditions": [
			        "bed of Secret ward (clinical.hidden_ward.bed) is B1",
			      ],
			      "table": "clinical.hidden_ward",
			    },
			  ],
			}
		`);
		const shown = execFileSync("bash", ["-c", page?.made?.requestCommand ?? ""], { cwd: amended, encoding: "utf8" });
		expect(parse(shown)).toEqual(request);
	});

	it("does not tell them where no such version of the request is recorded", async () => {
		const elsewhere = makeRegisterRecords(join(folder, "elsewhere"), keys);
		await approveAll(elsewhere, folder);
		const path = "requests/sepsis/request.yml";
		await deliverBoth(elsewhere, keys, { request: { path, blob: "f".repeat(40) } });
		expect((await audit(elsewhere)).deliveries[0]?.made?.asked).toBeUndefined();
	});

	it("tells moments and what files are in words", () => {
		const [page] = contents.deliveries;
		expect(page?.made?.approvals[0]?.at).toBe("30 March 2026, 10:00:00 +01:00");
		expect(page?.records.find(({ what }) => what === "Manifest")?.at).toBe("31 March 2026, 10:00:00 +01:00");
		expect(page?.made?.outputs.map(({ path, holds }) => [path, holds])).toMatchInlineSnapshot(`
			[
			  [
			    "data/patients.csv",
			    "Data: clinical.patients",
			  ],
			  [
			    "data/hidden_ward.csv",
			    "Data: clinical.hidden_ward",
			  ],
			  [
			    "readme.txt",
			    "How to read the package",
			  ],
			]
		`);
	});

	it("gives commands that run as pasted, of a case and of one delivery", () => {
		for (const commands of [contents.cases[0]?.commands, contents.deliveries[0]?.commands]) {
			const output = paste(commands?.records ?? "");
			expect(output.match(/^Good .*$/gm)).toHaveLength(6);
			expect(output.match(/: OK$/gm)).toHaveLength(1);
			expect(paste(commands?.packages ?? "")).toBe("sepsis-0001.zip: OK\n");
		}
	});

	it("installs the hub before a command of the hub's, as a clone does not have it", () => {
		const head = git(root, "rev-parse", "HEAD");
		expect(contents.cases[0]?.commands.hub.split("\n")).toEqual([
			"npm install",
			`npx hub audit verify --head ${head}`,
			"npx hub audit report sepsis",
		]);
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
				left: { label: "11 months left" },
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
		expect(found.verification.verdict).toEqual({ label: "1 thing does not verify", tone: "red" });
		expect(found.verification.proves).toEqual([]);
		expect(found.deliveries[0]?.findings).toMatchObject([
			{ severity: "error", file: "requests/sepsis/deliveries/0001/manifest.json" },
		]);
		expect(found.cases[0]?.state.label).toBe("Some records do not verify");
		const [shown] = (await registerContents(await read(doubtful, "public"))).projects;
		expect(shown?.deliveries[0]).toMatchObject({ state: { label: "Does not verify" }, tables: [] });
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
		expect(found.deliveries).toEqual([]);
		const told = found.cases.flatMap(({ findings }) => findings.map(({ file, message }) => `${file} ${message}`));
		expect(told).toEqual([expect.stringMatching(/deliveries\/0001\/manifest\.json.* this is no manifest/)]);
	});
});

describe("a site built without verifying", () => {
	it("says that nothing was verified", async () => {
		const { verification, deliveries } = await audit(root, false);
		expect(verification).toMatchObject({ verdict: { label: "Not verified when this page was made" }, proves: [] });
		expect(deliveries[0]?.records[0]).toMatchObject({
			signed: "not verified when this page was made",
			fingerprint: "",
		});
	});
});
