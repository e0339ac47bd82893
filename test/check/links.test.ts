import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { checkRepository } from "../../scripts/check/repository.ts";
import { commitTree } from "../../scripts/git/commit-tree.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { showCommand } from "../../scripts/request/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKeys, makeRecords } from "../support/records.ts";
import { git } from "../support/repository.ts";

const folder = temporaryFolder();
const says =
	"this is a link, which counts for nothing: a record is a plain file, and no link is followed. Put the file itself in its place.";
let root: string;
let head: string;
beforeAll(() => {
	root = makeRecords(folder, "records", makeKeys(join(folder, "keys")));
	mkdirSync(join(root, "elsewhere/asthma"), { recursive: true });
	writeFileSync(join(root, "elsewhere/asthma/request.yml"), git(root, "show", "HEAD:requests/sepsis/request.yml"));
	rmSync(join(root, "requests/sepsis/request.yml"));
	symlinkSync("../../elsewhere/asthma/request.yml", join(root, "requests/sepsis/request.yml"));
	symlinkSync("../elsewhere/asthma", join(root, "requests/asthma"));
	symlinkSync("README.md", join(root, "dictionary/README.md"));
	git(root, "add", "--all");
	git(root, "commit", "--quiet", "-m", "Links");
	head = git(root, "rev-parse", "HEAD");
});

it.each(["folder", "commit"])("names every link among the records of a %s", async (kind) => {
	const tree = kind === "folder" ? folderTree(root) : commitTree(openRepository(root), head);
	const { issues } = await checkRepository(tree, "2026-03-31");
	expect(issues.filter(({ rule }) => rule === "link").map(formatIssue)).toEqual(
		["dictionary/README.md", "requests/asthma", "requests/sepsis/request.yml"].map(
			(path) => `${path}:1:1 error: ${says}`,
		),
	);
});

it.each([
	["sepsis", "requests/sepsis/request.yml"],
	["asthma", "requests/asthma"],
])(
	"names the link that stands where the request of %s should, when it is shown, approved or delivered",
	async (project, file) => {
		const expected = { exit: "invalid", issues: [expect.objectContaining({ file, rule: "link" })] };
		await expect(showCommand({ root, project, print: () => {} })).rejects.toMatchObject(expected);
		const now = new Date("2026-03-31T09:30:00Z");
		const judged = projectApprovals(recordsReading(openRepository(root)), { commit: head, project, now });
		await expect(judged).rejects.toMatchObject(expected);
	},
);
