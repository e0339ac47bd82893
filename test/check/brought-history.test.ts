import { cpSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { checkBroughtHistory } from "../../scripts/check/brought-history.ts";
import { changeSince } from "../../scripts/git/changes.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";
import { hospitalFolder, readHospital } from "./hospital.ts";

const request = "requests/sepsis-outcomes/request.yml";
const people = "requests/governance/people.yml";
let root: string;
let asked: string;

beforeEach(() => {
	root = makeRepository(temporaryFolder());
	cpSync(hospitalFolder, root, { recursive: true });
	git(root, "add", "--all");
	commit(root, {});
	asked = `${git(root, "show", `HEAD:${request}`)}\n`;
	git(root, "switch", "--quiet", "--create", "proposal");
});

async function found(): Promise<readonly string[]> {
	const repo = openRepository(root);
	const issues = await checkBroughtHistory(repo, await changeSince(repo, "main"), await readHospital());
	return issues.map(({ severity, file, message }) => `${severity} ${file}: ${message.replace(/[0-9a-f]{12}/, "…")}`);
}

describe("what a proposal brings into the history", () => {
	it("is nothing where a requester amends a request, and the main line is merged in between", async () => {
		commit(root, { [request]: `${asked}# one\n` }, "Rita Research");
		git(root, "switch", "--quiet", "main");
		commit(root, { "README.md": "x" }, "Robbie Records");
		git(root, "switch", "--quiet", "proposal");
		git(root, "merge", "--quiet", "--no-edit", "main");
		commit(root, { [request]: `${asked}# two\n` }, "Somebody else");
		expect(await found()).toEqual([]);
	});

	it("may be no history of its own with its own first governance, whatever the merge took of it", async () => {
		git(root, "switch", "--quiet", "--orphan", "own");
		git(root, "checkout", "--quiet", "main", "--", "requests/governance");
		const list = git(root, "show", `main:${people}`);
		commit(root, { [people]: `${list}\n`.replace("Robbie Records", "Eve Else") }, "Eve Else");
		git(root, "switch", "--quiet", "proposal");
		git(root, "merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "-m", "Merge", "own");
		expect(git(root, "diff", "main...proposal")).toBe("");
		expect(await found()).toEqual([
			`error ${people}: commit … begins a history of its own, which this proposal would merge in`,
			`error ${people}: commit … has a first governance of its own, which this proposal would merge in`,
		]);
	});

	it("may be no edit of a request that was undone again, beside whatever else", async () => {
		commit(root, { [request]: `${asked}# x\n` }, "Robbie Records", "Tidy\n\nCo-authored-by: Ingrid Governs <x@y>");
		commit(root, { [request]: asked }, "Eve Else");
		commit(root, { "dictionary/note.md": "x\n" }, "Eve Else");
		expect(await found()).toEqual(
			Array(2).fill(`error ${request}: commit … changes this request, and the proposal as a whole leaves it as it was`),
		);
	});

	it("may name nobody as author who has to decide, but warns a custodian who commits what was handed in", async () => {
		commit(root, { [request]: `${asked}# x\n` }, "Rita Research", "Tidy\n\nCo-authored-by: Robbie Records <x@y>");
		expect(await found()).toEqual([
			`error ${request}: commit … names robbie as its author, who could not decide about the request then`,
		]);
		git(root, "reset", "--quiet", "--hard", "main");
		commit(root, { [request]: `${asked}# x\n` }, "Robbie Records");
		expect(await found()).toEqual([
			`warning ${request}: commit … names robbie as its author, who could not decide about the request then`,
		]);
	});

	it("may be of the custodian who wrote a third party's request", async () => {
		const trial = "requests/heart-trial/request.yml";
		commit(root, { [trial]: `${git(root, "show", `HEAD:${trial}`)}\n# x\n` }, "Robbie Records");
		expect(await found()).toEqual([]);
	});
});
