import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { approveCommand } from "../../scripts/approval/command.ts";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { openRepository, resolveCommit } from "../../scripts/git/repository.ts";
import { namespaceName, sign as signBytes } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, patientPage, request } from "../support/records.ts";
import { commit, git, makeKey } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
});

const now = new Date("2026-03-31T09:30:00Z");
let count = 0;
const records = (): string => makeRecords(folder, `records-${++count}`, keys);

const sign = (root: string, who: keyof Keys, more: Partial<Parameters<typeof approve>[0]> = {}) =>
	approve({ root, project: "sepsis", key: keys[who].file, decision: "approve", now, ...more });

async function approvalsOf(root: string, at = now) {
	const repo = openRepository(root);
	const head = (await resolveCommit(repo, "HEAD")) as string;
	return projectApprovals(recordsReading(repo), { commit: head, project: "sepsis", now: at });
}

const states = async (root: string, at = now) =>
	Object.fromEntries((await approvalsOf(root, at)).status.roles.map(({ role, state }) => [role, state]));

describe("approving a request", () => {
	it("takes every needed role, each by another person, and commits nothing but the decisions", async () => {
		const root = records();
		writeFileSync(join(root, "note.txt"), "prepared by somebody\n");
		git(root, "add", "note.txt");
		expect(await states(root)).toEqual({ "data-custodian": "missing", "information-governance": "missing" });
		await sign(root, "robbie");
		expect(await states(root)).toEqual({ "data-custodian": "approved", "information-governance": "missing" });
		expect((await approvalsOf(root)).status.complete).toBe(false);
		await sign(root, "ingrid");
		const { status } = await approvalsOf(root);
		expect(status.complete).toBe(true);
		expect(git(root, "show", "--name-only", "--format=%s", "HEAD")).toBe(
			"Approve sepsis as information-governance\n\nrequests/sepsis/approvals/2.json\nrequests/sepsis/approvals/2.json.sig",
		);
		expect(git(root, "status", "--porcelain")).toBe("A  note.txt");
	});

	it("says what was signed and what is still needed", async () => {
		const root = records();
		const lines: string[] = [];
		await approveCommand({
			root,
			project: "sepsis",
			key: keys.robbie.file,
			decision: "approve",
			now,
			print: (line) => lines.push(line),
		});
		expect(lines.join("\n")).toMatchInlineSnapshot(`
			"sepsis: Outcomes of sepsis

			Requester: Rita Research (rita)
			For: Hampton Hospital, hospital, United Kingdom
			Team: Rita Research (rita); Tom Team (tom)
			Purposes: DUO:0000006 (DUO:0000006)
			Roles: the hospital controller, the recipient controller
			Lawful basis: UK GDPR Article 6(1)(e)
			Condition for data about health: UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4
			Lawful basis on which the hospital discloses: UK GDPR Article 6(1)(e)
			Condition on which the hospital discloses: UK GDPR Article 9(2)(j), with the Data Protection Act 2018, Schedule 1, paragraph 4
			Duty of confidentiality: explicit-consent, for the purpose research
			Objections to sharing: Each patient’s own consent decides; nobody is left out for a general objection, which gives way to it.
			Data protection impact assessment: DPIA-1
			Agreement: Research at Hampton, HH-1, 1 January 2026 to 31 December 2027
			Terms accepted: data-protection-v1 by Rita Research on 1 February 2026
			Kept for: 12 months; then: Deleted, with a certificate.
			Source: Hampton (hampton), read by the connection HAMPTON_DATABASE_URL

			What the agreement allows
			  - purposes: DUO:0000006 (DUO:0000006)
			  - kinds of field: direct-identifier, special-category and ordinary
			  - terms: data-protection-v1
			  - kept for at most 24 months

			Keys that could open the package
			  - rita: age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq, added on 1 January 2026, confirmed by robbie on 2 January 2026: By telephone
			  - tom: age1zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz, added on 1 January 2026, confirmed by robbie on 2 January 2026: By telephone

			What it is for
			  Looks at how sepsis ends.

			What patients gain
			  Better care for patients with sepsis.

			Patients who meet all of these
			  - of the patient: clinical.patients.sex is in the value set known-sex

			Values of the value sets named
			  - known-sex (2): F, M

			Patients (clinical.patients)
			  Each row of clinical.patients is a patient.
			  - clinical.patients.patient_id: replaced by a code of this project; direct-identifier
			    To join tables
			  - clinical.patients.sex: as it is; ordinary
			    Outcomes differ by sex

			As it stands this request breaks 1 rule, so nothing is delivered whoever approves: hub check requests/sepsis/request.yml
			  the source hampton does not record consent

			robbie has approved sepsis as data-custodian (data, keeping, people).
			Signed and committed: requests/sepsis/approvals/1.json, with its signature in requests/sepsis/approvals/1.json.sig
			Still needed: information-governance.
			Push the branch so that others see it: git push"
		`);
	});

	it("shows what is about to be signed, and what changed since this person last decided", async () => {
		const root = records();
		await sign(root, "robbie");
		const { title: _, ...rest } = request;
		const amended = { ...rest, title: "Other outcomes", retention: { ...request.retention, months: 20 } };
		commit(root, { "requests/sepsis/request.yml": stringify(amended) }, "Rita Research");
		const shown: (readonly string[])[] = [];
		await sign(root, "robbie", { show: (lines) => shown.push(lines) });
		const [lines = []] = shown;
		expect(lines.slice(0, 4)).toEqual([
			"sepsis: Other outcomes",
			"",
			"Requester: Rita Research (rita)",
			"For: Hampton Hospital, hospital, United Kingdom",
		]);
		const from = lines.findIndex((line) => line.startsWith("Changed since"));
		expect(lines.slice(from, from + 4)).toEqual([
			"Changed since robbie decided on it at 2026-03-31T09:30:00Z",
			"  retention 12 -> 20 months",
			"  title Outcomes of sepsis -> Other outcomes",
			"",
		]);
	});

	it.each([
		[
			"a value set",
			"dictionary/vocabulary/value-sets.yml",
			(text: string) => text.replace(/values:\n\s+- F\n\s+- M/, "values: [F, M, X]"),
			["the value set known-sex values: +X"],
		],
		[
			"a key of the team",
			"requests/governance/people.yml",
			(text: string) => {
				const people = parse(text);
				const rita = people.people.find(({ id }: { id: string }) => id === "rita");
				rita.ageKeys.push({ ...rita.ageKeys[0], recipient: `age1${"w".repeat(58)}` });
				return stringify(people, { aliasDuplicateObjects: false });
			},
			[
				`the people who ask rita keys age1${"w".repeat(58)} recipient: (nothing) -> age1${"w".repeat(58)}`,
				`the people who ask rita keys age1${"w".repeat(58)} confirmed by: (nothing) -> robbie`,
			],
		],
		[
			"where the data are read from",
			"dictionary/sources.yml",
			(text: string) => text.replace("HAMPTON_DATABASE_URL", "ELSEWHERE_DATABASE_URL"),
			["where the data are read from: HAMPTON_DATABASE_URL -> ELSEWHERE_DATABASE_URL"],
		],
	] as const)("says what has changed of what a decision rests on: %s", async (_what, path, change, expected) => {
		const root = records();
		await sign(root, "robbie");
		commit(root, { [path]: change(readFileSync(join(root, path), "utf8")) });
		const shown: (readonly string[])[] = [];
		await sign(root, "robbie", { show: (lines) => shown.push(lines) });
		const lines = shown[0] ?? [];
		const from = lines.findIndex((line) => line.startsWith("Changed since robbie decided on it"));
		expect(lines.slice(from + 1).map((line) => line.trim())).toEqual(expect.arrayContaining([...expected]));
	});

	it("says that nothing has changed only where nothing has", async () => {
		const root = records();
		await sign(root, "robbie");
		const shown: (readonly string[])[] = [];
		await sign(root, "robbie", { decision: "return", reason: "Not yet.", show: (lines) => shown.push(lines) });
		expect(shown[0]?.join("\n")).toMatch(/^The request and what it rests on read as they did when robbie decided/m);
	});

	it.each([
		[4, "approved"],
		[6, undefined],
	])("signs nothing that would not count, as after a decision dated %d minutes from now", async (minutes, state) => {
		const root = records();
		const later = new Date(now.getTime() + minutes * 60_000);
		await sign(root, "robbie", { decision: "return", reason: "Not yet.", now: later });
		const head = git(root, "rev-parse", "HEAD");
		const signing = sign(root, "robbie");
		if (state !== undefined) {
			await signing;
			expect(await states(root)).toMatchObject({ "data-custodian": state });
			return;
		}
		await expect(signing).rejects.toMatchObject({
			exit: "key",
			message:
				"What would be signed about sepsis would not count: its time lies in the future. The last decision of robbie is of 2026-03-31T09:36:00Z: check the clock.",
		});
		expect(git(root, "rev-parse", "HEAD")).toBe(head);
	});

	it("tells that a request breaks rules, so that nothing is delivered whoever approves", async () => {
		const root = records();
		const broken = { ...request, acceptedTerms: [] };
		commit(root, { "requests/sepsis/request.yml": stringify(broken) }, "Rita Research");
		const shown: string[] = [];
		await sign(root, "robbie", { show: (lines) => void shown.push(...lines) });
		expect(shown.join("\n")).toMatch(
			/As it stands this request breaks \d+ rules?, so nothing is delivered whoever approves: hub check requests\/sepsis\/request.yml\n/,
		);
	});

	it("takes a number at which nothing stands, whatever somebody put among the approvals", async () => {
		const root = records();
		const own = "requests/sepsis/approvals";
		commit(root, { [`${own}/999999.json`]: "{}", [`${own}/1.json.sig`]: "x", [`${own}/2.json/x`]: "x" });
		symlinkSync("elsewhere", join(root, `${own}/3.json`));
		git(root, "add", "--all");
		commit(root, {});
		expect((await sign(root, "robbie")).path).toBe(`${own}/4.json`);
		expect((await sign(root, "ingrid")).path).toBe(`${own}/5.json`);
		expect((await approvalsOf(root)).status.complete).toBe(true);
	});

	it("is not stopped by what another's key has signed in somebody's name, however late it is dated", async () => {
		const root = records();
		const { path, approval } = await sign(root, "ingrid");
		const { file } = makeKey(join(folder, "keys"), "stranger");
		for (const at of [approval.at, "2030-01-01T00:00:00Z"]) {
			const forged = Buffer.from(JSON.stringify({ ...approval, at }));
			const other = records();
			commit(other, {
				[path]: forged.toString(),
				[`${path}.sig`]: (await signBytes(forged, file, "approval")).toString(),
			});
			expect((await sign(other, "ingrid")).already).toBe(false);
			await sign(other, "robbie");
			expect((await approvalsOf(other)).status.complete).toBe(true);
		}
	});

	it("has nothing to do the second time", async () => {
		const root = records();
		await sign(root, "robbie");
		const head = git(root, "rev-parse", "HEAD");
		expect((await sign(root, "robbie")).already).toBe(true);
		expect(git(root, "rev-parse", "HEAD")).toBe(head);
	});

	it("can be checked by an auditor with ssh-keygen, as a signature for this purpose only", async () => {
		const root = records();
		const { path, approval } = await sign(root, "robbie");
		expect(JSON.parse(readFileSync(join(root, path), "utf8"))).toEqual(approval);
		expect(approval).toMatchObject({
			subject: "sepsis",
			approver: "robbie",
			role: "data-custodian",
			at: "2026-03-31T09:30:00Z",
		});
		expect(namespaceName("approval")).toBe("approval@patient-data-sharing-hub");
	});

	it.each([
		["without a reason to refuse", "robbie", { decision: "refuse" as const }, "usage", "say why with --reason"],
		["with the hub's key", "hub", {}, "key", "the hub's, which approves nothing"],
		[
			"with a stranger's key",
			"eve",
			{},
			"key",
			"is not in people.yml as it is in force. Have the key added by a change",
		],
		["with a key of a person without a needed role", "leo", {}, "key", "holds none of the roles"],
		["before the key counts", "robbie", { now: new Date("2025-12-31T12:00:00Z") }, "key", "counts from 2026-01-01"],
		["of a project that is not there", "robbie", { project: "sepsys" }, "invalid", "no readable request"],
		[
			"of a change of governance that nobody made",
			"ingrid",
			{ project: "governance" },
			"invalid",
			"no change of governance",
		],
	] as const)("is refused %s", async (_, who, more, exit, message) => {
		const root = records();
		const head = git(root, "rev-parse", "HEAD");
		await expect(sign(root, who, more)).rejects.toMatchObject({ exit, message: expect.stringContaining(message) });
		expect(git(root, "rev-parse", "HEAD")).toBe(head);
		expect(git(root, "status", "--porcelain")).toBe("");
	});

	it.each([
		["requester", { ...request, requester: "robbie" }],
		["member of the team", { ...request, team: ["rita", "robbie"] }],
		["writer on behalf", { ...request, writtenBy: "robbie" }],
	])("is refused to the %s", async (_, changed) => {
		const root = records();
		commit(root, { "requests/sepsis/request.yml": stringify(changed) }, "Rita Research");
		await expect(sign(root, "robbie")).rejects.toMatchObject({ exit: "key" });
	});

	it.each(["Robbie Records", "rrecords", "ROBBIE  records"])(
		"is refused to an author of the request in git, known as %s",
		async (name) => {
			const root = records();
			commit(root, { "requests/sepsis/request.yml": `${stringify(request)}# changed\n` }, name);
			await expect(sign(root, "robbie")).rejects.toMatchObject({
				exit: "key",
				message: expect.stringContaining("author of the request"),
			});
		},
	);

	it("is refused to a co-author, but not to whoever merged the request", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "side");
		commit(root, { "requests/sepsis/request.yml": `${stringify(request)}# changed\n` }, "Rita Research");
		git(root, "switch", "--quiet", "main");
		git(root, "-c", "user.name=Robbie Records", "merge", "--quiet", "--no-ff", "-m", "Merge", "side");
		await sign(root, "robbie");
		const message = "More\n\nCo-authored-by: Ingrid Governs <ingrid@example.org>";
		commit(root, { "requests/sepsis/request.yml": `${stringify(request)}# again\n` }, "Rita Research", message);
		await expect(sign(root, "ingrid")).rejects.toMatchObject({ exit: "key" });
	});

	it("is refused to an author whose change came in through the merge itself", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "side");
		commit(root, { "requests/sepsis/request.yml": `${stringify(request)}# changed\n` }, "Rita Research");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "--no-commit", "side");
		writeFileSync(join(root, "requests/sepsis/request.yml"), `${stringify(request)}# slipped in\n`);
		git(root, "commit", "--quiet", "--all", "--author=Robbie Records <r@example.org>", "-m", "Merge");
		await expect(sign(root, "robbie")).rejects.toMatchObject({
			exit: "key",
			message: expect.stringContaining("author"),
		});
	});

	it("is refused while the request has changes that are not committed", async () => {
		const root = records();
		writeFileSync(join(root, "requests/sepsis/request.yml"), "title: Something else\n");
		await expect(sign(root, "robbie")).rejects.toMatchObject({
			exit: "invalid",
			message: expect.stringContaining("not committed"),
		});
	});

	it("is refused when the folder of approvals is a link that leads elsewhere", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "hostile");
		const elsewhere = temporaryFolder();
		const { symlinkSync, readdirSync } = await import("node:fs");
		symlinkSync(elsewhere, join(root, "requests/sepsis/approvals"));
		git(root, "add", "--all");
		git(root, "commit", "--quiet", "-m", "Link");
		await expect(sign(root, "robbie")).rejects.toMatchObject({ exit: "invalid" });
		expect(readdirSync(elsewhere)).toEqual([]);
	});

	it("counts one person once, even with two roles", async () => {
		const root = records();
		await sign(root, "ivan");
		await expect(sign(root, "ivan")).rejects.toMatchObject({
			exit: "key",
			message: expect.stringContaining("one person counts once"),
		});
		await sign(root, "ingrid");
		expect((await approvalsOf(root)).status.complete).toBe(true);
	});
});

