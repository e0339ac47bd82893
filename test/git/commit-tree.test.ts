import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commitTree } from "../../scripts/git/commit-tree.ts";
import { openRepository, resolveCommit } from "../../scripts/git/repository.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();

it("reads files as they stand in a commit, byte for byte, whatever the working folder holds", async () => {
	const root = makeRepository(join(folder, "bytes"));
	const names = ["a b.txt", "nested/é.yml", 'nested/deep/tab\tand "quote".md'];
	const first = commit(root, Object.fromEntries(names.map((name) => [name, `no newline at the end of ${name}`])));
	commit(root, { "a b.txt": "changed\n" });
	const tree = commitTree(openRepository(root), first);
	expect([...(await tree.list(""))].sort()).toEqual([...names].sort());
	expect((await tree.read("a b.txt"))?.toString()).toBe("no newline at the end of a b.txt");
	expect(await tree.read("absent")).toBeUndefined();
	const all = await tree.readAll("nested/");
	expect(all.size).toBe(2);
	expect(all.get("nested/é.yml")?.toString()).toBe("no newline at the end of nested/é.yml");
});

it("reads large and empty files, and many at once", async () => {
	const root = makeRepository(join(folder, "large"));
	const big = "0123456789\n".repeat(300_000);
	const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`m/${index}`, `${index}`]));
	const first = commit(root, { big, empty: "", same: big, ...many });
	const all = await commitTree(openRepository(root), first).readAll("");
	expect(all.get("big")?.equals(Buffer.from(big))).toBe(true);
	expect(all.get("same")?.length).toBe(big.length);
	expect(all.get("empty")?.length).toBe(0);
	expect(all.get("m/299")?.toString()).toBe("299");
});

it("leaves out links, which could lead out of the repository", async () => {
	const root = makeRepository(join(folder, "links"));
	commit(root, { real: "1" });
	symlinkSync("/etc/passwd", join(root, "link"));
	git(root, "add", "link");
	git(root, "commit", "--quiet", "-m", "link");
	const tree = commitTree(openRepository(root), git(root, "rev-parse", "HEAD"));
	expect(await tree.list("")).toEqual(["real"]);
	expect(await tree.read("link")).toBeUndefined();
});

it("shows the true text of a commit even if a replacement object stands for it", async () => {
	const root = makeRepository(join(folder, "replace"));
	const first = commit(root, { a: "true" });
	const second = commit(root, { a: "false" });
	git(root, "replace", first, second);
	const tree = commitTree(openRepository(root), first);
	expect((await tree.read("a"))?.toString()).toBe("true");
});

it("resolves branches and commits, and nothing else", async () => {
	const root = makeRepository(join(folder, "resolve"));
	const first = commit(root, { a: "1" });
	const repo = openRepository(root);
	expect(await resolveCommit(repo, "main")).toBe(first);
	expect(await resolveCommit(repo, first)).toBe(first);
	expect(await resolveCommit(repo, "absent")).toBeUndefined();
	expect(await resolveCommit(repo, "--help")).toBeUndefined();
});

it("tells a failure of git from the answer no", async () => {
	const root = makeRepository(join(folder, "failure"));
	commit(root, { a: "1" });
	const repo = openRepository(root);
	expect(await repo.holds(["merge-base", "--is-ancestor", "main", "main"])).toBe(true);
	await expect(repo.holds(["merge-base", "--is-ancestor", "main", "absent"])).rejects.toMatchObject({
		exit: "environment",
	});
	await expect(repo.raw(["show", "absent"])).rejects.toMatchObject({ exit: "environment" });
	expect(() => openRepository(join(folder, "no-such-folder"))).toThrow("there is no such folder");
	await expect(openRepository(folder).raw(["status"])).rejects.toMatchObject({ exit: "environment" });
});
