import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { approvalScopeDigest } from "../../scripts/approval/scope.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import type { Approval } from "../../scripts/schema/types.ts";
import { type Namespace, sign } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, peopleList, recordFiles } from "../support/records.ts";
import { commit, git } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
let root: string;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
	root = makeRecords(folder, "records", keys);
});

const now = new Date("2026-03-31T12:00:00Z");
const read = (at = now) =>
	projectApprovals(recordsReading(openRepository(root)), {
		commit: git(root, "rev-parse", "HEAD"),
		project: "sepsis",
		now: at,
	});

/** Starts over from the request, records hand-made approvals, and judges them. */
async function judge(
	files: readonly { approval: Partial<Approval>; key: keyof Keys; namespace?: Namespace; tamper?: Partial<Approval> }[],
	at = now,
) {
	git(root, "reset", "--quiet", "--hard", git(root, "rev-list", "--max-parents=0", "HEAD"));
	const wanted = await asked();
	const { context, status } = await read();
	const slices = new Map(
		status.roles.map(({ role, concerns }) => [role, approvalScopeDigest(concerns, "sepsis", wanted, context.records)]),
	);
	mkdirSync(join(root, "requests/sepsis/approvals"), { recursive: true });
	for (const [index, { approval, key, namespace = "approval", tamper = {} }] of files.entries()) {
		const role = approval.role ?? "data-custodian";
		const full = {
			schemaVersion: 1,
			subject: "sepsis",
			approver: key,
			role,
			decision: "approve",
			blob: "a".repeat(40),
			slice: slices.get(role) ?? "0".repeat(64),
			at: "2026-03-31T09:00:00Z",
			...approval,
		};
		const path = join(root, `requests/sepsis/approvals/${index + 1}.json`);
		writeFileSync(`${path}.sig`, await sign(Buffer.from(JSON.stringify(full)), keys[key].file, namespace));
		writeFileSync(path, JSON.stringify({ ...full, ...tamper }));
	}
	git(root, "add", "--all");
	git(root, "commit", "--quiet", "--allow-empty", "-m", "Approvals");
	return read(at);
}

async function asked() {
	commit(root, { "requests/sepsis/request.yml": recordFiles(keys)["requests/sepsis/request.yml"] }, "Rita Research");
	return (await read()).context.request;
}

describe("a decision counts for nothing", () => {
	it.each([
		[
			"whose approver is not the key's owner",
			{ approval: { approver: "ingrid" }, key: "robbie" },
			"the key is robbie's",
		],
		[
			"in a role that the person does not hold",
			{ approval: { role: "information-governance" }, key: "robbie" },
			"does not hold the role",
		],
		["signed with the hub's key", { approval: { approver: "robbie" }, key: "hub" }, "the hub's key"],
		["signed with a key that is nobody's", { approval: { approver: "robbie" }, key: "eve" }, "not in people.yml"],
		[
			"from before the key counted",
			{ approval: { at: "2025-12-31T23:59:59Z" }, key: "robbie" },
			"counts from 2026-01-01",
		],
		["of the future", { approval: { at: "2026-03-31T12:06:00Z" }, key: "robbie" }, "future"],
	] as const)("%s", async (_, file, why) => {
		const { status } = await judge([file]);
		expect(status.ignored).toEqual([{ path: "requests/sepsis/approvals/1.json", why: expect.stringContaining(why) }]);
		expect(status.roles[0]?.state).toBe("missing");
	});

	it.each([
		[
			"over other bytes",
			{ approval: { decision: "refuse", reason: "No." }, key: "robbie", tamper: { decision: "approve" } },
			"does not fit",
		],
		["for another purpose", { approval: {}, key: "robbie", namespace: "answer" }, "does not fit"],
		["about another project", { approval: { subject: "another" }, key: "robbie" }, "is about another, not sepsis"],
	] as const)("signed %s", async (_, file, message) => {
		const { status, strays } = await judge([file]);
		expect(strays).toMatchObject([
			{ severity: "warning", file: "requests/sepsis/approvals/1.json", message: expect.stringContaining(message) },
		]);
		expect(status.roles[0]?.state).toBe("missing");
	});

	it("about an older version", async () => {
		const { status } = await judge([{ approval: { slice: "1".repeat(64) }, key: "robbie" }]);
		expect(status.roles[0]).toMatchObject({ state: "void", why: "what robbie decided on has changed since" });
	});

	it.each([
		["on the day before", "2026-03-31T12:00:00Z", "approved"],
		["on the day itself", "2026-04-01T12:00:00Z", "missing"],
	])("once its key is revoked: relied on %s", async (_, at, state) => {
		const list = peopleList(keys);
		const revoked = list.people.map((person) =>
			person.id === "robbie"
				? { ...person, signingKeys: [{ key: keys.robbie.publicKey, added: "2026-01-01", revoked: "2026-04-01" }] }
				: person,
		);
		await judge([{ approval: {}, key: "robbie" }]);
		commit(root, { "requests/governance/people.yml": stringify({ ...list, people: revoked }) });
		expect((await read(new Date(at))).status.roles[0]?.state).toBe(state);
	});
});

