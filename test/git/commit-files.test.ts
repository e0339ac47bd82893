import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { commitFiles } from "../../scripts/git/commit-files.ts";
import { fetchBranch, openRepository } from "../../scripts/git/repository.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
const author = { name: "Hampton Hub", email: "hub@example.org" };
const now = new Date("2026-03-31T09:30:00Z");

let count = 0;
function originAndClones(clones: number): { origin: string; clones: string[] } {
	const base = join(folder, `case-${++count}`);
	const origin = makeRepository(join(base, "origin.git"), "--bare");
	const first = makeRepository(join(base, "first"));
	commit(first, { "README.md": "records\n", "requests/one/request.yml": "title: One\n" });
	git(first, "push", "--quiet", origin, "main");
	const paths = Array.from({ length: clones }, (_, index) => join(base, `clone-${index}`));
	for (const path of paths) git(base, "clone", "--quiet", origin, path);
	return { origin, clones: paths };
}

const files = (entries: Record<string, string>) =>
	new Map(Object.entries(entries).map(([path, text]) => [path, Buffer.from(text)]));

describe("recording files on a branch of a remote", () => {
	it("pushes one commit on top of the branch and leaves the working folder alone", async () => {
		const { origin, clones } = originAndClones(1);
		const root = clones[0] as string;
		writeFileSync(join(root, "README.md"), "being edited\n");
		const { commit: made } = await commitFiles(openRepository(root), {
			remote: "origin",
			branch: "main",
			files: files({ "requests/one/a.json": "{}\n" }),
			message: "Record a",
			author,
			now,
		});
		expect(git(origin, "rev-parse", "main")).toBe(made);
		expect(git(origin, "show", "main:requests/one/a.json")).toBe("{}");
		expect(git(origin, "log", "-1", "--format=%an|%ae|%aI|%s", "main")).toBe(
			"Hampton Hub|hub@example.org|2026-03-31T09:30:00+00:00|Record a",
		);
		expect(git(origin, "diff", "--name-status", "main~1", "main")).toBe("A\trequests/one/a.json");
		expect(git(root, "status", "--porcelain")).toBe("M README.md".padStart(12));
		expect(readdirSync(root).sort()).toEqual([".git", "README.md", "requests"]);
	});

	it("has nothing to do when the same bytes stand already, and gives the head", async () => {
		const { origin, clones } = originAndClones(1);
		const repo = openRepository(clones[0] as string);
		const wanted = {
			remote: "origin",
			branch: "main",
			files: files({ "a.json": "1" }),
			message: "Record",
			author,
			now,
		};
		const first = await commitFiles(repo, wanted);
		const second = await commitFiles(repo, { ...wanted, now: new Date("2027-01-01T00:00:00Z") });
		expect(second).toEqual(first);
		expect(git(origin, "rev-list", "--count", "main")).toBe("2");
	});

	it.each([
		["other bytes at the path", { "README.md": "other\n" }],
		["a file where a folder is wanted", { "README.md/a.json": "x" }],
		["a folder where a file is wanted", { "requests/one": "x" }],
	])("refuses %s and records nothing", async (_, wanted) => {
		const { origin, clones } = originAndClones(1);
		const before = git(origin, "rev-parse", "main");
		const attempt = commitFiles(openRepository(clones[0] as string), {
			remote: "origin",
			branch: "main",
			files: files({ ...wanted, "new.json": "1" }),
			message: "Record",
			author,
			now,
		});
		await expect(attempt).rejects.toMatchObject({
			exit: "invalid",
			message: expect.stringContaining("is taken by other content"),
		});
		expect(git(origin, "rev-parse", "main")).toBe(before);
	});

	it("loses nothing when six writers push at once from three clones", async () => {
		const { origin, clones } = originAndClones(3);
		await Promise.all(
			Array.from({ length: 6 }, (_, index) =>
				commitFiles(openRepository(clones[index % 3] as string), {
					remote: "origin",
					branch: "main",
					files: files({ [`events/${index}.json`]: `${index}` }),
					message: `Record ${index}`,
					author,
					now,
				}),
			),
		);
		expect(git(origin, "ls-tree", "--name-only", "main:events").split("\n")).toEqual(
			[0, 1, 2, 3, 4, 5].map((n) => `${n}.json`),
		);
		expect(git(origin, "rev-list", "--count", "main")).toBe("7");
	});

	it("leaves all or nothing when killed at any moment, and can be run again", async () => {
		const { origin, clones } = originAndClones(1);
		const root = clones[0] as string;
		const script = join(folder, "writer.ts");
		const scripts = join(import.meta.dirname, "../../scripts/git");
		writeFileSync(
			script,
			`import { commitFiles } from "${scripts}/commit-files.ts";
			import { openRepository } from "${scripts}/repository.ts";
			await commitFiles(openRepository(process.argv[2]), { remote: "origin", branch: "main",
				files: new Map([["k/1.json", Buffer.from("1")], ["k/1.json.sig", Buffer.from("s")]]),
				message: "Record", author: { name: "Hub", email: "hub@example.org" }, now: new Date(0) });`,
		);
		for (const delay of [120, 160, 200, 240, 280]) {
			const child = spawn(process.execPath, [script, root], { stdio: "ignore" });
			const ended = new Promise((resolve) => child.on("exit", resolve));
			await Promise.race([setTimeout(delay), ended]);
			child.kill("SIGKILL");
			await ended;
			const there = git(origin, "ls-tree", "-r", "--name-only", "main")
				.split("\n")
				.filter((path) => path.startsWith("k/"));
			expect([0, 2]).toContain(there.length);
		}
		await commitFiles(openRepository(root), {
			remote: "origin",
			branch: "main",
			files: files({ "k/1.json": "1", "k/1.json.sig": "s" }),
			message: "Record",
			author,
			now,
		});
		expect(git(origin, "rev-list", "--count", "main")).toBe("2");
		expect(git(root, "status", "--porcelain")).toBe("");
	});

	it("says what to do when the remote cannot be reached, without the login in its address", async () => {
		const { clones } = originAndClones(1);
		const root = clones[0] as string;
		git(root, "remote", "set-url", "origin", "https://robbie:secret-word@127.0.0.1:9/records.git");
		const attempt = commitFiles(openRepository(root), {
			remote: "origin",
			branch: "main",
			files: files({ a: "1" }),
			message: "x",
			author,
			now,
		});
		const failure = await attempt.then(
			() => undefined,
			(error: Error) => error,
		);
		expect(failure).toMatchObject({ exit: "environment" });
		expect(failure?.message).not.toContain("secret-word");
	});
});

