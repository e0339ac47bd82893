import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openedCommands } from "../../scripts/audit/report-commands.ts";
import { deliverCommand } from "../../scripts/delivery/command.ts";
import { openPackage } from "../../scripts/package/open.ts";
import type { Condition } from "../../scripts/schema/types.ts";
import { withProjectLock } from "../../scripts/snapshot/ledger.ts";
import { openShare } from "../../scripts/snapshot/share.ts";
import { clusterUrl } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git } from "../support/repository.ts";
import {
	approvedProject,
	ask,
	deliver,
	goBack,
	head,
	keep,
	makeWorld,
	outbox,
	recorded,
	recordedFiles,
	sample,
	type World,
} from "./world.ts";

// One delivery is stopped right before it leaves, and its parts are kept. Each test begins by putting together what
// a run that was killed at some moment would have left behind.
let world: World;
let project: string;
let approved: string;
let manifested: string;
let folder: string;
let bringBackStaged: () => void;
let bringBackPublished: () => void;

const files = (project: string) => [
	`${project}-0001.manifest.json`,
	`${project}-0001.manifest.json.sig`,
	`${project}-0001.password.age`,
	`${project}-0001.zip`,
];
const sha256 = (bytes: string) => createHash("sha256").update(bytes).digest("hex");

function leftBehind({ at, staged, published }: { at: string; staged: boolean; published: boolean }): void {
	goBack(world, at);
	if (staged) bringBackStaged();
	else rmSync(folder, { recursive: true, force: true });
	if (!published) rmSync(join(world.workplace.outbox, project), { recursive: true, force: true });
}

beforeAll(async () => {
	world = await makeWorld(2000);
	project = await approvedProject(world, sample("sepsis-outcomes"));
	approved = head(world);
	folder = join(world.workplace.staging, project, "0001");
	writeFileSync(join(world.workplace.outbox, project), "a file where the project's folder should be");
	const { failure } = await deliver(world, project);
	expect(failure).toMatchObject({ exit: "held", message: expect.stringContaining("is in the way") });
	rmSync(join(world.workplace.outbox, project));
	manifested = head(world);
	bringBackStaged = keep(folder);
});

