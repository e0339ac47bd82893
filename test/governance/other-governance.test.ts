import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { governanceInForce } from "../../scripts/governance/governance.ts";
import { otherGovernance } from "../../scripts/governance/other-governance.ts";
import type { PeopleList } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, peopleList, recordFiles } from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const peopleFile = "requests/governance/people.yml";
const folder = temporaryFolder();
let keys: Keys;
let root: string;
let genuine: string;
let begin: string;

/** The people with robbie's key revoked. */
const revoked = (): PeopleList => {
	const list = peopleList(keys);
	const people = list.people.map((person) =>
		person.id === "robbie"
			? { ...person, signingKeys: [{ key: keys.robbie.publicKey, added: "2026-01-01", revoked: "2026-03-01" }] }
			: person,
	);
	return { ...list, people };
};

beforeAll(async () => {
	keys = makeKeys(join(folder, "keys"));
	root = makeRecords(folder, "records", keys);
	begin = git(root, "rev-parse", "HEAD");
	git(root, "switch", "--quiet", "-c", "change");
	commit(root, { [peopleFile]: stringify(revoked()) });
	for (const who of ["ingrid", "carla"] as const) {
		const now = new Date("2026-03-31T09:00:00Z");
		await approve({ root, project: "governance", key: keys[who].file, decision: "approve", now });
	}
	git(root, "switch", "--quiet", "main");
	commit(root, { "README.md": "x" });
	git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "change");
	genuine = git(root, "rev-parse", "HEAD");
});

const head = () => git(root, "rev-parse", "HEAD");
const found = async () => (await otherGovernance(openRepository(root), head())).map(({ message }) => message);
const version = async () => (await governanceInForce(openRepository(root), head())).inForce.version;

describe("governance that a merge dropped", () => {
	it("is none where changes came in by merges from branches", async () => {
		expect(await version()).toBe(1);
		expect(await found()).toEqual([]);
	});

	it("is found when a merge on a branch that began before the change is taken for main", async () => {
		git(root, "switch", "--quiet", "--detach", begin);
		commit(root, { "note.md": "x" }, "Eve Else");
		git(root, "merge", "--quiet", "--no-commit", "--no-ff", genuine);
		commit(root, { [peopleFile]: recordFiles(keys)[peopleFile] }, "Eve Else");
		expect(await version()).toBe(0);
		expect(await found()).toContainEqual(expect.stringMatching(/^version 1 of the governance .* dropped it$/));
	});

	it("is found when somebody puts a first governance of their own before it", async () => {
		git(root, "switch", "--quiet", "--orphan", "own");
		const list = peopleList(keys);
		const own = { key: keys.eve.publicKey, added: "2026-01-01" };
		const people = list.people.map((person) => ({ ...person, signingKeys: person.id === "robbie" ? [own] : [] }));
		commit(root, { ...recordFiles(keys), [peopleFile]: stringify({ ...list, people }) }, "Eve Else");
		git(root, "merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "-m", "Merge", genuine);
		expect((await governanceInForce(openRepository(root), head())).inForce.people.people[1]?.signingKeys).toEqual([]);
		expect(await found()).toContainEqual(expect.stringMatching(/has a first governance of its own/));
	});

	it("is none where two changes were made side by side, of which one was merged first", async () => {
		git(root, "switch", "--quiet", "--detach", begin);
		commit(root, { [peopleFile]: stringify({ ...peopleList(keys), people: peopleList(keys).people.slice(0, -3) }) });
		const other = head();
		git(root, "switch", "--quiet", "--detach", genuine);
		git(root, "merge", "--quiet", "--strategy=ours", "-m", "Merge", other);
		expect(await found()).toEqual([]);
	});
});

describe("a first governance after commits that were none", () => {
	const nobody = (): PeopleList => {
		const list = peopleList(keys);
		const people = list.people.filter(({ id }) => id !== "carla" && id !== "gus");
		return { ...list, people };
	};
	const own = (): PeopleList => {
		const list = peopleList(keys);
		const key = { key: keys.eve.publicKey, added: "2026-01-01" };
		return {
			...list,
			people: list.people.map((person) => ({ ...person, signingKeys: [key].slice(+(person.id !== "carla")) })),
		};
	};
	let before: string;
	let main: string;
	beforeAll(() => {
		root = makeRepository(join(folder, "begun"));
		before = commit(root, { ...recordFiles(keys), [peopleFile]: stringify(nobody()) });
		begin = commit(root, { [peopleFile]: stringify(peopleList(keys)) });
		main = commit(root, { "README.md": "x" });
		git(root, "switch", "--quiet", "--detach");
	});

	it("is found when a merge takes in another one that began beside it, which is never in force", async () => {
		git(root, "switch", "--quiet", "--detach", before);
		const other = commit(root, { [peopleFile]: stringify(own()) }, "Eve Else");
		git(root, "switch", "--quiet", "--detach", main);
		git(root, "merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "Merge", other);
		commit(root, { [peopleFile]: stringify(own()) }, "Eve Else");
		expect((await governanceInForce(openRepository(root), head())).inForce.commit).toBe(begin);
		expect(await found()).toEqual([expect.stringMatching(/has a first governance of its own/)]);
	});

	it("is found when a merge on a branch that began before it takes its place", async () => {
		git(root, "switch", "--quiet", "--detach", before);
		commit(root, { "note.md": "x" }, "Eve Else");
		git(root, "merge", "--quiet", "--no-commit", "--no-ff", main);
		commit(root, { [peopleFile]: stringify(own()) }, "Eve Else");
		expect((await governanceInForce(openRepository(root), head())).first.commit).toBe(head());
		expect(await found()).toEqual([expect.stringMatching(/has a first governance of its own/)]);
	});

	it("is not in doubt where the same one came in by a merge turned round", async () => {
		git(root, "switch", "--quiet", "--detach", before);
		commit(root, { "note.md": "x" });
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", main);
		expect(await found()).toEqual([]);
	});
});
