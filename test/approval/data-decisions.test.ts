import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { isBlocking } from "../../scripts/approval/data-decisions.ts";
import { describeDecisions, describeOpenDecisions } from "../../scripts/approval/describe-decisions.ts";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { signDecisions } from "../../scripts/approval/sign-decisions.ts";
import { checkRepository } from "../../scripts/check/repository.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { sign as signBytes } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type KeyHolder, type Keys, makeKeys, patientPage, policy, recordFiles } from "../support/records.ts";
import { commit, git, makeKey, makeRepository } from "../support/repository.ts";

const page = "dictionary/sources/hampton/clinical.patients.md";
const sources = "dictionary/sources.yml";
const now = new Date("2026-03-31T09:00:00Z");
let folder: string;
let keys: Keys;
let undecided: string;
let decided: string;
let clones = 0;

beforeAll(async () => {
	folder = temporaryFolder();
	keys = makeKeys(join(folder, "keys"));
	undecided = makeRepository(join(folder, "undecided"));
	const { "requests/sepsis/request.yml": asked = "", ...others } = recordFiles(keys);
	const decisions = { always: ["information-governance"], lowering: ["caldicott-guardian"] };
	commit(undecided, { ...others, "requests/governance/policy.yml": stringify({ ...policy, decisions }) });
	commit(undecided, { "requests/sepsis/request.yml": asked }, "Rita Research");
	for (const who of ["robbie", "ingrid"] as const) {
		await approve({ root: undecided, project: "sepsis", key: keys[who].file, decision: "approve", now });
	}
	decided = clone(undecided);
	await sign(decided, "robbie", "ingrid", "carla");
});

function clone(root: string): string {
	const copy = join(folder, `clone-${clones++}`);
	cpSync(root, copy, { recursive: true });
	return copy;
}

async function sign(root: string, ...people: readonly KeyHolder[]): Promise<void> {
	for (const who of people) await signDecisions({ root, project: "sepsis", key: keys[who].file, now });
}

async function read(root: string) {
	const head = git(root, "rev-parse", "HEAD");
	return projectApprovals(recordsReading(openRepository(root)), { commit: head, project: "sepsis", now });
}

/** The states of the decisions that are not simply in force, by what they are about. */
async function states(root: string) {
	const { status } = await read(root);
	return Object.fromEntries(
		status.decisions
			.filter(({ state }) => state !== "in-force")
			.map(({ rule, state }) => [`${rule.about} ${rule.id}`.trim(), state]),
	);
}

async function said(root: string, field: string) {
	const { records } = await read(root);
	return records.catalogue.sources[0]?.tables[0]?.fields.find(({ name }) => name === field)?.documentation;
}

async function sensitivity(root: string, field: string): Promise<string | undefined> {
	return (await said(root, field))?.sensitivity;
}

const edit = (root: string, path: string, from: string | RegExp, to: string): string =>
	commit(root, { [path]: readFileSync(join(root, path), "utf8").replace(from, to) });

const acts = (root: string): readonly string[] =>
	readdirSync(join(root, "dictionary/approvals")).filter((name) => name.endsWith(".json"));

async function refusal(signing: Promise<unknown>): Promise<string> {
	const failure = await signing.then(
		() => undefined,
		(thrown) => thrown,
	);
	if (!(failure instanceof UserError)) throw failure ?? new Error("it was not refused");
	return failure.message;
}