describe("a delivery", () => {
	it("records its signed manifest before anything leaves", () => {
		expect(recordedFiles(world, project)).toEqual([
			"deliveries/0001/manifest.json",
			"deliveries/0001/manifest.json.sig",
		]);
		expect(git(world.workplace.origin, "log", "-1", "--format=%an: %s", "main")).toBe(
			`Patient Data Sharing Hub: Record delivery 0001 of ${project}`,
		);
	});

	it("keeps the package to itself until it has left", () => {
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(readdirSync(folder).sort()).toEqual([`${project}-0001.password.age`, `${project}-0001.zip`]);
		for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
	});

	it("publishes exactly the recorded bytes, records that, and is then done", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		const { text, failure } = await deliver(world, project);
		expect(failure).toBeUndefined();
		expect(text.replaceAll(project, "PROJECT").replace(world.workplace.outbox, "OUTBOX")).toMatchInlineSnapshot(`
			"Published delivery 0001 of PROJECT:
			  package   OUTBOX/PROJECT/PROJECT-0001.zip
			  password  PROJECT-0001.password.age, beside it, sealed to sunita-rao, tom-tally
			  manifest  requests/PROJECT/deliveries/0001/manifest.json in the records, signed"
		`);
		const published = outbox(world, project);
		expect(Object.keys(published)).toEqual(files(project));
		const manifest = recorded(world, project, "deliveries/0001/manifest.json");
		const zip = Buffer.from(published[`${project}-0001.zip`] ?? "", "base64");
		expect(createHash("sha256").update(zip).digest("hex")).toBe(manifest.package.sha256);
		expect(recorded(world, project, "deliveries/0001/events/1.json")).toMatchObject({
			event: "published",
			manifest: sha256(
				`${git(world.workplace.origin, "show", `main:requests/${project}/deliveries/0001/manifest.json`)}\n`,
			),
		});
		expect(existsSync(folder)).toBe(false);
		bringBackPublished = keep(join(world.workplace.outbox, project));

		// A run killed right after its last record leaves the staged package to the next one.
		bringBackStaged();
		const before = { head: head(world), published };
		expect((await deliver(world, project)).text).toBe(`Nothing is due for ${project}: delivery 0001 is published.`);
		expect({ head: head(world), published: outbox(world, project) }).toEqual(before);
		expect(existsSync(folder)).toBe(false);
	});

	it("opens for each member of the team, and its files are those of the manifest", async () => {
		for (const member of sample("sepsis-outcomes").team) {
			const opened = await openPackage({
				packageFile: join(world.workplace.outbox, project, `${project}-0001.zip`),
				identityFile: world.keys.people.get(member)?.age.file ?? "",
				to: join(temporaryFolder(), member),
			});
			expect(opened.manifest?.delivery).toBe("0001");
			expect(opened.files).toEqual(
				expect.arrayContaining(["data/patients.csv", "datapackage.json", "salt.txt", "terms/data-protection-v1.md"]),
			);
		}
	});

	it("has files whose recorded digests an auditor gets with the commands printed for it", async () => {
		const { folder: at } = await openPackage({
			packageFile: join(world.workplace.outbox, project, `${project}-0001.zip`),
			identityFile: world.keys.people.get(sample("sepsis-outcomes").team[0] ?? "")?.age.file ?? "",
			to: join(temporaryFolder(), "opened"),
		});
		const manifest = recorded(world, project, "deliveries/0001/manifest.json");
		const commands = openedCommands(manifest).join("\n");
		const run = () => spawnSync("sh", ["-c", commands], { cwd: at, encoding: "utf8" }).stdout.trim().split("\n");
		const paths = manifest.outputs.map(({ path }: { path: string }) => path);
		expect(paths).toContain("data/patients.csv");
		expect(run()).toEqual(paths.map((path: string) => `${path}: OK`));
		appendFileSync(join(at, "data/patients.csv"), "\n");
		expect(run()).toEqual(
			paths.filter((path: string) => path !== "data/patients.csv").map((path: string) => `${path}: OK`),
		);
	});

	it("holds no exact count, value, address or secret in its manifest", () => {
		const text = JSON.stringify(recorded(world, project, "deliveries/0001/manifest.json"));
		expect(text).not.toMatch(/postgres(?:ql)?:|AGE-SECRET|age1|@|\/tmp\//);
		const { outputs } = recorded(world, project, "deliveries/0001/manifest.json");
		for (const { bytes, rows = "none" } of outputs) {
			for (const told of [bytes, rows]) expect(told).toMatch(/^(?:none|under [\d,]+|[\d,]+ to [\d,]+|[\d,]+ or more)$/);
		}
	});
});

describe("a delivery that was killed", () => {
	it("before its manifest is made again from a new copy, and what was staged is thrown away", async () => {
		leftBehind({ at: approved, staged: true, published: false });
		writeFileSync(join(folder, "left-over.zip"), "half a package");
		const copy = await openShare(world.env.HUB_SHARE_DATABASE_URL ?? "", project, "0001");
		expect((await deliver(world, project)).failure).toBeUndefined();
		const manifest = recorded(world, project, "deliveries/0001/manifest.json");
		expect(manifest).toMatchObject({ delivery: "0001", previous: null });
		expect(manifest.share).not.toBe(copy?.id);
		expect(Object.keys(outbox(world, project))).toEqual(files(project));
	});

	it("while it published leaves the rest to the next run", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		bringBackPublished();
		const whole = outbox(world, project);
		const at = join(world.workplace.outbox, project);
		rmSync(join(at, `${project}-0001.zip`));
		writeFileSync(join(at, ".unfinished-0123"), "half a package");
		expect((await deliver(world, project)).failure).toBeUndefined();
		expect(outbox(world, project)).toEqual(whole);
	});

	it("after publishing is not published again; the event is recorded, even if staging is gone", async () => {
		leftBehind({ at: manifested, staged: false, published: false });
		bringBackPublished();
		const published = outbox(world, project);
		const times = () => files(project).map((name) => statSync(join(world.workplace.outbox, project, name)).mtimeMs);
		const before = times();
		expect((await deliver(world, project)).failure).toBeUndefined();
		expect(times()).toEqual(before);
		expect(outbox(world, project)).toEqual(published);
		expect(recordedFiles(world, project)).toContain("deliveries/0001/events/1.json");
	});
});

