import { describe, expect, it } from "vitest";
import { openRepository } from "../../../scripts/git/repository.ts";
import { lastChanges, recentChanges } from "../../../scripts/site/reading/history.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { commit, git, makeRepository } from "../../support/repository.ts";

const repository = (): string => makeRepository(temporaryFolder());

describe("the history of the records", () => {
	it("tells what each commit touched, newest first, whatever names and messages say", async () => {
		const root = repository();
		commit(root, { "one.md": "1", "two words é.md": "2", A: "3" }, "Person", "Begin\n\nA\tone.md");
		commit(root, { "one.md": "3" }, "A \u0001 B", "A");
		commit(root, { "one.md": undefined }, "Person", "f".repeat(40));
		const changes = await recentChanges(openRepository(root), "HEAD", 10);
		expect(changes.map(({ author, subject, files }) => ({ author, subject, files }))).toEqual([
			{ author: "Person", subject: "f".repeat(40), files: [{ how: "deleted", path: "one.md" }] },
			{ author: "A \u0001 B", subject: "A", files: [{ how: "changed", path: "one.md" }] },
			{
				author: "Person",
				subject: "Begin",
				files: ["A", "one.md", "two words é.md"].map((path) => ({ how: "added", path })),
			},
		]);
	});

	it("counts a merged branch once, when it was merged", async () => {
		const root = repository();
		commit(root, { "a.md": "1" }, "Person", "Begin");
		git(root, "switch", "--quiet", "--create", "side");
		commit(root, { "b.md": "1" });
		commit(root, { "c.md": "1" });
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "--message", "Merge the side", "side");
		const changes = await recentChanges(openRepository(root), "HEAD", 10);
		expect(changes.map(({ subject, files }) => [subject, files.map(({ path }) => path)])).toEqual([
			["Merge the side", ["b.md", "c.md"]],
			["Begin", ["a.md"]],
		]);
	});

	it("knows the commit that last changed each file, on whatever branch", async () => {
		const root = repository();
		const first = commit(root, { "a.md": "1", "b.md": "1" });
		git(root, "switch", "--quiet", "--create", "side");
		const second = commit(root, { "b.md": "2" });
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "--message", "Merge", "side");
		const changed = await lastChanges(openRepository(root), "HEAD", ["a.md", "b.md"]);
		expect([changed.get("a.md")?.commit, changed.get("b.md")?.commit]).toEqual([first, second]);
	});
});
