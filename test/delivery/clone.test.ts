import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { behindNote } from "../../scripts/delivery/clone.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
let count = 0;
let root: string;
let other: string;

beforeEach(() => {
	const place = join(folder, `${++count}`);
	const origin = makeRepository(join(place, "origin.git"), "--bare");
	other = makeRepository(join(place, "other"));
	commit(other, { "README.md": "x" });
	git(other, "remote", "add", "origin", origin);
	git(other, "push", "--quiet", "origin", "main");
	root = join(place, "the records' clone");
	git(place, "clone", "--quiet", origin, root);
});

/** Somebody else records something, and the clone has fetched it, as a delivery does. */
function recorded(): void {
	commit(other, { "recorded.txt": "x" });
	git(other, "push", "--quiet", "origin", "main");
	git(root, "fetch", "--quiet");
}

/** Runs the command at the end of a note, as a reader would paste it. */
function paste(note: string | undefined): void {
	const env = { ...process.env, GIT_AUTHOR_NAME: "x", GIT_AUTHOR_EMAIL: "x@example.org" };
	execFileSync("sh", ["-c", note?.slice(note.indexOf(": git ") + 2) ?? ""], {
		env: { ...env, GIT_COMMITTER_NAME: "x", GIT_COMMITTER_EMAIL: "x@example.org", GIT_MERGE_AUTOEDIT: "no" },
		stdio: "ignore",
	});
}

describe("a clone in which deliveries are made", () => {
	it("is said nothing of while it has all that is recorded", async () => {
		expect(await behindNote(root)).toBeUndefined();
		commit(root, { "own.txt": "x" });
		expect(await behindNote(root)).toBeUndefined();
	});

	it("is brought up to date by the command that is printed", async () => {
		recorded();
		const note = await behindNote(root);
		expect(note?.replace(folder, "")).toMatchInlineSnapshot(
			`"The branch main of this clone lacks 1 commit of origin/main, where deliveries are recorded. Bring it up to date: git -C '/2/the records'\\'' clone' merge --ff-only origin/main"`,
		);
		paste(note);
		expect(await behindNote(root)).toBeUndefined();
		expect(git(root, "log", "-1", "--format=%s%d")).toContain("HEAD -> main, origin/main");
	});

	it("may have another branch checked out", async () => {
		git(root, "switch", "--quiet", "-c", "request");
		recorded();
		paste(await behindNote(root));
		expect(await behindNote(root)).toBeUndefined();
		expect(git(root, "branch", "--show-current")).toBe("request");
	});

	it.each(["main", "request"])("may have commits of its own, with %s checked out", async (branch) => {
		commit(root, { "own.txt": "x" });
		if (branch !== "main") git(root, "switch", "--quiet", "-c", branch);
		recorded();
		paste(await behindNote(root));
		expect(await behindNote(root)).toBeUndefined();
		expect(git(root, "ls-files")).toContain("own.txt");
	});

	it("has nothing to be out of date without files, without a main branch, or without git", async () => {
		const bare = join(root, "../bare.git");
		git(root, "clone", "--quiet", "--mirror", join(root, "../origin.git"), bare);
		expect(await behindNote(bare)).toBeUndefined();
		recorded();
		git(root, "switch", "--quiet", "--detach", "origin/main");
		git(root, "branch", "--quiet", "-D", "main");
		expect(await behindNote(root)).toBeUndefined();
		expect(await behindNote(temporaryFolder())).toBeUndefined();
	});
});
