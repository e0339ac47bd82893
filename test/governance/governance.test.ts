import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { commitTree } from "../../scripts/git/commit-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { governanceHistory, governanceInForce } from "../../scripts/governance/governance.ts";
import { recordsInForce } from "../../scripts/governance/records-in-force.ts";
import { readRecords } from "../../scripts/records/records.ts";
import type { PeopleList } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { confirmedKey, type Keys, makeKeys, makeRecords, peopleList, policy, recordFiles } from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
});

const now = new Date("2026-03-31T09:30:00Z");
const peopleFile = "requests/governance/people.yml";
const policyFile = "requests/governance/policy.yml";
let count = 0;
const records = (): string => makeRecords(folder, `records-${++count}`, keys);
const inForce = (root: string) => governanceInForce(openRepository(root), git(root, "rev-parse", "HEAD"));
const sign = (root: string, who: keyof Keys, project = "governance", at = now) =>
	approve({ root, project, key: keys[who].file, decision: "approve", now: at });

/** The people with Eve added to a role. */
function withEve(): PeopleList {
	const list = peopleList(keys);
	const eve = {
		id: "eve",
		name: "Eve Else",
		organisation: "hampton",
		roles: ["data-custodian" as const, "information-governance" as const],
		signingKeys: [{ key: keys.eve.publicKey, added: "2026-01-01" }],
	};
	return { ...list, people: [...list.people, eve] };
}

describe("governance", () => {
	it("is at first what the first commit says", async () => {
		const { inForce: first, pending } = await inForce(records());
		expect(first.version).toBe(0);
		expect(pending).toBeUndefined();
	});

	it("does not let a change add its own approver", async () => {
		const root = records();
		commit(root, { [peopleFile]: stringify(withEve()) }, "Eve Else");
		const { inForce: still, pending } = await inForce(root);
		expect(still.version).toBe(0);
		expect(still.people.people.map(({ id }) => id)).not.toContain("eve");
		expect(pending?.roles.map(({ role, state }) => [role, state])).toEqual([
			["information-governance", "missing"],
			["caldicott-guardian", "missing"],
		]);
		await expect(sign(root, "eve")).rejects.toMatchObject({ exit: "key" });
		await expect(sign(root, "eve", "sepsis")).rejects.toMatchObject({ exit: "key" });
	});

	it("changes once the roles of the version before have signed exactly this change, by two people", async () => {
		const root = records();
		commit(root, { [peopleFile]: stringify(withEve()) });
		await sign(root, "ingrid");
		expect((await inForce(root)).inForce.version).toBe(0);
		await sign(root, "carla");
		const { inForce: changed, pending } = await inForce(root);
		expect(changed.version).toBe(1);
		expect(pending).toBeUndefined();
		await sign(root, "eve", "sepsis");
		const { status } = await projectApprovals(recordsReading(openRepository(root)), {
			commit: git(root, "rev-parse", "HEAD"),
			project: "sepsis",
			now,
		});
		expect(status.roles[0]?.decision?.value.approver).toBe("eve");
	});

	it("changes with the merge of a branch on which change and approvals were made", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "change");
		commit(root, { [peopleFile]: stringify(withEve()) });
		await sign(root, "ingrid");
		await sign(root, "carla");
		git(root, "switch", "--quiet", "main");
		expect((await inForce(root)).inForce.version).toBe(0);
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "change");
		expect((await inForce(root)).inForce.version).toBe(1);
	});

	it("does not change when something else is slipped in after the approvals", async () => {
		const root = records();
		commit(root, { [peopleFile]: stringify(withEve()) });
		await sign(root, "ingrid");
		commit(root, { [policyFile]: stringify({ ...policy, retention: { maxMonths: 600 } }) });
		await sign(root, "carla");
		const { inForce: still, pending } = await inForce(root);
		expect(still.version).toBe(0);
		expect(pending?.roles.map(({ state }) => state)).toEqual(["void", "approved"]);
	});

	it("is not taken back to an older version by its old approvals", async () => {
		const root = records();
		const change = async (list: PeopleList, hour: number): Promise<void> => {
			commit(root, { [peopleFile]: stringify(list) });
			await sign(root, "ingrid", "governance", new Date(now.getTime() + hour * 3_600_000));
			await sign(root, "carla", "governance", new Date(now.getTime() + hour * 3_600_000));
		};
		await change(withEve(), 0);
		expect((await inForce(root)).inForce.version).toBe(1);
		await change(peopleList(keys), 1);
		expect((await inForce(root)).inForce.version).toBe(2);
		commit(root, { [peopleFile]: stringify(withEve()) });
		const { inForce: still } = await inForce(root);
		expect(still.version).toBe(2);
		expect(still.people.people.map(({ id }) => id)).not.toContain("eve");
	});

	it.each<[string, (list: PeopleList) => PeopleList]>([
		["an age key", (list) => alter(list, "tom", { ageKeys: [confirmedKey("y")] })],
		["training", (list) => alter(list, "robbie", { training: { expires: "2027-01-01" } })],
		[
			"a newcomer who only asks",
			(list) => ({
				...list,
				people: [...list.people, { id: "nina", name: "Nina New", organisation: "hampton", roles: ["requester"] }],
			}),
		],
	])("needs no approval for %s", async (_, altered) => {
		const root = records();
		const before = (await inForce(root)).inForce;
		commit(root, { [peopleFile]: stringify(altered(peopleList(keys))) });
		const { inForce: after, pending } = await inForce(root);
		expect(pending).toBeUndefined();
		expect(after.chain).toBe(before.chain);
		expect(after.blobs.people).not.toBe(before.blobs.people);
	});

	it.each<[string, (list: PeopleList) => PeopleList]>([
		["a role", (list) => alter(list, "carla", { roles: ["caldicott-guardian", "data-custodian"] })],
		["a role for somebody who only asked", (list) => alter(list, "tom", { roles: ["data-custodian"] })],
		[
			"a signing key",
			(list) => alter(list, "carla", { signingKeys: [{ key: keys.eve.publicKey, added: "2026-01-01" }] }),
		],
		[
			"a signing key for somebody who only asked",
			(list) => alter(list, "tom", { signingKeys: [{ key: keys.eve.publicKey, added: "2026-01-01" }] }),
		],
		[
			"a day from which a key counts",
			(list) => alter(list, "carla", { signingKeys: [{ key: keys.carla.publicKey, added: "2020-01-01" }] }),
		],
		["a git name", (list) => alter(list, "robbie", { gitNames: [] })],
		["a department", (list) => alter(list, "leo", { department: "Imaging" })],
		[
			"the hub's key",
			(list) => ({ ...list, hub: { signingKeys: [{ key: keys.eve.publicKey, added: "2026-01-01" }] } }),
		],
		["a person taken out", (list) => ({ ...list, people: list.people.filter(({ id }) => id !== "carla") })],
	])("needs approval for %s", async (_, altered) => {
		const root = records();
		commit(root, { [peopleFile]: stringify(altered(peopleList(keys))) });
		expect((await inForce(root)).pending).toBeDefined();
	});

	it("stays as it was while its files are broken, or name a person or key twice", async () => {
		const root = records();
		const list = peopleList(keys);
		const twice = [
			"people: [",
			stringify({ ...list, people: [...list.people, list.people[0]] }),
			stringify(alter(list, "leo", { signingKeys: [{ key: keys.robbie.publicKey, added: "2026-01-01" }] })),
			stringify({ ...list, hub: { signingKeys: [{ key: keys.robbie.publicKey, added: "2026-01-01" }] } }),
		];
		for (const text of twice) {
			commit(root, { [peopleFile]: text });
			const { inForce: still, issues } = await inForce(root);
			expect(still.version).toBe(0);
			expect(issues.length).toBeGreaterThan(0);
		}
	});
});