describe("of several decisions", () => {
	it("one person counts for one role, the roles being shared out as far as possible", async () => {
		const custodian = { approval: { role: "data-custodian" }, key: "ivan" } as const;
		const governs = { approval: { role: "information-governance" }, key: "ivan" } as const;
		const { status } = await judge([custodian, governs]);
		expect(status.complete).toBe(false);
		expect(status.roles.map(({ state }) => state).sort()).toEqual(["approved", "missing"]);
		expect((await judge([custodian, governs, { approval: {}, key: "robbie" }])).status.complete).toBe(true);
	});

	it("the latest by signed time counts, whatever its number, so that an old approval is not played again", async () => {
		const approved = { approval: { at: "2026-03-31T09:00:00Z" }, key: "robbie" } as const;
		const refused = {
			approval: { at: "2026-03-31T09:00:01Z", decision: "refuse", reason: "No." },
			key: "robbie",
		} as const;
		expect((await judge([approved, refused, approved])).status.roles[0]?.state).toBe("refused");
		expect(
			(await judge([refused, { ...approved, approval: { at: "2026-03-31T09:00:02Z" } }])).status.roles[0]?.state,
		).toBe("approved");
	});

	it("the strictest of the same second counts", async () => {
		const refused = { approval: { decision: "refuse", reason: "No." }, key: "robbie" } as const;
		expect((await judge([refused, { approval: {}, key: "robbie" }])).status.roles[0]?.state).toBe("refused");
		expect((await judge([{ approval: {}, key: "robbie" }, refused])).status.roles[0]?.state).toBe("refused");
	});

	it("a refusal by one of the role stands against another's approval", async () => {
		const refused = { approval: { decision: "return", reason: "Say more." }, key: "ivan" } as const;
		expect((await judge([{ approval: {}, key: "robbie" }, refused])).status.roles[0]).toMatchObject({
			state: "returned",
			why: "ivan: Say more.",
		});
	});
});

describe("what stands among the approvals without being one", () => {
	it("is reported", async () => {
		await judge([{ approval: {}, key: "robbie" }]);
		const own = "requests/sepsis/approvals";
		commit(root, { [`${own}/notes.txt`]: "x", [`${own}/7.json`]: "{", [`${own}/1.json.sig`]: undefined });
		const { strays, status } = await read();
		expect(strays.map(({ file, message }) => `${file}: ${message}`).sort()).toMatchInlineSnapshot(`
			[
			  "requests/sepsis/approvals/1.json: this approval has no signature beside it",
			  "requests/sepsis/approvals/7.json: this is no approval: a quote, bracket, comma, colon or space is missing",
			  "requests/sepsis/approvals/notes.txt: this is not the name of a record or of its signature",
			]
		`);
		expect(status.roles[0]?.state).toBe("missing");
	});
});
