import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { type GovernanceFiles, readGovernance } from "../../scripts/governance/governance-files.ts";
import { governanceDigest, isGoverned, wholeDigest } from "../../scripts/governance/governed.ts";
import { recordsInForce } from "../../scripts/governance/records-in-force.ts";
import type { Records } from "../../scripts/records/records.ts";
import type { Changeable } from "../check/hospital.ts";

const folder = join(import.meta.dirname, "../fixtures/governance");
let files: GovernanceFiles;
beforeAll(async () => {
	const { value } = await readGovernance(folderTree(folder));
	if (value === undefined) throw new Error("the fixture cannot be read");
	files = value;
});

/** A copy of the fixture's three files, changed. */
function changed(change: (copy: Changeable<GovernanceFiles>) => void): GovernanceFiles {
	const copy = structuredClone(files) as Changeable<GovernanceFiles>;
	change(copy);
	return copy as GovernanceFiles;
}

type Change = (copy: Changeable<GovernanceFiles>) => void;

/** Adds a property that no schema of this version has. */
const add = (...places: readonly (object | undefined)[]): void => {
	for (const place of places) Object.assign(place ?? {}, { unknown: 1 });
};

function person({ people }: Changeable<Pick<GovernanceFiles, "people">>, id: string) {
	const found = people.people.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no ${id} in the fixture`);
	return found;
}

describe("the digest of a governance", () => {
	it("is the one that approvals have signed ever since", () => {
		expect(files.digest).toBe("6cbbe040a837f96318666d7d7becfd15ea399fd8ddb22618c1a2bd7a13082375");
		expect(wholeDigest(files)).toBe(files.digest);
	});

	it.each<[string, Change]>([
		["the policy", ({ policy }) => add(policy)],
		["a rule of the policy", ({ policy }) => add(policy.approvals[0])],
		["the list of organisations", ({ organisations }) => add(organisations)],
		["the list of people", ({ people }) => add(people)],
		["the hub", ({ people }) => add(people.hub)],
		["a key of the hub", ({ people }) => add(people.hub.signingKeys[0])],
		["a person with a say", (copy) => add(person(copy, "grace"))],
		["a key of a person with a say", (copy) => add(person(copy, "robbie").signingKeys?.[0])],
		["a person who only asks", (copy) => add(person(copy, "rita"))],
	])("differs when %s has a property that this version does not know", (_, change) => {
		expect(governanceDigest(changed(change))).not.toBe(files.digest);
	});

	it.each<[string, Change]>([
		["a property of an organisation", ({ organisations }) => add(organisations.organisations[1])],
		["a job", (copy) => void (person(copy, "robbie").job = "Another")],
		["training", (copy) => void delete person(copy, "robbie").training],
		["an age key", (copy) => void (person(copy, "grace").ageKeys = person(copy, "rita").ageKeys ?? [])],
		["what somebody who only asks is called", (copy) => void (person(copy, "rita").gitNames = ["Another"])],
		["nothing but an empty list of keys", (copy) => void (person(copy, "rita").signingKeys = [])],
	])("is the same after a change of what is free: %s", (_, change) => {
		expect(governanceDigest(changed(change))).toBe(files.digest);
	});
});

describe("records in force", () => {
	const inForce = (now: GovernanceFiles, governance: GovernanceFiles) =>
		recordsInForce(now as unknown as Records, { ...governance, commit: "", version: 0, chain: "" });

	it("leave out every property that this version does not know while it is not approved", () => {
		const eve = { id: "eve", name: "Eve", organisation: "hampton", roles: ["requester" as const] };
		const now = changed(({ policy, organisations, people }) => {
			people.people.push(eve);
			add(policy, organisations, people, people.hub, ...people.people);
		});
		const records = inForce(now, files);
		expect(JSON.stringify(records)).not.toContain("unknown");
		expect(records.people.people.map(({ id }) => id)).toContain("eve");
	});

	it("keep such a property of the version in force while its removal is not approved", () => {
		const governance = changed((copy) => add(copy.organisations, copy.people, copy.people.hub, person(copy, "grace")));
		const { organisations, people } = inForce(files, { ...governance, digest: governanceDigest(governance) });
		const grace = people.people.find(({ id }) => id === "grace");
		for (const place of [organisations, people, people.hub, grace]) expect(place).toHaveProperty("unknown", 1);
	});
});

describe("the governance's folder", () => {
	it.each([
		["requests/governance/policy.yml", true],
		["requests/governance/partners.yml", true],
		["requests/governance/access/roles.yml", true],
		["requests/governance/README.md", true],
		["requests/governance/agreements/trial.yml", false],
		["requests/governance/agreements/trial.json", true],
		["requests/governance/agreements/old/trial.yml", true],
		["requests/governance/terms/data-protection-v1.md", false],
		["requests/governance/terms/data-protection-v1.yml", true],
		["requests/governance/approvals/1.json", false],
		["requests/sepsis/request.yml", false],
	])("governs of its files all but agreements, terms and approvals: %s %s", (path, governed) => {
		expect(isGoverned(path)).toBe(governed);
	});
});