describe("recording files on a branch of this repository", () => {
	it("moves the branch", async () => {
		const root = makeRepository(join(folder, "local"));
		const first = commit(root, { a: "1" });
		await commitFiles(openRepository(root), { branch: "side", files: files({ b: "2" }), message: "Side", author, now });
		expect(git(root, "ls-tree", "--name-only", "side")).toBe("b");
		await commitFiles(openRepository(root), { branch: "main", files: files({ b: "2" }), message: "Main", author, now });
		expect(git(root, "rev-parse", "main~1")).toBe(first);
	});

	it("runs no hook of the repository", async () => {
		const root = makeRepository(join(folder, "hooks"));
		commit(root, { a: "1" });
		writeFileSync(join(root, ".git/hooks/reference-transaction"), "#!/bin/sh\ntouch hook-ran\nexit 1\n", {
			mode: 0o755,
		});
		await commitFiles(openRepository(root), { branch: "main", files: files({ b: "2" }), message: "Main", author, now });
		expect(readdirSync(root)).not.toContain("hook-ran");
	});
});

describe("fetching a branch", () => {
	const fetched = (root: string) => fetchBranch(openRepository(root), "origin", "main");

	it("follows it, and gives nothing where there is none", async () => {
		const { origin, clones } = originAndClones(2);
		const [one = "", other = ""] = clones;
		const head = commit(other, { "b.txt": "b" });
		git(other, "push", "--quiet");
		expect(await fetched(one)).toBe(head);
		expect(await fetchBranch(openRepository(one), "origin", "nowhere")).toBeUndefined();
		expect(git(origin, "rev-parse", "main")).toBe(head);
	});

	it.each([
		["other commits", (root: string) => void git(root, "commit", "--quiet", "--amend", "-m", "Other")],
		["the newest taken away", (root: string) => void git(root, "reset", "--quiet", "--hard", "HEAD~1")],
	])("stops when its history was rewritten: %s", async (_, rewrite) => {
		const { clones } = originAndClones(2);
		const [one = "", other = ""] = clones;
		commit(other, { "b.txt": "b" });
		git(other, "push", "--quiet");
		const seen = await fetched(one);
		rewrite(other);
		git(other, "push", "--quiet", "--force");
		const promise = fetched(one);
		await expect(promise).rejects.toMatchObject({ exit: "unverified" });
		await expect(promise).rejects.toThrow(/origin\/main was rewritten/);
		expect(git(one, "rev-parse", "origin/main")).toBe(seen);
		git(one, "fetch", "--quiet", "origin");
		expect(await fetched(one)).toBe(git(other, "rev-parse", "HEAD"));
	});
});
