import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { checkTrust } from "../../scripts/audit/trust.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { governanceInForce } from "../../scripts/governance/governance.ts";
import { wholeDigest } from "../../scripts/governance/governed.ts";
import { otherGovernance } from "../../scripts/governance/other-governance.ts";
import { pendingSentence } from "../../scripts/governance/pending-change.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, policy, recordFiles } from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
});

const now = new Date("2026-03-31T09:30:00Z");
const policyFile = "requests/governance/policy.yml";
const partners = "requests/governance/partners.yml";
const longer = { [policyFile]: stringify({ ...policy, retention: { maxMonths: 30 } }) };
let count = 0;
const records = (): string => makeRecords(folder, `records-${++count}`, keys);
const state = (root: string) => governanceInForce(openRepository(root), git(root, "rev-parse", "HEAD"));
const signAll = async (root: string): Promise<void> => {
	for (const who of ["ingrid", "carla"] as const)
		await approve({ root, project: "governance", key: keys[who].file, decision: "approve", now });
};

describe("a file of the governance's folder that this version does not know", () => {
	it.each([partners, "requests/governance/access/roles.yml", "requests/governance/agreements/roles.json"])(
		"waits for approval like the policy: %s",
		async (path) => {
			const root = records();
			commit(root, { [path]: "a: 1\n" });
			const { inForce, pending } = await state(root);
			expect([inForce.version, pending?.roles.map((role) => role.state)]).toEqual([0, ["missing", "missing"]]);
		},
	);

	it("is approved when it is added, and again when it is removed", async () => {
		const root = records();
		for (const [index, text] of ["a: 1\n", undefined].entries()) {
			commit(root, { [partners]: text });
			const { inForce, pending } = await state(root);
			expect([inForce.version, pending?.roles.length]).toEqual([index, 2]);
			await signAll(root);
			const after = await state(root);
			expect([after.inForce.version, after.pending]).toEqual([index + 1, undefined]);
		}
	});

	it.each(["requests/governance/agreements/trial.yml", "requests/governance/terms/trial-v1.md"])(
		"is none of those that requests' approvals cover: %s",
		async (path) => {
			const root = records();
			commit(root, { [path]: "x" });
			expect((await state(root)).pending).toBeUndefined();
		},
	);

	it("is named with what else waits", async () => {
		const root = records();
		commit(root, { ...longer, [partners]: "a: 1\n" });
		expect(pendingSentence(await state(root))).toMatchInlineSnapshot(
			`"a change of policy, roles or signing keys and requests/governance/partners.yml stands here without the approval of information-governance and caldicott-guardian, so it is not in force"`,
		);
		await signAll(root);
		const { inForce, pending } = await state(root);
		expect([inForce.version, inForce.policy.retention.maxMonths, pending]).toEqual([1, 30, undefined]);
	});

	it("cannot be slipped in with a change that was approved without it, and does not keep that change back", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "change");
		commit(root, longer);
		await signAll(root);
		git(root, "switch", "--quiet", "main");
		commit(root, { [partners]: "a: 1\n" });
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "change");
		const { inForce, pending } = await state(root);
		expect([inForce.version, inForce.policy.retention.maxMonths, inForce.others]).toEqual([1, 30, {}]);
		expect(Object.keys(pending?.files.others ?? {})).toEqual([partners]);
		await signAll(root);
		const after = await state(root);
		expect([after.inForce.version, after.pending, Object.keys(after.inForce.others)]).toEqual([
			2,
			undefined,
			[partners],
		]);
	});

	it("may have stood there from the beginning: what was approved since counts as it always did", async () => {
		const root = makeRepository(join(folder, `begun-${++count}`));
		commit(root, { ...recordFiles(keys), [partners]: "a: 1\n" });
		const { first } = await state(root);
		const withoutIt = await state(records());
		expect(first.chain).toBe(withoutIt.first.chain);
		commit(root, longer);
		await signAll(root);
		expect((await state(root)).inForce.version).toBe(1);
	});

	it("tells one first governance from another", async () => {
		const root = makeRepository(join(folder, `begun-${++count}`));
		commit(root, { ...recordFiles(keys), [partners]: "a: 1\n" });
		const { first } = await state(root);
		const owners = new Map<string, string>();
		const found = (digest: string) =>
			checkTrust(first, { owners, digest })
				.filter(({ message }) => message.includes("digest"))
				.map(({ severity }) => severity);
		expect(found(wholeDigest(first))).toEqual([]);
		expect(found(first.digest)).toEqual(["warning"]);
		expect(found(wholeDigest({ ...first, others: { [partners]: "0" } }))).toEqual(["error"]);
	});

	it("is missed when a merge that was made elsewhere drops it", async () => {
		const root = records();
		git(root, "branch", "elsewhere");
		commit(root, { [partners]: "a: 1\n" });
		await signAll(root);
		git(root, "switch", "--quiet", "elsewhere");
		commit(root, { "README.md": "x" });
		git(root, "merge", "--quiet", "--no-ff", "--strategy=ours", "-m", "Merge", "main");
		const issues = await otherGovernance(openRepository(root), git(root, "rev-parse", "HEAD"));
		expect(issues.map(({ rule }) => rule)).toEqual(["other-governance"]);
	});
});