describe("decisions that nobody has signed", () => {
	it("hold a request that is approved, and say who is to sign", async () => {
		const { status } = await read(undecided);
		expect(status.roles.every(({ state }) => state === "approved")).toBe(true);
		expect(status.complete).toBe(false);
		expect(describeOpenDecisions(status.decisions)).toEqual([
			"2 fields, 1 table and 3 rules of the source not yet signed: data-custodian (6), information-governance (6), caldicott-guardian (2)",
		]);
	});

	it("are in force once all who are asked have signed, and void no approval", async () => {
		const { status } = await read(decided);
		expect(status.complete).toBe(true);
		expect(status.decisions.filter(isBlocking)).toEqual([]);
		expect(acts(decided)).toHaveLength(3);
	});

	it("do not come into force by one person, however many roles they hold", async () => {
		const root = clone(undecided);
		await sign(root, "ivan");
		expect((await read(root)).status.complete).toBe(false);
		expect(await refusal(sign(root, "ivan"))).toMatch(/nothing that ivan can sign here: 6 decisions wait for others/);
	});

	it("are signed by nobody without a say, with the hub's key, or before the dictionary is committed", async () => {
		const root = clone(undecided);
		expect(await refusal(sign(root, "eve"))).toMatch(/is not in people.yml as it is in force/);
		expect(await refusal(sign(root, "hub"))).toMatch(/it is the hub's, which approves nothing/);
		expect(await refusal(sign(root, "leo"))).toMatch(/nothing that leo can sign here/);
		cpSync(join(root, sources), join(root, page));
		expect(await refusal(sign(root, "robbie"))).toMatch(/changes that are not committed/);
	});
});

describe("a stricter word", () => {
	it("is in force at once, and the older one does not come back without signatures", async () => {
		const root = clone(decided);
		const before = readFileSync(join(root, page), "utf8");
		commit(root, { [page]: patientPage("special-category") });
		expect(await sensitivity(root, "sex")).toBe("special-category");
		expect((await read(root)).status.complete).toBe(false);
		expect((await read(root)).status.roles.map(({ role }) => role)).toContain("caldicott-guardian");
		expect(await states(root)).toEqual({});
		commit(root, { [page]: before });
		expect(await states(root)).toEqual({ "field clinical.patients.sex": "waits" });
		expect(await sensitivity(root, "sex")).toBe("special-category");
		// The old signatures once more, as new files of another commit.
		const old = Object.fromEntries(
			readdirSync(join(root, "dictionary/approvals")).map((name) => [
				`dictionary/approvals/${name}`,
				readFileSync(join(root, "dictionary/approvals", name), "utf8"),
			]),
		);
		commit(root, Object.fromEntries(Object.keys(old).map((path) => [path, undefined])));
		commit(root, old);
		expect(await sensitivity(root, "sex")).toBe("special-category");
		await sign(root, "robbie", "ingrid");
		expect(await sensitivity(root, "sex")).toBe("special-category");
		await sign(root, "carla");
		expect(await sensitivity(root, "sex")).toBe("ordinary");
		expect((await read(root)).status.complete).toBe(true);
	});

	it("about a table is heeded at once", async () => {
		const root = clone(decided);
		edit(root, sources, "class: patient", "class: excluded");
		const { records, status } = await read(root);
		expect(records.catalogue.sources[0]?.tables[0]?.class).toBe("excluded");
		expect(status.decisions.find(({ rule }) => rule.about === "table")?.state).toBe("in-force");
		edit(root, sources, "class: excluded", "class: patient");
		expect(await states(root)).toEqual({ "table clinical.patients": "waits" });
		expect((await read(root)).records.catalogue.sources[0]?.tables[0]?.class).toBe("excluded");
	});
});

describe("a looser word", () => {
	it("waits for the Caldicott guardian too where a direct identifier is lowered, while the decision counts", async () => {
		const root = clone(decided);
		edit(root, page, "Sensitivity: direct-identifier", "Sensitivity: ordinary");
		expect(await states(root)).toEqual({ "field clinical.patients.patient_id": "waits" });
		expect(await sensitivity(root, "patient_id")).toBe("direct-identifier");
		const { status } = await read(root);
		expect(status.complete).toBe(true);
		expect(describeOpenDecisions(status.decisions)).toEqual([
			"clinical.patients.patient_id: decided as direct-identifier, the records now say ordinary; it is not in force: data-custodian (1), information-governance (1), caldicott-guardian (1)",
		]);
		await sign(root, "robbie", "ingrid");
		expect(await sensitivity(root, "patient_id")).toBe("direct-identifier");
		await sign(root, "carla");
		expect(await sensitivity(root, "patient_id")).toBe("ordinary");
		// What was approved rested on the decision before.
		expect((await read(root)).status.complete).toBe(false);
	});

	it("about objections waits, while the rule that is decided is heeded", async () => {
		const root = clone(decided);
		edit(root, sources, /$/, "    optOut:\n      field: clinical.patients.mood\n");
		expect((await read(root)).records.catalogue.sources[0]?.optOut).toEqual({ field: "clinical.patients.mood" });
		expect(await states(root)).toEqual({});
		edit(root, sources, /\s+optOut:\n.*\n/, "\n");
		expect(await states(root)).toEqual({ optOut: "waits" });
		expect((await read(root)).records.catalogue.sources[0]?.optOut).toEqual({ field: "clinical.patients.mood" });
	});

	it("about consent holds where no rule was decided, and waits where one was", async () => {
		const root = clone(decided);
		const rule = (purpose: string) =>
			`    consent:\n      patient: clinical.patients.patient_id\n      purpose: ${purpose}\n      given: clinical.patients.sex\n      withdrawn: clinical.patients.sex\n`;
		edit(root, sources, /$/, rule("clinical.patients.mood"));
		expect(await states(root)).toMatchObject({ consent: "held" });
		await sign(root, "robbie", "ingrid", "carla");
		expect(await states(root)).not.toHaveProperty("consent");
		edit(root, sources, "purpose: clinical.patients.mood", "purpose: clinical.patients.sex");
		expect(await states(root)).toMatchObject({ consent: "waits" });
	});
});

describe("objections", () => {
	const column = { field: "clinical.patients.mood" };
	const list = { list: "objectors", key: "clinical.patients.patient_id", covers: "national" };
	const heeded = async (root: string) => (await read(root)).records.catalogue.sources[0]?.optOut;

	it("are heeded by each rule that is merged beside those decided, and by no fewer", async () => {
		const root = clone(decided);
		const text = readFileSync(join(root, sources), "utf8");
		const saying = (...rules: readonly object[]) =>
			commit(root, { [sources]: `${text.trimEnd()}\n    optOut: ${JSON.stringify(rules)}\n` });
		saying(column);
		expect(await states(root)).toEqual({});
		saying(column, list);
		expect(await heeded(root)).toEqual([column, list]);
		expect(await states(root)).toEqual({});
		saying(list);
		expect(await heeded(root)).toEqual([column, list]);
		expect(await states(root)).toEqual({ optOut: "waits" });
		saying(list, { field: "clinical.patients.sex", objects: ["F"], notObjecting: ["M"] });
		expect(await heeded(root)).toHaveLength(3);
	});
});

describe("what was decided and is forgotten", () => {
	const answers = (root: string) => edit(root, sources, "class: patient", "class: patient\n        owner: Laboratory");

	it("is lowered by nobody without those who had to sign that: moved with its page", async () => {
		const root = clone(decided);
		const lower = readFileSync(join(root, page), "utf8").replace(
			"Sensitivity: direct-identifier",
			"Sensitivity: ordinary",
		);
		commit(root, { [page]: undefined, "dictionary/sources/hampton/patients.md": lower });
		const { status } = await read(root);
		const open = status.decisions.filter(({ state }) => state !== "in-force");
		expect(describeDecisions(open).first).toContain(
			"  clinical.patients.patient_id: decided as direct-identifier, the records now say ordinary",
		);
		await sign(root, "robbie", "ingrid");
		expect(await states(root)).toEqual({ "field clinical.patients.patient_id": "undecided" });
		await sign(root, "carla");
		expect(await states(root)).toEqual({});
	});

	it("is lowered by nobody without those who had to sign that: taken out in one merge, said anew in the next", async () => {
		const root = clone(decided);
		edit(root, page, "- Sensitivity: direct-identifier\n", "");
		edit(root, page, /(## `patient_id`\n\nWords.\n)/, "$1\n- Sensitivity: ordinary\n");
		await sign(root, "robbie", "ingrid");
		expect(await states(root)).toEqual({ "field clinical.patients.patient_id": "undecided" });
	});

	it("is given to no other department without the one that answered for it", async () => {
		const root = clone(undecided);
		answers(root);
		await sign(root, "leo", "ingrid", "robbie", "carla");
		expect(await states(root)).toEqual({});
		const listed = readFileSync(join(root, sources), "utf8");
		edit(root, sources, "clinical.patients:\n        class", "clinical.nothing:\n        class");
		commit(root, { [sources]: listed.replace("owner: Laboratory", "owner: Sham") });
		await sign(root, "robbie", "ingrid").catch(() => {});
		expect(await states(root)).toMatchObject({ "table clinical.patients": "undecided" });
	});
});

describe("who answers for a field's values", () => {
	it("is decided with it, and goes on answering until another is signed", async () => {
		const root = clone(decided);
		edit(root, page, "- Sensitivity: ordinary", "- Sensitivity: ordinary\n- Owner: Sham");
		expect(await states(root)).toEqual({ "field clinical.patients.sex": "waits" });
		const { records, status } = await read(root);
		expect(
			records.catalogue.sources[0]?.tables[0]?.fields.find(({ name }) => name === "sex")?.documentation.owner,
		).toBe(undefined);
		expect(describeOpenDecisions(status.decisions)[0]).toContain(
			"decided as ordinary, the records now say ordinary, Sham is asked about its values; it is not in force",
		);
	});
});

describe("a mark that a field helps to identify a person", () => {
	const mark = "- Helps to identify: yes";

	it("is in force at once, and waits to be taken away", async () => {
		const root = clone(decided);
		edit(root, page, "- Sensitivity: ordinary", `- Sensitivity: ordinary\n${mark}`);
		expect(await states(root)).toEqual({});
		expect(await said(root, "sex")).toMatchObject({ sensitivity: "ordinary", helpsToIdentify: true });
		// What was approved did not count the field among those by which somebody may be known.
		expect((await read(root)).status.complete).toBe(false);
		edit(root, page, `${mark}\n`, "");
		expect(await states(root)).toEqual({ "field clinical.patients.sex": "waits" });
		expect(await said(root, "sex")).toMatchObject({ sensitivity: "ordinary", helpsToIdentify: true });
		expect(describeOpenDecisions((await read(root)).status.decisions)).toEqual([
			"clinical.patients.sex: decided as ordinary, helps to identify a person, the records now say ordinary; it is not in force: data-custodian (1), information-governance (1)",
		]);
		await sign(root, "robbie");
		expect(await said(root, "sex")).toHaveProperty("helpsToIdentify", true);
		await sign(root, "ingrid");
		expect(await said(root, "sex")).not.toHaveProperty("helpsToIdentify");
		expect((await read(root)).status.complete).toBe(true);
	});

	it("counts beside a sensitivity that waits, and is taken off a special category by the Caldicott guardian too", async () => {
		const root = clone(undecided);
		edit(root, page, "Sensitivity: ordinary", "Sensitivity: special-category");
		await sign(root, "robbie", "ingrid", "carla");
		expect(await states(root)).toEqual({});
		edit(root, page, "Sensitivity: special-category", `Sensitivity: ordinary\n${mark}`);
		expect(await states(root)).toEqual({ "field clinical.patients.sex": "waits" });
		expect(await said(root, "sex")).toMatchObject({ sensitivity: "special-category", helpsToIdentify: true });
		edit(root, page, `Sensitivity: ordinary\n${mark}`, "Sensitivity: special-category");
		expect(describeOpenDecisions((await read(root)).status.decisions)).toEqual([
			"clinical.patients.sex: decided as special-category, helps to identify a person, the records now say special-category; it is not in force: data-custodian (1), information-governance (1), caldicott-guardian (1)",
		]);
		await sign(root, "robbie", "ingrid");
		expect(await said(root, "sex")).toHaveProperty("helpsToIdentify", true);
		await sign(root, "carla");
		expect(await said(root, "sex")).not.toHaveProperty("helpsToIdentify");
	});

	it("is signed with the field where nothing has been decided, among what identifies", async () => {
		const root = clone(undecided);
		edit(root, page, "- Sensitivity: ordinary", `- Sensitivity: ordinary\n${mark}`);
		const { status } = await read(root);
		expect(describeDecisions(status.decisions.filter(({ rule }) => rule.about === "field")).first).toEqual([
			"Identifies a person, or helps to (2)",
			"  clinical.patients: patient_id direct-identifier; sex ordinary, helps to identify a person",
		]);
		await sign(root, "robbie", "ingrid", "carla");
		expect(await states(root)).toEqual({});
		expect(await said(root, "sex")).toHaveProperty("helpsToIdentify", true);
	});
});

describe("what has no stricter side", () => {
	it.each([
		[
			"a table about patients called reference data",
			sources,
			"class: patient",
			"class: reference",
			"table clinical.patients",
		],
		["another patient key", sources, "key: patient_id", "key: sex", "patient"],
		["a column of another type", page, "type: integer", "type: text", "field clinical.patients.patient_id"],
		[
			"codes that mean something else",
			page,
			"- Sensitivity: ordinary",
			"- Sensitivity: ordinary\n- Values: `F` male",
			"field clinical.patients.sex",
		],
	])("holds what rests on it until it is signed: %s", async (_name, path, from, to, about) => {
		const root = clone(decided);
		edit(root, path, from, to);
		expect(await states(root)).toMatchObject({ [about]: "held" });
		expect((await read(root)).status.complete).toBe(false);
		edit(root, path, to, from);
		expect(await states(root)).toEqual({});
	});
});

describe("the history of decisions", () => {
	it("begins anew where a page is moved, so that no stricter word is left behind with the old file", async () => {
		const root = clone(decided);
		const text = readFileSync(join(root, page), "utf8");
		commit(root, { [page]: patientPage("special-category") });
		commit(root, { [page]: undefined, "dictionary/sources/hampton/patients.md": text });
		expect(await states(root)).toMatchObject({ "field clinical.patients.sex": "undecided" });
	});

	it("takes the first of two decisions that replace the same one", async () => {
		const root = clone(decided);
		git(root, "switch", "--quiet", "--create", "other");
		edit(root, page, "Sensitivity: ordinary", "Sensitivity: quasi-identifier");
		edit(root, page, "Sensitivity: quasi-identifier", "Sensitivity: ordinary");
		git(root, "switch", "--quiet", "main");
		edit(root, page, "- Sensitivity: ordinary", "- Sensitivity: ordinary\n- Values: `F` female");
		await sign(root, "robbie", "ingrid");
		expect(await states(root)).toEqual({});
		const first = acts(root);
		edit(root, page, "`F` female", "`F` woman");
		expect(await states(root)).toMatchObject({ "field clinical.patients.sex": "held" });
		await sign(root, "ingrid");
		expect(acts(root).length).toBe(first.length + 1);
		expect(await states(root)).toMatchObject({ "field clinical.patients.sex": "held" });
	});

	it("is not stopped by what another's key has signed in somebody's name", async () => {
		const root = clone(undecided);
		await sign(root, "ingrid");
		const [name = ""] = acts(root);
		const path = "dictionary/approvals";
		const forged = Buffer.from(readFileSync(join(root, path, name), "utf8").replace("{", "{ "));
		const { file } = makeKey(join(folder, "keys"), `stranger-${clones++}`);
		const other = clone(undecided);
		const sha256 = createHash("sha256").update(forged).digest("hex");
		commit(other, {
			[`${path}/${sha256}.json`]: forged.toString(),
			[`${path}/${sha256}.json.sig`]: (await signBytes(forged, file, "data-decision")).toString(),
		});
		await sign(other, "robbie", "ingrid", "carla");
		expect(await states(other)).toEqual({});
	});

	it("heeds no signature of somebody whose key was revoked before the last one was given", async () => {
		const root = clone(undecided);
		await sign(root, "robbie");
		edit(
			root,
			"requests/governance/people.yml",
			/(id: robbie[\s\S]*?added: )2026-01-01/,
			"$12026-01-01\n        revoked: 2026-02-01",
		);
		for (const who of ["ingrid", "carla"] as const) {
			await approve({ root, project: "governance", key: keys[who].file, decision: "approve", now });
		}
		await sign(root, "ingrid");
		expect(await states(root)).toMatchObject({ "field clinical.patients.sex": "undecided" });
	});
});

describe("what stands among the decisions", () => {
	it("is refused by the check unless it is one, named by its digest and signed", async () => {
		const root = clone(decided);
		const [name = ""] = acts(root);
		const bytes = readFileSync(join(root, "dictionary/approvals", name), "utf8");
		commit(root, {
			"dictionary/approvals/7.json": "{}",
			[`dictionary/approvals/${"a".repeat(64)}.json`]: bytes,
			[`dictionary/approvals/${name}.sig`]: undefined,
		});
		const { issues } = await checkRepository(folderTree(root), "2026-03-31");
		expect(
			issues
				.filter(({ rule }) => rule === "stray-file")
				.map(({ message }) => message)
				.sort(),
		).toEqual([
			"the file's name is not the SHA-256 of its bytes",
			"this decision about data has no signature beside it",
			"this is not the name of a decision about data or of its signature",
		]);
	});
});

describe("what a signer reads", () => {
	it("is first what was decided lower than the survey suggested, then what identifies, then the rest", async () => {
		const root = clone(undecided);
		edit(root, page, /(name: sex\n\s+type: text)/, "$1\n    suggested: special-category");
		const { status } = await read(root);
		expect(describeDecisions(status.decisions.filter(({ state }) => state !== "in-force"))).toEqual({
			first: [
				"Decided lower than the survey suggested (1)",
				"  clinical.patients.sex: ordinary; the survey suggested special-category",
				"Identifies a person, or helps to (1)",
				"  clinical.patients: patient_id direct-identifier",
				"Who a patient is, and whose wishes are heeded (3)",
				"  patient key: patient_id of clinical.patients",
				"  consent: no rule",
				"  objections: no rule",
			],
			rest: ["The rest: 1 table.", "  clinical.patients: about patients, one row for each"],
		});
		expect(describeOpenDecisions(status.decisions)[0]).toContain("caldicott-guardian (3)");
	});
});
