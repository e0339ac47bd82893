import { expect, it } from "vitest";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { readRecords } from "../../scripts/records/records.ts";
import { hospitalFolder, readHospital } from "../check/hospital.ts";

/** The fixture with some files changed, or taken away. */
async function readChanged(changes: Readonly<Record<string, string | undefined>>) {
	const files = new Map(await folderTree(hospitalFolder).readAll(""));
	for (const [path, text] of Object.entries(changes)) {
		if (text === undefined) files.delete(path);
		else files.set(path, Buffer.from(text));
	}
	return readRecords(memoryTree("changed", files));
}

it("reads all records", async () => {
	const records = await readHospital();
	expect([...records.agreements.keys()]).toEqual(["heart-trial", "in-house"]);
	expect([...records.requests.keys()]).toEqual(["heart-trial", "sepsis-outcomes"]);
	expect([...records.vocabularies.keys()]).toEqual(["purposes", "value-sets"]);
	expect([...records.terms.keys()]).toEqual(["data-protection-v1"]);
	expect(records.catalogue.sources[0]?.tables.length).toBe(5);
	expect(records.blobs.get("requests/governance/policy.yml")).toMatch(/^[0-9a-f]{40}$/);
});

it.each(["policy", "organisations", "people"])("has no records without a valid %s.yml", async (name) => {
	const file = `requests/governance/${name}.yml`;
	for (const text of [undefined, "schemaVersion: 1\n", "a: [\n"]) {
		const { records, issues } = await readChanged({ [file]: text });
		expect(records).toBeUndefined();
		expect(issues.every((issue) => issue.file === file)).toBe(true);
		expect(issues.length).toBeGreaterThan(0);
	}
});

it("has no records without a source list, and says so once", async () => {
	for (const text of [undefined, "sources: []\n"]) {
		const { records, issues } = await readChanged({ "dictionary/sources.yml": text });
		expect(records).toBeUndefined();
		expect(new Set(issues.map(formatIssue)).size).toBe(issues.length);
	}
});

it("leaves out a request or an agreement that cannot be read, and keeps the rest", async () => {
	const { records, issues } = await readChanged({
		"requests/heart-trial/request.yml": "title: [",
		"requests/governance/agreements/in-house.yml": "title: x",
	});
	expect([...(records?.requests.keys() ?? [])]).toEqual(["sepsis-outcomes"]);
	expect([...(records?.agreements.keys() ?? [])]).toEqual(["heart-trial"]);
	expect(new Set(issues.map(({ file }) => file))).toEqual(
		new Set(["requests/governance/agreements/in-house.yml", "requests/heart-trial/request.yml"]),
	);
});
