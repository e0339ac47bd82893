import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Audience } from "../../../scripts/site/audience/level.ts";
import { readSite } from "../../../scripts/site/reading/reading.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { makeKeys, makeRecords, request } from "../../support/records.ts";
import { commit } from "../../support/repository.ts";

let root: string;
beforeAll(() => {
	const folder = temporaryFolder();
	root = makeRecords(folder, "records", makeKeys(join(folder, "keys")));
});

const read = (audience: Audience = "public") =>
	readSite({ root, audience, base: "/", now: new Date("2026-03-31"), verify: false });
const put = (changed: Partial<typeof request>) =>
	commit(root, { "requests/sepsis/request.yml": JSON.stringify({ ...request, ...changed }) }, "Rita Research");

describe("readSite", () => {
	it("reads a request that breaks a rule as of today, and says which", async () => {
		put({ source: "nowhere" });
		expect((await read()).requestIssues.map(({ rule }) => rule)).not.toEqual([]);
	});

	it("reads nothing for the public while a page of the dictionary holds what looks like one, and warns the hospital", async () => {
		const page = "dictionary/glossary/ward.md";
		commit(root, { [page]: "---\nschemaVersion: 1\ntitle: Ward\n---\n\nAsk 999 **000** 0018.\n" }, "Rita Research");
		expect((await read("internal")).glossary.has("ward")).toBe(true);
		await expect(read()).rejects.toMatchObject({
			exit: "invalid",
			issues: [{ file: page, line: 6, column: 5, severity: "error", rule: "identifying-text" }],
		});
		commit(root, { [page]: "---\nschemaVersion: 1\ntitle: Ward\n---\n\nA room.\n" }, "Rita Research");
	});

	it("reads nothing while a request holds what looks like a patient's detail", async () => {
		put({ title: "Sepsis of ９９９ 000 0018" });
		await expect(read()).rejects.toMatchObject({
			exit: "invalid",
			issues: [{ file: "requests/sepsis/request.yml", rule: "identifying-text" }],
		});
	});
});
