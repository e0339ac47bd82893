import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { verifyCommand } from "../../scripts/audit/command.ts";
import { type Verification, verifyRecords } from "../../scripts/audit/verify.ts";
import { fingerprintOf, sign } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import {
	confirmedKey,
	type KeyHolder,
	type Keys,
	keyHolders,
	makeKeys,
	peopleList,
	policy,
	recordFiles,
	request,
} from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";
import {
	answer,
	approved,
	approveRequest,
	deliver,
	makeQuery,
	manifestOf,
	manifestPath,
	publication,
	record,
	sealedPassword,
	sha256Of,
} from "./delivery-maker.ts";

const folder = temporaryFolder();
let keys: Keys;
let template: string;
let undelivered: string;
beforeAll(async () => {
	keys = makeKeys(join(folder, "keys"));
	undelivered = await approved(folder, "undelivered", keys);
	template = join(folder, "delivered");
	cpSync(undelivered, template, { recursive: true });
	await deliver(template, keys);
});

let count = 0;
function copy(of: string): string {
	const root = join(folder, `records-${++count}`);
	cpSync(of, root, { recursive: true });
	return root;
}

const findings = async (root: string, more: Partial<Parameters<typeof verifyRecords>[0]> = {}) =>
	(await verifyRecords({ root, ...more })).findings.map(
		({ severity, file, message }) => `${severity} ${file ?? ""}: ${message}`,
	);

const approval = (n: number): string => `requests/sepsis/approvals/${n}.json`;

