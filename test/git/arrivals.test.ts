import { join } from "node:path";
import { expect, it } from "vitest";
import { arrivals } from "../../scripts/git/arrivals.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

it("finds for every commit the one of the main line with which it came in, along side branches of side branches", async () => {
	const root = makeRepository(join(temporaryFolder(), "records"));
	const change = (file: string, branch?: string) => {
		if (branch !== undefined) git(root, "switch", "--quiet", "-c", branch);
		commit(root, { [file]: file });
		return git(root, "rev-parse", "HEAD");
	};
	const merge = (into: string, branch: string) => {
		git(root, "switch", "--quiet", into);
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", branch);
		return git(root, "rev-parse", "HEAD");
	};
	const first = change("a");
	const side = change("b", "side");
	const inner = change("c", "inner");
	git(root, "switch", "--quiet", "side");
	const own = change("d");
	const innerMerge = merge("side", "inner");
	const last = merge("main", "side");
	const found = await arrivals(openRepository(root), last);
	expect(found).toEqual(
		new Map([[first, first], ...[last, side, inner, own, innerMerge].map((each) => [each, last] as const)]),
	);
});
