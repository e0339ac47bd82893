import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { blobId } from "../../scripts/git/blob.ts";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { temporaryFolder } from "../support/folder.ts";

function someRecords(): string {
	const folder = temporaryFolder();
	for (const path of ["a/b", "a-b", ".git", "node_modules/x", "secret"])
		mkdirSync(join(folder, "root", path), { recursive: true });
	for (const path of [
		"root/a/b/2.txt",
		"root/a/1.txt",
		"root/a-b/3.txt",
		"root/.git/config",
		"root/node_modules/x/y.yml",
		"outside.txt",
	]) {
		writeFileSync(join(folder, path), path);
	}
	symlinkSync(join(folder, "outside.txt"), join(folder, "root/a/link.txt"));
	symlinkSync(folder, join(folder, "root/a/folder"));
	return join(folder, "root");
}

it("lists plain files by prefix, sorted, and follows no link", async () => {
	const tree = folderTree(someRecords());
	expect(await tree.list("")).toEqual(["a-b/3.txt", "a/1.txt", "a/b/2.txt"]);
	expect(await tree.list("a/")).toEqual(["a/1.txt", "a/b/2.txt"]);
	expect(await tree.list("a/b/2")).toEqual(["a/b/2.txt"]);
	expect(await tree.list("nothing/")).toEqual([]);
});

it("reads a file's bytes, one or all", async () => {
	const tree = folderTree(someRecords());
	expect((await tree.read("a/1.txt"))?.toString()).toBe("root/a/1.txt");
	expect([...(await tree.readAll("a/")).keys()]).toEqual(["a/1.txt", "a/b/2.txt"]);
	expect([...(await tree.readAll("a/", (path) => path.endsWith("2.txt"))).keys()]).toEqual(["a/b/2.txt"]);
});

it("reads no file whose folder has become a link since it was listed, and no file that has", async () => {
	const root = someRecords();
	const swap = (path: string, target: string) => {
		renameSync(join(root, path), join(root, `${path}-before`));
		symlinkSync(target, join(root, path));
	};
	mkdirSync(join(root, "../b"));
	writeFileSync(join(root, "../b/2.txt"), "outside");
	let swapped = false;
	const read = await folderTree(root).readAll("a", () => {
		if (!swapped) swap("a/b", "../../b");
		if (!swapped) swap("a-b/3.txt", "../../outside.txt");
		swapped = true;
		return true;
	});
	expect([...read.keys()]).toEqual(["a/1.txt"]);
});

it("does not wait for a named pipe", async () => {
	const root = someRecords();
	execFileSync("mkfifo", [join(root, "a/pipe")]);
	expect(await folderTree(root).read("a/pipe")).toBeUndefined();
});

it.each([
	"../outside.txt",
	"a/../../outside.txt",
	"a/link.txt",
	"a/folder/outside.txt",
	"/etc/passwd",
	".git/config",
	"a",
	"a/nothing",
	"a/1.txt/x",
	"a\\1.txt",
	"a/\0",
	"",
])("has no file %j", async (path) => {
	expect(await folderTree(someRecords()).read(path)).toBeUndefined();
});

it("holds files in memory alike", async () => {
	const tree = memoryTree(
		"memory",
		new Map([
			["b/1", Buffer.from("x")],
			["a", Buffer.from("y")],
		]),
	);
	expect(await tree.list("")).toEqual(["a", "b/1"]);
	expect([...(await tree.readAll("b/")).keys()]).toEqual(["b/1"]);
	expect([...(await tree.readAll("")).keys()]).toEqual(["a", "b/1"]);
	expect(await tree.read("c")).toBeUndefined();
});

it.each(["", "hello\n", "ü\0"])("names content as git does (%j)", (text) => {
	const named = execFileSync("git", ["hash-object", "--stdin"], { input: text }).toString().trim();
	expect(blobId(Buffer.from(text))).toBe(named);
});
