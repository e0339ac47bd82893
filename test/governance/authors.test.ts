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
		expect(found.map(({ names, paths }) => [names.join(), paths.join()])).toContainEqual(["Rita", path]);
	});
});