describe("a recorded delivery", () => {
	it("never goes out with other bytes than the recorded ones", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		writeFileSync(join(folder, `${project}-0001.zip`), "another package");
		const { failure } = await deliver(world, project);
		expect(failure?.exit).toBe("held");
		expect(
			failure?.message.replaceAll(project, "PROJECT").replace(world.workplace.staging, "STAGING"),
		).toMatchInlineSnapshot(
			`"STAGING/PROJECT/0001: the package there is not the one that the signed manifest of delivery 0001 records, so it does not go out. Put the right files back; or, to give that package up, remove the folder and run hub deliver again: delivery 0001 then stays recorded as never published, and a new one is made."`,
		);
		expect(outbox(world, project)).toEqual({});
		expect(head(world)).toBe(manifested);
	});

	it("whose package is lost makes room for a delivery with a number of its own, in the same chain", async () => {
		leftBehind({ at: manifested, staged: false, published: false });
		const { text, failure } = await deliver(world, project);
		expect(failure).toBeUndefined();
		expect(text).toContain("Published delivery 0002");
		const first = `${git(world.workplace.origin, "show", `main:requests/${project}/deliveries/0001/manifest.json`)}\n`;
		expect(recorded(world, project, "deliveries/0002/manifest.json")).toMatchObject({
			previous: sha256(first),
			delivery: "0002",
		});
		expect(Object.keys(outbox(world, project)).every((name) => name.includes("-0002."))).toBe(true);
	});

	it("is not even recorded when the staging folder cannot be written", async () => {
		leftBehind({ at: approved, staged: false, published: false });
		rmSync(join(folder, ".."), { recursive: true, force: true });
		writeFileSync(join(folder, ".."), "a file where the project's folder should be");
		const { failure } = await deliver(world, project);
		rmSync(join(folder, ".."));
		expect(failure).toMatchObject({ exit: "environment", message: expect.stringContaining("HUB_STAGING_DIR") });
		expect(head(world)).toBe(approved);
	});

	it("does not overwrite what somebody else put into the outbox", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		const at = join(world.workplace.outbox, project);
		mkdirSync(at);
		writeFileSync(join(at, `${project}-0001.zip`), "not ours");
		const { failure } = await deliver(world, project);
		expect(failure).toMatchObject({ exit: "held", message: expect.stringContaining("Nothing was overwritten") });
		expect(Object.keys(outbox(world, project))).toEqual([`${project}-0001.zip`]);
		expect(head(world)).toBe(manifested);
	});

	it("is not recorded when a page of the dictionary changes while its package is made", async () => {
		leftBehind({ at: approved, staged: false, published: false });
		const { records, origin } = world.workplace;
		const page = "dictionary/sources/hampton/clinical.patients.md";
		const rewrite = (line: string): void => {
			if (line !== "Making the package") return;
			const text = git(records, "show", `HEAD:${page}`);
			commit(records, { [page]: `${text.replace(/^# .*$/m, "# Everybody ever seen")}\n` }, "Robbie Records");
			git(records, "push", "--quiet");
		};
		const { failure } = await deliver(world, project, { progress: rewrite });
		expect(failure).toMatchObject({ exit: "held" });
		expect(failure?.message.replaceAll(project, "PROJECT")).toMatchInlineSnapshot(
			`"While the package of PROJECT was made, there was a change of the dictionary. Nothing has left. Run this again."`,
		);
		expect(recordedFiles(world, project)).toEqual([]);
		expect(git(origin, "log", "-1", "--format=%an", "main")).toBe("Robbie Records");
		expect((await deliver(world, project)).text).toContain("Published delivery 0001");
	});

	it("is not published once its request has been changed", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		ask(world, project, { ...sample("sepsis-outcomes"), summary: "Another summary than the one that was approved." });
		expect((await deliver(world, project)).failure).toMatchObject({ exit: "unapproved" });
		expect(outbox(world, project)).toEqual({});
	});
});