describe("a first governance", () => {
	/** The people with carla as the only Caldicott guardian, changed. */
	const carla = (change: Partial<PeopleList["people"][number]>) => alter(alone(), "carla", change);
	const alone = (): PeopleList => ({
		...peopleList(keys),
		people: peopleList(keys).people.filter(({ id }) => id !== "gus"),
	});
	const begun = (list: PeopleList): string => {
		const root = makeRepository(join(folder, `begun-${++count}`));
		commit(root, { ...recordFiles(keys), [peopleFile]: stringify(list) });
		return root;
	};
	const states = (root: string) => governanceHistory(openRepository(root), git(root, "rev-parse", "HEAD"));

	it.each<[string, () => PeopleList]>([
		["nobody has one of its roles", () => carla({ roles: ["requester"] })],
		["whoever has one of its roles has left", () => carla({ left: "2026-02-01" })],
		[
			"one person has both of its roles",
			() => ({
				...alone(),
				people: alter(alone(), "ingrid", {
					roles: ["information-governance", "caldicott-guardian"],
				}).people.filter(({ id }) => id !== "carla" && id !== "ivan"),
			}),
		],
	])("is none while %s, and then the first that could be changed", async (_, list) => {
		const root = begun(list());
		expect(await states(root)).toEqual([]);
		await expect(inForce(root)).rejects.toMatchObject({
			exit: "invalid",
			issues: [{ message: "caldicott-guardian has nobody of its own, so this cannot be the first version" }],
		});
		await expect(sign(root, "robbie", "sepsis")).rejects.toMatchObject({ exit: "invalid" });
		const begin = commit(root, { [peopleFile]: stringify(peopleList(keys)) });
		expect((await inForce(root)).first).toMatchObject({ version: 0, commit: begin });
		await sign(root, "robbie", "sepsis");
	});

	it("is one with a person for each role, whoever else has them", async () => {
		const both = alter(peopleList(keys), "ingrid", { roles: ["information-governance", "caldicott-guardian"] });
		expect((await inForce(begun(both))).first.version).toBe(0);
	});

	it("stays the first when its people are taken out again, and when others begin anew", async () => {
		const root = begun(carla({ roles: ["requester"] }));
		const begin = commit(root, { [peopleFile]: stringify(peopleList(keys)) });
		commit(root, { [peopleFile]: stringify(carla({ roles: ["requester"] })) }, "Eve Else");
		commit(root, { [peopleFile]: undefined }, "Eve Else");
		commit(root, { [peopleFile]: stringify(withEve()) }, "Eve Else");
		const { inForce: still, first, pending } = await inForce(root);
		expect([still.commit, first.commit, pending?.roles.length]).toEqual([begin, begin, 2]);
		await expect(sign(root, "eve")).rejects.toMatchObject({ exit: "key" });
	});

	it("is the merge that brings it, where a branch was filled in step by step", async () => {
		const root = begun(carla({ roles: ["requester"] }));
		git(root, "switch", "--quiet", "-c", "people");
		commit(root, { [peopleFile]: stringify(carla({ roles: [] })) });
		commit(root, { [peopleFile]: stringify(peopleList(keys)) });
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "people");
		expect((await inForce(root)).first).toMatchObject({ version: 0, commit: git(root, "rev-parse", "HEAD") });
	});
});