describe("verifying records", () => {
	it("finds nothing wrong with an approved delivery, and says what that proves", async () => {
		const lines: string[] = [];
		await verifyCommand({ root: template, env: {}, now: new Date(), print: (line) => lines.push(line) });
		const stable = lines.map((line) => line.replace(/\b[0-9a-f]{40,64}\b/g, "<hash>"));
		expect(stable.join("\n")).toMatchInlineSnapshot(`
			"Commit <hash>
			First governance <hash>
			Checked: signatures 4, manifests 1.
			Everything verifies. This proves:
			  - Every recorded decision, manifest, event, query and answer was signed with a key that its owner held then, and stands unchanged.
			  - Every manifest rests on approvals by the needed roles, each by another person, of exactly the request, agreement, terms and rules of its time.
			  - No recorded decision or delivery was removed from this history or from the chain of manifests.
			It does not prove:
			  - That nothing else ever left the building: this verifies what was recorded.
			  - That this is the newest state of the records: ask where they are kept which commit is.
			  - That those who signed knew what they signed, and that their keys were theirs alone.
			  - That 1 manifest from before manifests named their rules left out no check: their recipients, fields and approvals were compared, their checks and files were not.
			  - That the first governance is genuine: verify again with --trust and the fingerprints handed to you.
			  - That the whole history was not replaced: keep the commit named above, and verify with --head next time.
			  - That the packages are the recorded ones: verify again with --published.
			  - That the data are the recorded ones: verify again with --data where the share databases can be reached."
		`);
	});

	it("finds nothing wrong once later changes have voided approvals, nor with a second delivery on new ones", async () => {
		const root = copy(template);
		commit(
			root,
			{
				"requests/sepsis/request.yml": stringify({
					...request,
					title: "Another title",
					retention: { ...request.retention, months: 14 },
				}),
			},
			"Rita Research",
		);
		expect(await findings(root)).toEqual([]);
		for (const who of ["robbie", "ingrid"] as const) {
			await approve({
				root,
				project: "sepsis",
				key: keys[who].file,
				decision: "approve",
				now: new Date("2026-03-31T08:00:00Z"),
			});
		}
		await deliver(root, keys, "0002", sha256Of(readFileSync(join(root, manifestPath()))));
		expect(await findings(root)).toEqual([]);
	});

	it.each<[string, (root: string) => Promise<unknown> | unknown, string]>([
		["an approval changed", (root) => commit(root, { [approval(1)]: "{}\n" }), "this record was changed in commit"],
		[
			"an approval deleted",
			(root) => commit(root, { [approval(1)]: undefined, [`${approval(1)}.sig`]: undefined }),
			"this record was deleted in commit",
		],
		[
			"a manifest deleted",
			(root) => commit(root, { [manifestPath()]: undefined }),
			"this record was deleted in commit",
		],
		[
			"a manifest's signature deleted",
			(root) => commit(root, { [`${manifestPath()}.sig`]: undefined }),
			"has no signature beside it",
		],
		[
			"a record hidden for a while",
			(root) => {
				commit(root, { [approval(2)]: undefined, [`${approval(2)}.sig`]: undefined });
				git(root, "revert", "--no-edit", "HEAD");
			},
			"this record was deleted in commit",
		],
		[
			"a merge that drops a record",
			(root) => {
				git(root, "switch", "--quiet", "-c", "side", "HEAD~2");
				commit(root, { "README.md": "x" });
				git(root, "merge", "--quiet", "--strategy=ours", "-m", "Merge", "main");
				git(root, "branch", "--quiet", "--force", "main");
				git(root, "switch", "--quiet", "main");
			},
			"this record was deleted in commit",
		],
		[
			"something else among the records",
			(root) => commit(root, { "requests/sepsis/deliveries/0001/notes.txt": "x" }),
			"warning requests/sepsis/deliveries/0001/notes.txt: this is not the name of a record or of its signature",
		],
		[
			"a forged approval",
			(root) =>
				record(
					root,
					approval(3),
					{ ...JSON.parse(git(root, "show", `HEAD:${approval(1)}`)), at: "2026-03-31T00:00:00Z" },
					keys.eve.file,
					"approval",
				),
			"counts for nothing: the key",
		],
		[
			"an event signed by a person",
			async (root) => {
				const manifest = Buffer.from(`${git(root, "show", `HEAD:${manifestPath()}`)}\n`);
				await record(
					root,
					"requests/sepsis/deliveries/0001/events/2.json",
					publication(manifest),
					keys.robbie.file,
					"event",
				);
			},
			"signed by robbie, not by the hub",
		],
		[
			"a second publication",
			async (root) => {
				const manifest = Buffer.from(`${git(root, "show", `HEAD:${manifestPath()}`)}\n`);
				await record(
					root,
					"requests/sepsis/deliveries/0001/events/2.json",
					publication(manifest),
					keys.hub.file,
					"event",
				);
			},
			"published a second time",
		],
		[
			"an event about another manifest",
			(root) =>
				record(
					root,
					"requests/sepsis/deliveries/0001/events/2.json",
					publication(Buffer.from("x")),
					keys.hub.file,
					"event",
				),
			"about another manifest",
		],
		[
			"a second manifest that does not follow the first",
			(root) => deliver(root, keys, "0002", null),
			"does not follow requests/sepsis/deliveries/0001/manifest.json",
		],
	])("finds %s", async (_, attack, message) => {
		const root = copy(template);
		await attack(root);
		expect((await findings(root)).join("\n")).toContain(message);
	});

	it("finds an event recorded without a manifest", async () => {
		const root = copy(undelivered);
		await record(
			root,
			"requests/sepsis/deliveries/0001/events/1.json",
			publication(Buffer.from("x")),
			keys.hub.file,
			"event",
		);
		expect((await findings(root)).join("\n")).toContain("something left without a prior record");
	});

	it.each<[string, Parameters<typeof deliver>[4], string]>([
		["with an approval left out", { approvals: [] }, "the approval as data-custodian is not named"],
		[
			"on another text of the request",
			{ request: { path: "requests/sepsis/request.yml", blob: "0".repeat(40) } },
			"never had the content that is named here",
		],
		[
			"on another policy",
			{ governance: { policy: "0".repeat(40), people: "0".repeat(40), organisations: "0".repeat(40) } },
			"policy.yml is not the version that was in force",
		],
		[
			"on other terms",
			{ terms: [{ terms: "data-protection-v1", sha256: "0".repeat(64) }] },
			"data-protection-v1.md did not have the content",
		],
		[
			"to a stranger's key",
			{ recipients: [{ person: "rita", keySha256: "0".repeat(64) }] },
			"rita could open the package with a key that was not a confirmed key of the team",
		],
		[
			"to a person outside the team",
			{ recipients: [{ person: "robbie", keySha256: "0".repeat(64) }] },
			"robbie could open the package",
		],
		[
			"of a field not asked for",
			{
				fields: [
					{
						field: "clinical.patients.mood",
						sensitivity: "special-category",
						treatment: "keep",
						file: "data/patients.csv",
						column: "mood",
					},
				],
			},
			"clinical.patients.mood was shared with the treatment keep, which was not asked for",
		],
		["that names another key than the one that signed", { hubKey: `SHA256:${"A".repeat(43)}` }, "but SHA256:"],
		[
			"after one that is missing",
			{ previous: "0".repeat(64) },
			"this is the first manifest, but it names one before it",
		],
		[
			"on an answer that is not recorded",
			{
				checks: [
					{
						check: "range",
						result: "answered",
						says: "x",
						answer: "requests/sepsis/deliveries/0001/queries/1.answer.json",
					},
				],
			},
			"the answer is not recorded",
		],
	])("finds a delivery %s", async (_, change, message) => {
		const root = copy(undelivered);
		await deliver(root, keys, "0001", null, change);
		expect((await findings(root)).join("\n")).toContain(message);
	});

	it("finds a delivery whose approval did not count any more when it was recorded", async () => {
		const root = copy(undelivered);
		const manifest = await manifestOf(root, keys);
		commit(
			root,
			{
				"requests/sepsis/request.yml": stringify({
					...request,
					fields: [
						...request.fields,
						{ field: "clinical.patients.mood", treatment: "keep", reason: "Slipped in afterwards" },
					],
				}),
			},
			"Rita Research",
		);
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest");
		const found = (await findings(root)).join("\n");
		expect(found).toContain("request.yml had been changed when this was recorded");
		expect(found).toContain(
			"the approval as data-custodian did not count when this was recorded: what robbie decided on has changed since",
		);
		expect(found).toContain("the approval as caldicott-guardian did not count");
	});

	it("finds a delivery approved by somebody whom an unapproved change of people.yml made an approver", async () => {
		const root = copy(undelivered);
		const list = peopleList(keys);
		const eve = {
			id: "eve",
			name: "Eve",
			organisation: "hampton",
			roles: ["data-custodian" as const],
			signingKeys: [{ key: keys.eve.publicKey, added: "2026-01-01" }],
		};
		commit(root, { "requests/governance/people.yml": stringify({ ...list, people: [...list.people, eve] }) });
		const forged = { ...JSON.parse(git(root, "show", `HEAD:${approval(1)}`)), approver: "eve" };
		const bytes = await record(root, approval(3), forged, keys.eve.file, "approval");
		const manifest = await manifestOf(root, keys);
		const approvals = [
			{ path: approval(3), sha256: sha256Of(bytes), role: "data-custodian" as const, approver: "eve" },
			...manifest.approvals.slice(1),
		];
		await record(root, manifestPath(), { ...manifest, approvals }, keys.hub.file, "manifest");
		const found = (await findings(root)).join("\n");
		expect(found).toContain(`${approval(3)} counted for nothing: the key`);
	});

	it.each<[string, KeyHolder, string | undefined]>([
		["the department's lead", "leo", undefined],
		[
			"somebody else",
			"robbie",
			"this answer counts for nothing: robbie does not lead the department asked, Laboratory",
		],
		["the hub", "hub", "this answer counts for nothing: it is the hub's, which answers nothing"],
	])("judges an answer signed by %s", async (_, signer, message) => {
		const root = copy(undelivered);
		const manifest = await manifestOf(root, keys);
		const base = "requests/sepsis/deliveries/0001/queries/1";
		const query = await record(root, `${base}.json`, makeQuery(manifest.share), keys.hub.file, "query");
		await record(root, `${base}.answer.json`, answer(query), keys[signer].file, "answer");
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest");
		const found = (await findings(root)).join("\n");
		if (message === undefined) expect(found).toBe("");
		else expect(found).toContain(message);
	});

	it("takes an answer by the data custodian where no department answers for the field", async () => {
		const root = copy(undelivered);
		const manifest = await manifestOf(root, keys);
		const base = "requests/sepsis/deliveries/0001/queries/1";
		const asked = { ...makeQuery(manifest.share), owner: "Data custodian" };
		const query = await record(root, `${base}.json`, asked, keys.hub.file, "query");
		await record(root, `${base}.answer.json`, { ...answer(query), by: "robbie" }, keys.robbie.file, "answer");
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest");
		expect(await findings(root)).toEqual([]);
	});

	it("finds an answer by a lead who was to receive the data", async () => {
		const root = copy(undelivered);
		commit(root, { "requests/sepsis/request.yml": stringify({ ...request, team: ["rita", "leo"] }) }, "Rita Research");
		const base = "requests/sepsis/deliveries/0001/queries/1";
		const query = await record(
			root,
			`${base}.json`,
			makeQuery("4b5ad8a0-3a0a-4a50-9b0e-6d1f0a2c9b11"),
			keys.hub.file,
			"query",
		);
		await record(root, `${base}.answer.json`, answer(query), keys.leo.file, "answer");
		expect((await findings(root)).join("\n")).toContain("this answer counts for nothing: leo is to receive the data");
	});

	it.each<[string, string, string | undefined]>([
		["before they left", "2026-04-01", undefined],
		["on the day they left, dated back", "2026-03-31", "this answer counts for nothing: leo left on 2026-03-31"],
	])("judges the answer of a lead, recorded %s, as it counted then", async (_, left, message) => {
		const root = copy(undelivered);
		const list = peopleList(keys);
		const gone = { ...list, people: list.people.map((each) => (each.id === "leo" ? { ...each, left } : each)) };
		const leaves = () => commit(root, { "requests/governance/people.yml": stringify(gone) });
		const manifest = await manifestOf(root, keys);
		if (message !== undefined) leaves();
		const base = "requests/sepsis/deliveries/0001/queries/1";
		const query = await record(root, `${base}.json`, makeQuery(manifest.share), keys.hub.file, "query");
		const dated = { ...answer(query), at: "2026-03-30T08:30:00Z" };
		await record(root, `${base}.answer.json`, dated, keys.leo.file, "answer");
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest");
		if (message === undefined) leaves();
		const found = (await findings(root)).filter((line) => line.startsWith("error"));
		expect(found).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
	});

	// Whoever can merge can put anything there; none of it may turn the audit red for good, not even once removed.
	it("names junk among the records, and finds nothing wrong with it or with its removal", async () => {
		const root = copy(template);
		const before = git(root, "rev-parse", "HEAD");
		const eve = await sign(Buffer.from("{}\n"), keys.eve.file, "manifest");
		const junk = {
			"requests/governance/approvals/7.json": "{}\n",
			"requests/governance/approvals/8.json/x": "x",
			[approval(999999)]: readFileSync(join(root, approval(1)), "utf8"),
			"requests/sepsis/deliveries/0001/events/2.json": "[",
			"requests/sepsis/deliveries/0002/manifest.json": "{}\n",
			"requests/sepsis/deliveries/0002/manifest.json.sig": eve.toString(),
			"requests/sepsis/deliveries/0003/queries/1.answer.json.sig": "x",
			"requests/other/deliveries/0001/manifest.json": readFileSync(join(root, manifestPath()), "utf8"),
			"requests/other/deliveries/0001/manifest.json.sig": readFileSync(join(root, `${manifestPath()}.sig`), "utf8"),
		};
		commit(root, junk);
		const found = await findings(root);
		expect(found.filter((line) => line.startsWith("error"))).toEqual([]);
		expect(found).toHaveLength(Object.keys(junk).length - 2);
		commit(root, Object.fromEntries(Object.keys(junk).map((path) => [path, undefined])));
		expect(await findings(root)).toEqual([]);
		expect(git(root, "diff", "--name-only", before)).toBe("");
	});

	it("keeps for ever only what a key in force has signed", async () => {
		const root = copy(template);
		const event = publication(readFileSync(join(root, manifestPath())));
		const path = "requests/sepsis/deliveries/0001/events/2.json";
		await record(root, path, { ...event, at: "2026-03-31T09:05:00Z" }, keys.eve.file, "event");
		commit(root, { [path]: undefined, [`${path}.sig`]: undefined });
		expect(await findings(root)).toEqual([]);
		await record(root, path, { ...event, at: "2026-03-31T09:06:00Z" }, keys.ivan.file, "event");
		commit(root, { [path]: undefined, [`${path}.sig`]: undefined });
		expect((await findings(root)).join("\n")).toContain(`${path}: this record was deleted`);
	});

	it("finds a delivery that went without an answer", async () => {
		const root = copy(undelivered);
		const manifest = await manifestOf(root, keys);
		await record(
			root,
			"requests/sepsis/deliveries/0001/queries/1.json",
			makeQuery(manifest.share),
			keys.hub.file,
			"query",
		);
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest");
		expect((await findings(root)).join("\n")).toContain("this went although");
	});

	it("finds a delivery after its agreement had ended, which voids no approval", async () => {
		const root = copy(undelivered);
		const late = { at: "2031-01-02T09:00:00Z" };
		await record(root, manifestPath(), { ...(await manifestOf(root, keys)), ...late }, keys.hub.file, "manifest");
		expect((await findings(root)).join("\n")).toContain("it had no legal basis when this was recorded: the agreement");
	});

	it("finds a manifest dated back to a day on which an approver's key still counted", async () => {
		const root = copy(undelivered);
		const list = peopleList(keys);
		const people = list.people.map((person) =>
			person.id === "ingrid"
				? { ...person, signingKeys: [{ key: keys.ingrid.publicKey, added: "2026-01-01", revoked: "2026-04-01" }] }
				: person,
		);
		const manifest = await manifestOf(root, keys);
		commit(root, { "requests/governance/people.yml": stringify({ ...list, people }) });
		const now = new Date("2026-04-02T09:00:00Z");
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest", now);
		expect((await findings(root)).join("\n")).toContain("information-governance did not count when this was recorded");
	});

	it("finds a manifest dated back to a day on which a recipient's key was not yet revoked", async () => {
		const root = makeRepository(join(folder, "revoked"));
		const list = peopleList(keys);
		const revoked = { ...confirmedKey("q"), revoked: "2026-04-01" };
		const people = list.people.map((each) => (each.id === "rita" ? { ...each, ageKeys: [revoked] } : each));
		const { "requests/sepsis/request.yml": asked, ...others } = recordFiles(keys);
		commit(root, { ...others, "requests/governance/people.yml": stringify({ ...list, people }) }, "Robbie Records");
		commit(root, { "requests/sepsis/request.yml": asked }, "Rita Research");
		await approveRequest(root, keys);
		const manifest = await manifestOf(root, keys);
		const now = new Date("2026-04-01T09:00:00Z");
		await record(root, manifestPath(), manifest, keys.hub.file, "manifest", now);
		expect(await findings(root)).toEqual([
			expect.stringContaining("rita could open the package with a key that was not a confirmed key of the team"),
		]);
	});

	it("warns of a change of governance that nobody approved, and of a remote that has more", async () => {
		const root = copy(template);
		git(root, "update-ref", "refs/remotes/origin/main", "HEAD");
		git(root, "reset", "--quiet", "--hard", "HEAD~1");
		commit(root, { "requests/governance/policy.yml": stringify({ ...policy, dateShift: { maxDays: 31 } }) });
		expect(await findings(root)).toEqual([
			"warning : 1 commit of origin/main is not part of what is verified here",
			expect.stringContaining(
				"warning requests/governance/policy.yml: a change of policy, roles or signing keys stands",
			),
		]);
	});

	it("finds governance of another side that a merge took for the main one", async () => {
		const root = copy(undelivered);
		git(root, "switch", "--quiet", "--orphan", "own");
		commit(root, { ...recordFiles(keys), "requests/governance/policy.yml": stringify({ ...policy, countBands: [5] }) });
		git(root, "merge", "--quiet", "--allow-unrelated-histories", "--strategy=ours", "-m", "Merge", "main");
		expect((await findings(root)).join("\n")).toContain("has a first governance of its own");
	});

	it("says plainly where there is nothing to verify", async () => {
		const plain = join(folder, "plain");
		mkdirSync(plain);
		await expect(verifyRecords({ root: plain })).rejects.toThrow("this is no git repository. Name the records");
		git(plain, "init", "--quiet");
		await expect(verifyRecords({ root: plain })).rejects.toThrow("nothing is committed here");
		git(plain, "commit", "--quiet", "--allow-empty", "-m", "Begin");
		await expect(verifyRecords({ root: plain })).rejects.toThrow("so this is no records repository");
		await expect(verifyRecords({ root: join(undelivered, "requests") })).rejects.toThrow("a folder inside the records");
		const lines: string[] = [];
		await verifyCommand({ root: undelivered, env: {}, now: new Date(), print: (line) => lines.push(line) });
		expect(lines).toContain("Checked: signatures 2, manifests 0, nothing has been delivered.");
	});

	it("exits as unverified with every finding", async () => {
		const root = copy(template);
		commit(root, { [approval(1)]: undefined });
		const attempt = verifyCommand({ root, env: {}, now: new Date(), print: () => {} });
		await expect(attempt).rejects.toMatchObject({ exit: "unverified" });
	});
});