describe("a delivery is refused", () => {
	it("without approvals, naming each that is missing", async () => {
		goBack(world, approved);
		ask(world, "test-unapproved", sample("sepsis-outcomes"));
		const { failure } = await deliver(world, "test-unapproved");
		expect(failure?.exit).toBe("unapproved");
		expect(failure?.message).toMatchInlineSnapshot(`
			"test-unapproved is not approved as it stands. Nothing is delivered.
			  data-custodian: nobody of this role has decided
			  information-governance: nobody of this role has decided
			  caldicott-guardian: nobody of this role has decided"
		`);
	});

	it("while a member's new key is not confirmed", async () => {
		goBack(world, approved);
		const { records } = world.workplace;
		const people = git(records, "show", "HEAD:requests/governance/people.yml");
		const unconfirmed = people.replace(/(id: sunita-rao[\s\S]*?)\n\s+confirmed:[\s\S]*?on: \S+/, "$1");
		expect(unconfirmed).not.toBe(people);
		commit(records, { "requests/governance/people.yml": unconfirmed }, "Robbie Records");
		git(records, "push", "--quiet");
		// Which keys a password would be sealed to was approved, so that counts no more either.
		expect((await deliver(world, project)).failure).toMatchObject({ exit: "unapproved" });
	});

	it("on a machine whose key is not the hub's", async () => {
		goBack(world, approved);
		const other = world.keys.people.get("robbie-records")?.signing.file ?? "";
		const { failure } = await deliver(world, project, { env: { ...world.env, HUB_SIGNING_KEY_FILE: other } });
		expect(failure).toMatchObject({ exit: "key", message: expect.stringContaining("is not among the hub's keys") });
	});

	it("when its request no longer meets the rules, with the place", async () => {
		goBack(world, approved);
		ask(world, project, { ...sample("sepsis-outcomes"), agreement: "no-such-agreement" });
		const { failure } = await deliver(world, project);
		expect(failure).toMatchObject({ exit: "invalid" });
		expect(failure?.issues).toContainEqual(
			expect.objectContaining({ severity: "error", file: `requests/${project}/request.yml`, line: expect.any(Number) }),
		);
	});

	it("by name or all together, not both and not neither", async () => {
		const { records: root } = world.workplace;
		const options = { root, dryRun: false, env: world.env, now: world.now, print: () => {}, progress: () => {} };
		for (const which of [{ all: false }, { all: true, project }]) {
			await expect(deliverCommand({ ...options, ...which })).rejects.toMatchObject({ exit: "usage" });
		}
	});

	it("without keeping the others back, when all that are due are delivered", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		ask(world, "test-unapproved", sample("sepsis-outcomes"));
		const lines: string[] = [];
		const { records: root } = world.workplace;
		const print = (line: string) => void lines.push(line);
		await deliverCommand({ root, all: true, dryRun: false, env: world.env, now: world.now, print, progress: () => {} });
		expect(lines).toContain(`Published delivery 0001 of ${project}:`);
		expect(lines.join("\n")).toContain("test-unapproved is not approved as it stands");
	});

	it("while another run is working on the same project", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		const both = await Promise.all([deliver(world, project), deliver(world, project)]);
		const refused = both.flatMap(({ failure }) => failure ?? []);
		expect(refused).toHaveLength(1);
		expect(refused[0]).toMatchObject({ exit: "held", message: expect.stringContaining("Another run of the hub") });
		expect(recordedFiles(world, project).filter((path) => path.startsWith("deliveries/0001/events/"))).toHaveLength(2);
	});
});

