import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { approve } from "../../scripts/approval/approve.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { refuseAppendOnlyViolation } from "../../scripts/governance/append-only.ts";
import { governanceHistory } from "../../scripts/governance/governance.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords } from "../support/records.ts";
import { commit, git } from "../support/repository.ts";

const folder = temporaryFolder();
let root: string;
let recorded: string;
beforeAll(async () => {
	const keys: Keys = makeKeys(join(folder, "keys"));
	root = makeRecords(folder, "records", keys);
	const decide = (decision: "approve" | "return", now: string) =>
		approve({ root, project: "sepsis", key: keys.robbie.file, decision, reason: "x", now: new Date(now) });
	await decide("approve", "2026-03-30T09:00:00Z");
	await decide("return", "2026-03-31T09:00:00Z");
	recorded = git(root, "rev-parse", "HEAD");
});

const path = "requests/sepsis/approvals/2.json";
const refusal = (project = "sepsis") =>
	Promise.resolve(openRepository(root)).then(async (repo) => {
		const head = git(root, "rev-parse", "HEAD");
		return refuseAppendOnlyViolation(repo, head, project, await governanceHistory(repo, head)).then(
			() => undefined,
			(failure) => failure.message as string,
		);
	});

describe("what was recorded", () => {
	it("stands while nothing of it is removed", async () => {
		git(root, "reset", "--quiet", "--hard", recorded);
		expect(await refusal()).toBeUndefined();
	});

	it("cannot be taken back by deleting its file, until the file is put back", async () => {
		git(root, "reset", "--quiet", "--hard", recorded);
		commit(root, { [path]: undefined, [`${path}.sig`]: undefined }, "Eve Else");
		expect(await refusal()).toMatch(/^requests\/sepsis\/approvals\/2\.json.* commit [0-9a-f]{12} deleted it\. What is/);
		expect(await refusal("another")).toBeUndefined();
		git(root, "revert", "--no-edit", "HEAD");
		expect(await refusal()).toBeUndefined();
	});

	it("cannot be taken back by changing it, nor on the side of a merge", async () => {
		git(root, "reset", "--quiet", "--hard", recorded);
		commit(root, { [path]: "{}\n" }, "Eve Else");
		expect(await refusal()).toMatch(/changed it/);
		git(root, "reset", "--quiet", "--hard", `${recorded}~1`);
		commit(root, { "README.md": "x" }, "Eve Else");
		git(root, "merge", "--quiet", "--strategy=ours", "-m", "Merge", recorded);
		expect(await refusal()).toMatch(/deleted it/);
	});

	it("is a record, not whatever else somebody put there", async () => {
		git(root, "reset", "--quiet", "--hard", recorded);
		const junk = [
			"requests/sepsis/approvals/notes.txt",
			"requests/sepsis/approvals/7.json",
			"requests/sepsis/approvals/7.json.sig",
			"requests/governance/approvals/7.json",
			"requests/sepsis/deliveries/0001/manifest.json",
			"requests/sepsis/deliveries/0001/notes.txt",
		];
		for (const text of ["x", undefined]) commit(root, Object.fromEntries(junk.map((file) => [file, text])));
		expect(await refusal()).toBeUndefined();
	});

	it("may get another number", async () => {
		git(root, "reset", "--quiet", "--hard", recorded);
		for (const end of ["", ".sig"]) git(root, "mv", `${path}${end}`, `requests/sepsis/approvals/3.json${end}`);
		commit(root, {});
		expect(await refusal()).toBeUndefined();
	});
});