describe("what an auditor holds", () => {
	const trustFile = (lines: readonly string[]): string => {
		const file = join(folder, `trust-${++count}.txt`);
		writeFileSync(file, `# handed over on paper\n${lines.join("\n")}\n`);
		return file;
	};
	const owned = (): string[] =>
		keyHolders.filter((name) => name !== "eve").map((name) => `${fingerprintOf(keys[name].publicKey)} ${name}`);

	it("agrees with the genuine first governance", async () => {
		const { firstGovernance } = await verifyRecords({ root: template });
		expect(await findings(template, { trust: trustFile([...owned(), `${firstGovernance} governance`]) })).toEqual([]);
	});

	it.each<[string, () => string[], string]>([
		["a key that is not on the list", () => owned().filter((line) => !line.endsWith("carla")), "carla's key SHA256:"],
		["a key of another person", () => owned().map((line) => line.replace(/ carla$/, " leo")), "is leo's by your list"],
		["another policy", () => [...owned(), `${"0".repeat(64)} governance`], "the first governance has the digest"],
	])("shows up a first governance with %s", async (_, lines, message) => {
		expect((await findings(template, { trust: trustFile(lines()) })).join("\n")).toContain(message);
	});

	it("proves of a list of fingerprints whose the keys are, and with the digest the whole first governance", async () => {
		const { firstGovernance } = await verifyRecords({ root: template });
		const keysOnly = await verifyRecords({ root: template, trust: trustFile(owned()) });
		const whole = await verifyRecords({
			root: template,
			trust: trustFile([...owned(), `${firstGovernance} governance`]),
		});
		const of = ({ proves, leavesOpen }: Verification) =>
			[...proves, ...leavesOpen].filter((line) => line.includes("first governance"));
		expect({ keysOnly: of(keysOnly), whole: of(whole) }).toMatchInlineSnapshot(`
			{
			  "keysOnly": [
			    "Every key of the first governance, from which all others follow, is its owner's by your list.",
			    "That the policy and the roles of the first governance are genuine: have its digest, named above, confirmed by who made it, and add it to your list as a line with "governance" after it.",
			  ],
			  "whole": [
			    "The first governance, from which all others follow, is the one on your list.",
			  ],
			}
		`);
	});

	it("says nothing about a first governance without keys, but for its digest", async () => {
		const root = join(folder, "keyless");
		const people = peopleList(keys).people.map(({ signingKeys: _, ...person }) => person);
		const keyless = stringify({ schemaVersion: 1, people, hub: { signingKeys: [] } });
		commit(makeRepository(root), { ...recordFiles(keys), "requests/governance/people.yml": keyless });
		expect(await findings(root, { trust: trustFile(owned()) })).toEqual([
			"error requests/governance/people.yml: the first governance holds no key at all, so your list says nothing about it",
		]);
		const { firstGovernance } = await verifyRecords({ root });
		expect(await findings(root, { trust: trustFile([...owned(), `${firstGovernance} governance`]) })).toEqual([]);
	});

	it("agrees with a governance that began after commits that were none", async () => {
		const root = makeRepository(join(folder, "begun"));
		const first = peopleList(keys);
		const people = first.people.filter(({ id }) => id !== "carla" && id !== "gus");
		commit(root, { ...recordFiles(keys), "requests/governance/people.yml": stringify({ ...first, people }) });
		await expect(verifyRecords({ root })).rejects.toMatchObject({ exit: "invalid" });
		commit(root, { "requests/governance/people.yml": stringify(first) });
		const { firstGovernance } = await verifyRecords({ root: template });
		expect(await findings(root, { trust: trustFile([...owned(), `${firstGovernance} governance`]) })).toEqual([]);
		const others = stringify({ ...first, people: first.people.map((person) => ({ ...person, signingKeys: [] })) });
		commit(root, { "requests/governance/people.yml": others }, "Eve Else");
		expect(await findings(root, { trust: trustFile([...owned(), `${firstGovernance} governance`]) })).toEqual([
			expect.stringMatching(/^warning .* without the approval of information-governance and caldicott-guardian/),
		]);
	});

	it("is refused with its line when it is not a list of fingerprints", async () => {
		const file = trustFile(["robbie"]);
		await expect(verifyRecords({ root: template, trust: file })).rejects.toMatchObject({
			exit: "usage",
			message: expect.stringContaining(`${file}:2`),
		});
	});

	it("shows up a rewritten history by a commit kept before", async () => {
		const root = copy(template);
		const kept = git(root, "rev-parse", "HEAD");
		expect(await findings(root, { head: kept })).toEqual([]);
		git(root, "reset", "--quiet", "--hard", "HEAD~1");
		expect((await findings(root, { head: kept })).join("\n")).toContain("is not part of this history");
		expect((await findings(root, { head: "0".repeat(40) })).join("\n")).toContain("is not part of this history");
	});

	it("shows up a published package that is not the recorded one", async () => {
		const published = join(folder, "published");
		mkdirSync(join(published, "sepsis"), { recursive: true });
		writeFileSync(join(published, "sepsis/sepsis-0001.zip"), "the package");
		writeFileSync(join(published, "sepsis/sepsis-0001.password.age"), sealedPassword);
		for (const name of ["manifest.json", "manifest.json.sig"])
			cpSync(join(template, dirname(manifestPath()), name), join(published, `sepsis/sepsis-0001.${name}`));
		expect(await findings(template, { published })).toEqual([]);
		writeFileSync(join(published, "sepsis/sepsis-0001.zip"), "another package");
		expect((await findings(template, { published })).join("\n")).toContain(
			"is not the file that this manifest records",
		);
		expect(
			(await findings(template, { published: join(folder, "nothing") })).every((line) => line.startsWith("warning")),
		).toBe(true);
	});

	it("claims nothing of packages where it compared none, and refuses a folder that is not there", async () => {
		const published = join(folder, "empty");
		mkdirSync(published);
		const { checked, proves, leavesOpen } = await verifyRecords({ root: template, published });
		expect(checked.packages).toBe(0);
		expect(proves.join("\n")).not.toContain("packages");
		expect(leavesOpen).toContain(`That the packages are the recorded ones: none of them was in ${published}.`);
		mkdirSync(join(published, "sepsis"));
		writeFileSync(join(published, "sepsis/sepsis-0001.zip"), "the package");
		writeFileSync(join(published, "sepsis/sepsis-0001.password.age"), sealedPassword);
		const compared = await verifyRecords({ root: template, published });
		expect(compared.proves.join("\n")).toContain("packages that are still there are the recorded ones");
		expect(compared.proves).toContain(
			`Nothing lies in ${published} that the records do not explain, but what a warning names.`,
		);
		expect(compared.leavesOpen.join("\n")).not.toContain("packages");
		for (const wrong of ["", join(folder, "nowhere"), join(published, "sepsis/sepsis-0001.zip")]) {
			const attempt = verifyCommand({ root: template, published: wrong, env: {}, now: new Date(), print: () => {} });
			await expect(attempt).rejects.toMatchObject({
				exit: "usage",
				message: expect.stringMatching(/there is no such folder. Name the folder that holds a folder of packages/),
			});
		}
	});

	it("is not enough when only a part of the history was fetched", async () => {
		const root = join(folder, "shallow");
		git(folder, "clone", "--quiet", "--depth=1", `file://${template}`, root);
		await expect(verifyRecords({ root })).rejects.toMatchObject({ exit: "incomplete" });
	});
});