describe("records in force", () => {
	it("take policy, roles and keys from the version in force, age keys from the commit", async () => {
		const root = records();
		const eve = withEve();
		const altered = alter(alter(eve, "tom", { ageKeys: [confirmedKey("y")] }), "carla", {
			roles: ["caldicott-guardian", "information-governance"],
		});
		commit(root, {
			[peopleFile]: stringify(altered),
			[policyFile]: stringify({ ...policy, retention: { maxMonths: 600 } }),
		});
		const merged = await mergedRecords(root);
		const person = (id: string) => merged.people.people.find((candidate) => candidate.id === id);
		expect(merged.policy.retention.maxMonths).toBe(24);
		expect(person("eve")).toMatchObject({ roles: [] });
		expect(person("eve")?.signingKeys).toBeUndefined();
		expect(person("carla")?.roles).toEqual(["caldicott-guardian"]);
		expect(person("tom")?.ageKeys).toEqual([confirmedKey("y")]);
	});

	it("heeds a revocation planned ahead by the clock of all history, whatever later commits say of their own time", async () => {
		const root = makeRepository(join(folder, `planned-${++count}`));
		const planned = alter(peopleList(keys), "ingrid", {
			signingKeys: [{ key: keys.ingrid.publicKey, added: "2026-01-01", revoked: "2026-05-01" }],
		});
		const others = alter(planned, "leo", { roles: ["department-lead", "information-governance"] });
		commit(root, { ...recordFiles(keys), [peopleFile]: stringify(others) });
		const env = { ...process.env, GIT_AUTHOR_DATE: "2026-06-01T09:00:00Z", GIT_COMMITTER_DATE: "2026-06-01T09:00:00Z" };
		execFileSync("git", ["commit", "--quiet", "--allow-empty", "-m", "Work that touches no governance"], {
			cwd: root,
			env,
		});
		commit(root, { [policyFile]: stringify({ ...policy, retention: { maxMonths: 600 } }) });
		await sign(root, "ingrid");
		await sign(root, "carla");
		const { inForce: still, pending } = await inForce(root);
		expect(still.version).toBe(0);
		expect(pending?.roles.map(({ role, state }) => [role, state])).toEqual([
			["information-governance", "missing"],
			["caldicott-guardian", "approved"],
		]);
	});

	it("let a revocation and a departure act at once", async () => {
		const root = records();
		const list = alter(peopleList(keys), "ingrid", { left: "2026-02-01" });
		const revoked = alter(list, "robbie", {
			signingKeys: [{ key: keys.robbie.publicKey, added: "2026-01-01", revoked: "2026-03-01" }],
		});
		commit(root, { [peopleFile]: stringify(revoked) });
		const merged = await mergedRecords(root);
		expect(merged.people.people.find(({ id }) => id === "ingrid")?.left).toBe("2026-02-01");
		expect(merged.people.people.find(({ id }) => id === "robbie")?.signingKeys?.[0]?.revoked).toBe("2026-03-01");
		await expect(sign(root, "robbie", "sepsis")).rejects.toMatchObject({
			exit: "key",
			message: expect.stringContaining("revoked on 2026-03-01"),
		});
	});
});

function alter(list: PeopleList, id: string, change: Partial<PeopleList["people"][number]>): PeopleList {
	return { ...list, people: list.people.map((person) => (person.id === id ? { ...person, ...change } : person)) };
}

async function mergedRecords(root: string) {
	const repo = openRepository(root);
	const head = git(root, "rev-parse", "HEAD");
	const { records: read } = await readRecords(commitTree(repo, head));
	if (read === undefined) throw new Error("unreadable fixture");
	return recordsInForce(read, (await governanceInForce(repo, head)).inForce);
}