describe("an approval", () => {
	it("is void when what it rests on changes, and only for the roles concerned", async () => {
		const root = records();
		await sign(root, "robbie");
		await sign(root, "ingrid");
		commit(
			root,
			{ "requests/sepsis/request.yml": stringify({ ...request, retention: { ...request.retention, months: 14 } }) },
			"Rita Research",
		);
		expect(await states(root)).toEqual({ "data-custodian": "void", "information-governance": "approved" });
		await sign(root, "robbie");
		expect((await approvalsOf(root)).status.complete).toBe(true);
	});

	it("outlives a new survey, a merge and a rebase", async () => {
		const root = records();
		git(root, "switch", "--quiet", "-c", "request");
		await sign(root, "robbie");
		await sign(root, "ingrid");
		git(root, "switch", "--quiet", "main");
		commit(
			root,
			{ "dictionary/sources/hampton/clinical.patients.md": patientPage("ordinary", "10 to 99") },
			"Robbie Records",
		);
		git(root, "switch", "--quiet", "request");
		git(root, "rebase", "--quiet", "main");
		git(root, "switch", "--quiet", "main");
		git(root, "merge", "--quiet", "--no-ff", "-m", "Merge", "request");
		expect((await approvalsOf(root)).status.complete).toBe(true);
	});

	it("becomes one of three when a field turns out to be of a special category", async () => {
		const root = records();
		await sign(root, "robbie");
		await sign(root, "ingrid");
		commit(
			root,
			{ "dictionary/sources/hampton/clinical.patients.md": patientPage("special-category") },
			"Robbie Records",
		);
		expect(await states(root)).toEqual({
			"data-custodian": "void",
			"information-governance": "approved",
			"caldicott-guardian": "missing",
		});
	});

	it("gives way to a later refusal of the same person, or of another of the same role", async () => {
		const root = records();
		await sign(root, "robbie");
		await sign(root, "robbie", { decision: "refuse", reason: "Not after all." });
		const { status } = await approvalsOf(root);
		expect(status.roles[0]).toMatchObject({ state: "refused", why: "robbie: Not after all." });
		await sign(root, "robbie");
		expect((await states(root, new Date("2026-03-31T10:00:00Z")))["data-custodian"]).toBe("approved");
		await sign(root, "ingrid");
		await sign(root, "ivan", { decision: "return", reason: "Say more." });
		expect(Object.values(await states(root, new Date("2026-03-31T10:00:00Z")))).toContain("returned");
	});
});
