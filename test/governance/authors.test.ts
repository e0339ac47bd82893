import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { authorsAt } from "../../scripts/audit/authors-at.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { allRequestAuthors, requestAuthors } from "../../scripts/governance/authors.ts";
import { requestPath } from "../../scripts/records/paths.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const path = requestPath("sepsis");

/** Written on a branch, amended with a co-author, merged with a change of the merger's own, and another beside it. */
function history(): string {
	const root = makeRepository(join(temporaryFolder(), "records"));
	commit(root, { "README.md": "x" }, "Robbie");
	git(root, "switch", "--quiet", "-c", "asked");
	commit(root, { [path]: "one\n" }, "Rita");
	commit(root, { [path]: "two\n" }, "@aaaaaaaaaaaaaaaaaaaa", "Amend\n\nCo-authored-by: Tom <tom@example.org>");
	git(root, "switch", "--quiet", "main");
	commit(root, { "requests/heart/request.yml": "h\n" }, "Hera");
	git(root, "merge", "--quiet", "--no-ff", "--no-commit", "asked");
	commit(root, { [path]: "three\n" }, "Mallory", "Merge");
	commit(root, { "README.md": "y" }, "Somebody else");
	return root;
}

describe("the authors of all requests, read at once", () => {
	it("are for each project and each commit of the main line those that are read one by one", async () => {
		const root = history();
		const repo = openRepository(root);
		const line = git(root, "rev-list", "--first-parent", "--reverse", "HEAD").split("\n");
		const authors = await authorsAt(repo, "HEAD", line);
		for (const at of line) {
			for (const project of ["sepsis", "heart", "none"]) {
				expect(authors(at, project)).toEqual(await requestAuthors(repo, at, project));
			}
		}
		expect(authors(line.at(-1) ?? "", "sepsis")).toEqual(["@aaaaaaaaaaaaaaaaaaaa", "Mallory", "Rita", "Tom"]);
		expect(authors(git(root, "rev-parse", "asked"), "sepsis")).toBeUndefined();
	});

	it("say which commit they wrote", async () => {
		const found = await allRequestAuthors(openRepository(history()), "HEAD");
		expect(found.map((each) => [each.names.join(), each.path])).toContainEqual(["Rita", path]);
	});
});

describe("a version that came in with a merge and never stood on the main line", () => {
	/** A request by Rita; a branch that edits it in the names of others and undoes that, merged. */
	function undone(): string {
		const root = makeRepository(join(temporaryFolder(), "records"));
		commit(root, { [path]: "one\n" }, "Rita");
		git(root, "switch", "--quiet", "-c", "side");
		commit(root, { [path]: "two\n" }, "Robbie", "Tidy\n\nCo-authored-by: Ingrid <i@example.org>");
		commit(root, { [path]: "two and a half\n" }, "Carla");
		git(root, "tag", "taken");
		commit(root, { [path]: "one\n" }, "Eve");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "side");
		return root;
	}

	/** The authors, which the audit's one reading gives alike for each commit of the main line. */
	async function authors(root: string): Promise<readonly string[]> {
		const repo = openRepository(root);
		const line = git(root, "rev-list", "--first-parent", "--reverse", "HEAD").split("\n");
		const at = await authorsAt(repo, "HEAD", line);
		for (const each of line) expect(at(each, "sepsis")).toEqual(await requestAuthors(repo, each, "sepsis"));
		return requestAuthors(repo, "HEAD", "sepsis");
	}

	it("makes nobody an author", async () => {
		expect(await authors(undone())).toEqual(["Rita"]);
	});

	it("makes nobody an author beside a change of another project, nor through a later amendment", async () => {
		const root = undone();
		git(root, "switch", "--quiet", "-c", "amend");
		commit(root, { [path]: "three\n" }, "Tom");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "amend");
		git(root, "switch", "--quiet", "-c", "other", "HEAD");
		commit(root, { [path]: "four\n" }, "Robbie");
		commit(root, { [path]: "three\n", "requests/heart/request.yml": "h\n" }, "Eve");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "other");
		expect(await authors(root)).toEqual(["Rita", "Tom"]);
	});

	it("makes its writers authors once another merge takes it up, and those before them", async () => {
		const root = undone();
		git(root, "switch", "--quiet", "-c", "again", "taken");
		commit(root, { "note.md": "x" }, "Eve");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "--no-commit", "again");
		git(root, "checkout", "--quiet", "again", "--", path);
		git(root, "commit", "--quiet", "-m", "Merge");
		expect(git(root, "show", `HEAD:${path}`)).toBe("two and a half");
		expect(await authors(root)).toEqual(["Carla", "Ingrid", "Rita", "Robbie"]);
	});

	it("makes whoever wrote it an author where the merge brings another in", async () => {
		const root = makeRepository(join(temporaryFolder(), "records"));
		commit(root, { [path]: "one\n" }, "Rita");
		git(root, "switch", "--quiet", "-c", "side");
		commit(root, { [path]: "two\n" }, "Robbie");
		commit(root, { [path]: "three\n" }, "Eve");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "side");
		expect(await authors(root)).toEqual(["Eve", "Rita", "Robbie"]);
	});
});
