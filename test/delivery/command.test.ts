import { join } from "node:path";
import { expect, it } from "vitest";
import { deliverCommand } from "../../scripts/delivery/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

/** Delivers all that are due of records without a request, and gives what is printed. */
async function deliverAll(root: string): Promise<readonly string[]> {
	const lines: string[] = [];
	const print = (line: string) => void lines.push(line);
	const now = () => new Date("2026-03-31T09:00:00Z");
	await deliverCommand({ root, all: true, dryRun: false, env: {}, now, print, progress: () => {} });
	return lines;
}

it("says that nothing is due where nothing was asked for, and how to add a remote that is not there", async () => {
	const folder = temporaryFolder();
	const root = makeRepository(join(folder, "records"));
	commit(root, { "README.md": "x" });
	await expect(deliverAll(root)).rejects.toMatchObject({
		exit: "environment",
		message: `${root}: this clone has no remote "origin". Add it: git remote add origin <address>`,
	});
	const origin = makeRepository(join(folder, "origin.git"), "--bare");
	git(root, "remote", "add", "origin", origin);
	git(root, "push", "--quiet", "origin", "main");
	expect(await deliverAll(root)).toEqual(["Nothing is due: there is no request."]);
	git(root, "remote", "set-url", "origin", join(folder, "elsewhere.git"));
	await expect(deliverAll(root)).rejects.toMatchObject({ message: expect.stringContaining("git ls-remote failed") });
});
