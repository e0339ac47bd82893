import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { checkCommand } from "../../scripts/check/command.ts";
import { authorise } from "../../scripts/delivery/authority.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { rolesWithoutSecond } from "../../scripts/governance/two-holders.ts";
import type { PeopleList, Person } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, peopleList, policy, recordFiles } from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
});

const now = new Date("2026-03-31T09:30:00Z");
const today = "2026-03-31";
const peopleFile = "requests/governance/people.yml";
const key = (more: object = {}) => ({ signingKeys: [{ key: keys.gus.publicKey, added: "2026-01-01", ...more }] });

/** The people with gus, the second Caldicott guardian, changed. */
function withGus(change: Partial<Person>): PeopleList {
	const list = peopleList(keys);
	return { ...list, people: list.people.map((each) => (each.id === "gus" ? { ...each, ...change } : each)) };
}

describe("a governing role", () => {
	const lone = ["caldicott-guardian has no second holder with a signing key that counts, beside carla"];
	it.each<[string, () => Partial<Person>, readonly string[]]>([
		["has two holders with keys", () => ({}), []],
		["has a second whose key counts from today", () => key({ added: today }), []],
		["has a second whose key counts from tomorrow", () => key({ added: "2026-04-01" }), lone],
		["has a second whose key is to be revoked", () => key({ revoked: "2027-01-01" }), lone],
		["has a second without a key", () => ({ signingKeys: [] }), lone],
		["has a second who is to leave", () => ({ left: "2027-01-01" }), lone],
		["has no second", () => ({ roles: ["requester"] }), lone],
	])("%s", (_, change, expected) => {
		const found = rolesWithoutSecond({ policy, people: withGus(change()) }, today);
		expect(found.map(({ role, why }) => `${role} ${why}`)).toEqual(expected);
	});
});

describe("a version of the governance that leaves a role with one holder", () => {
	const sign = (root: string, decision: "approve" | "refuse") =>
		approve({ root, project: "governance", key: keys.ingrid.file, decision, reason: "We need two.", now });

	it("cannot be approved, though it can be refused, and one with two can be approved", async () => {
		const root = makeRecords(folder, "approve", keys);
		commit(root, { [peopleFile]: stringify(withGus({ roles: ["requester"] })) });
		await expect(sign(root, "approve")).rejects.toMatchObject({
			exit: "invalid",
			message: expect.stringContaining("caldicott-guardian has no second holder"),
		});
		await sign(root, "refuse");
		commit(root, { [peopleFile]: stringify(withGus({ gitNames: ["Gus"] })) });
		await sign(root, "approve");
	});

	it("is refused by the check where the base has keys, whether or not a base is named", async () => {
		const root = makeRecords(folder, "check", keys);
		git(root, "switch", "--quiet", "-c", "change");
		const check = async (base?: string): Promise<string> => {
			const lines: string[] = [];
			const print = (line: string) => void lines.push(line);
			await checkCommand({ root, files: [], base, format: "text", now, print }).catch(() => undefined);
			return lines.join("\n");
		};
		commit(root, { [peopleFile]: stringify(withGus({})) });
		expect(await check("main")).not.toContain("second holder");
		commit(root, { [peopleFile]: stringify(withGus({ signingKeys: [] })) });
		const refused = "error: caldicott-guardian has no second holder with a signing key that counts, beside carla.";
		expect(await check("main")).toContain(refused);
		expect(await check()).toContain(refused);
	});

	it("has nothing delivered", async () => {
		const attempt = async (name: string, people: PeopleList): Promise<string> => {
			const root = makeRepository(join(folder, name));
			commit(root, { ...recordFiles(keys), [peopleFile]: stringify(people) });
			git(folder, "init", "--quiet", "--bare", `${name}.git`);
			git(root, "remote", "add", "origin", join(folder, `${name}.git`));
			git(root, "push", "--quiet", "origin", "main");
			return authorise(openRepository(root), "sepsis", now).then(String, ({ message }) => message);
		};
		expect(await attempt("one", withGus({ signingKeys: [] }))).toContain(
			"Nothing is delivered: each role under governanceApprovals needs two people with signing keys, and caldicott-guardian has no second holder",
		);
		expect(await attempt("two", withGus({}))).not.toContain("governanceApprovals");
	});
});