describe("a dry run", () => {
	it("says what would happen and moves nothing", async () => {
		const say = async () => (await deliver(world, project, { dryRun: true })).text.replaceAll(project, "PROJECT");
		leftBehind({ at: approved, staged: false, published: false });
		expect(await say()).toMatchInlineSnapshot(
			`"Delivery 0001 of PROJECT would be made from a new copy of the data and, if that passes the release checks, recorded and published."`,
		);
		expect(existsSync(folder)).toBe(false);
		leftBehind({ at: manifested, staged: true, published: false });
		expect(await say()).toMatchInlineSnapshot(
			`"Delivery 0001 of PROJECT is recorded, and its package would be published."`,
		);
		leftBehind({ at: manifested, staged: false, published: false });
		expect(await say()).toMatchInlineSnapshot(
			`"Delivery 0001 of PROJECT is recorded and would never be published: its package is no longer in the staging folder. Delivery 0002 would be made in its place."`,
		);
		expect(outbox(world, project)).toEqual({});
		expect(head(world)).toBe(manifested);
	});

	it.each<[string, Record<string, string>, { staged: boolean }, string]>([
		["the project's key is gone", { HUB_KEYS_DIR: "/nowhere" }, { staged: false }, "key"],
		[
			"the source cannot be reached",
			{ HAMPTON_DATABASE_URL: "postgresql://x@127.0.0.1:1/x" },
			{ staged: false },
			"environment",
		],
	])("refuses what the delivery would refuse: %s", async (_, changed, { staged }, exit) => {
		const env = { ...world.env, ...changed };
		leftBehind({ at: manifested, staged, published: false });
		const dry = await deliver(world, project, { dryRun: true, env });
		leftBehind({ at: manifested, staged, published: false });
		const real = await deliver(world, project, { env });
		expect(dry.failure).toMatchObject({ exit, message: real.failure?.message });
		expect(real.failure?.exit).toBe(exit);
	});

	it("says that another run is working on the project", async () => {
		leftBehind({ at: approved, staged: false, published: false });
		const dry = await withProjectLock(clusterUrl(), project, () => deliver(world, project, { dryRun: true }));
		expect(dry.failure).toMatchObject({ exit: "held", message: expect.stringContaining("Another run of the hub") });
		expect((await deliver(world, project, { dryRun: true })).failure).toBeUndefined();
	});

	it("names a code that the hospital does not have, and the one that was meant", async () => {
		const [first, ...others] = sample("sepsis-outcomes").cohort;
		const cohort = [
			{ any: [first as Condition, { field: "clinical.lab_results.test_code", is: "Potassium" }] },
			...others,
		];
		const other = await approvedProject(world, { ...sample("sepsis-outcomes"), cohort });
		const { text } = await deliver(world, other, { dryRun: true });
		expect(text.replaceAll(other, "PROJECT").split("\n")).toEqual([
			expect.stringMatching(
				/^requests\/PROJECT\/request.yml:\d+:\d+ warning: reference.lab_tests has no test_code "Potassium", and clinical.lab_results.test_code refers to it. Did you mean "K", whose label is that\?$/,
			),
			expect.stringContaining("would be made from a new copy"),
		]);
	});
});

describe("a clone in which a delivery was made", () => {
	it("is said to lack what was recorded, also by a delivery that is held", async () => {
		leftBehind({ at: manifested, staged: true, published: false });
		const { note } = await deliver(world, project);
		expect(note).toContain("git -C ");
		expect((await deliver(world, "test-nothing")).note).toBe(note);
		git(world.workplace.records, "merge", "--quiet", "--ff-only", "origin/main");
		expect((await deliver(world, project)).note).toBeUndefined();
	});
});

describe("junk among the records", () => {
	it("is named, and a delivery goes out under the next free number", async () => {
		goBack(world, approved);
		rmSync(folder, { recursive: true, force: true });
		const { records } = world.workplace;
		git(records, "pull", "--quiet", "--ff-only");
		const approval = "requests/governance/approvals/7.json";
		const manifest = `requests/${project}/deliveries/0001/manifest.json`;
		commit(records, { [approval]: "{}", [manifest]: "{}", [`requests/${project}/approvals/9.json`]: "{}" });
		commit(records, { [approval]: undefined });
		git(records, "push", "--quiet");
		const said: string[] = [];
		const { failure } = await deliver(world, project, { progress: (line: string) => void said.push(line) });
		expect(failure).toBeUndefined();
		expect(said.filter((line) => line.includes("warning")).map((line) => line.replaceAll(project, "PROJECT"))).toEqual([
			expect.stringContaining("requests/PROJECT/approvals/9.json:1:1 warning: this is no approval"),
			expect.stringContaining("requests/PROJECT/deliveries/0001/manifest.json:1:1 warning: this is no manifest"),
		]);
		expect(recordedFiles(world, project)).toContain("deliveries/0002/events/1.json");
		expect((await deliver(world, project)).text).toBe(`Nothing is due for ${project}: delivery 0002 is published.`);
	});
});
