import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyCommand } from "../../scripts/audit/command.ts";
import { deliverCommand } from "../../scripts/delivery/command.ts";
import { type Account, accountText } from "../../scripts/demo/account.ts";
import { runStory } from "../../scripts/demo/story.ts";
import { inFreshWorkplace, type Workplace } from "../../scripts/demo/workplace.ts";
import { openPackage } from "../../scripts/package/open.ts";
import { temporaryFolder } from "../support/folder.ts";
import { describeBadInput } from "./bad-input.ts";
import { settingsOf } from "./settings.ts";

const now = () => new Date();
const silent = () => {};

let account: Account;
let stop: () => Promise<void>;
let workplace: Workplace;

beforeAll(async () => {
	({ account, stop } = await inFreshWorkplace(join(temporaryFolder(), "hub"), (made) => {
		workplace = made;
		return runStory(made, { patients: 2000, now, progress: silent });
	}));
});
afterAll(() => stop?.());

const git = (...args: string[]): string =>
	execFileSync("git", ["-C", workplace.records, ...args], { encoding: "utf8", maxBuffer: 2 ** 28 });
const deliver = (project: string): Promise<void> =>
	deliverCommand({
		root: workplace.records,
		project,
		all: false,
		dryRun: false,
		env: settingsOf(workplace),
		now,
		print: silent,
		progress: silent,
	});
const verify = async (options: object = {}): Promise<string> => {
	const lines: string[] = [];
	const trust = join(workplace.audit, "trusted-fingerprints.txt");
	const all = {
		root: workplace.records,
		trust,
		published: workplace.outbox,
		data: true,
		env: settingsOf(workplace),
		now: now(),
	};
	await verifyCommand({ ...all, ...options, print: (line: string) => void lines.push(line) });
	return lines.join("\n");
};
const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

describe("the main job", () => {
	it("shows that the committed dictionary describes the hospital and its image store", () => {
		expect(account.survey).toEqual([
			"hampton: 23 pages, all as the database is.",
			"hampton-imaging: 1 page, all as the folder is.",
		]);
	});

	it("takes an in-house request and a drug company's to a published package", () => {
		expect(
			account.cases.map(({ project, opened }) => [project, opened.files.filter((file) => file.startsWith("data/"))]),
		).toMatchInlineSnapshot(`
			[
			  [
			    "sepsis-outcomes",
			    [
			      "data/diagnoses.csv",
			      "data/lab_results.csv",
			      "data/patients.csv",
			      "data/treatments.csv",
			      "data/visits.csv",
			      "data/icd10.csv",
			    ],
			  ],
			  [
			    "cardiozen-trial",
			    [
			      "data/measurements.csv",
			      "data/medication.csv",
			      "data/patients.csv",
			      "data/visits.csv",
			      "data/medicines.csv",
			      "data/trial_enrolments.csv",
			    ],
			  ],
			]
		`);
	});

	it("holds the trial until the department has answered about values out of the contract's range", () => {
		const [sepsis, trial] = account.cases;
		expect(sepsis?.queries).toEqual([]);
		expect(trial?.queries.map(({ query, answeredBy }) => [query.field, query.owner, answeredBy])).toEqual([
			["clinical.measurements.value", "Nursing", "Nora Ward"],
		]);
		const systolic = readFileSync(join(workplace.opened, "cardiozen-trial/data/measurements.csv"), "utf8")
			.split("\n")
			.filter((line) => line.includes("systolic-blood-pressure"))
			.map((line) => line.split(",")[3] ?? "");
		expect(systolic).toContain("");
		expect(systolic.filter((value) => value !== "" && !(Number(value) >= 60 && Number(value) <= 250))).toEqual([]);
	});

	it("records each manifest before the event that says it was published", () => {
		for (const { project } of account.cases) {
			const when = (path: string): number =>
				Number(
					git(
						"rev-list",
						"--count",
						git("log", "-1", "--format=%H", "--", `requests/${project}/deliveries/0001/${path}`).trim(),
					),
				);
			expect(when("manifest.json")).toBeLessThan(when("events/1.json"));
		}
	});

	it("prints an account that names package, sealed password and manifest commit", () => {
		const text = accountText(account).join("\n");
		for (const { packageFile, passwordFile, manifestCommit } of account.cases) {
			expect(statSync(packageFile).size).toBeGreaterThan(0);
			expect(text).toContain(packageFile.split("/").at(-1));
			expect(text).toContain(passwordFile.split("/").at(-1));
			expect(text).toContain(manifestCommit.slice(0, 12));
		}
	});

	it("names on the case's page who decided about the data, with commands that check their signatures", () => {
		const page = readFileSync(join(workplace.audit, "sepsis-outcomes.md"), "utf8");
		expect(page).toContain("Every decision that the request rests on is in force.");
		const acts = readdirSync(join(workplace.records, "dictionary/approvals")).filter((name) => name.endsWith(".json"));
		const named = acts.filter((name) => page.includes(`| \`dictionary/approvals/${name}\` |`));
		expect(named.length).toBeGreaterThanOrEqual(6);
		const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
		const clone = join(temporaryFolder(), "clone");
		git("clone", "--quiet", workplace.records, clone);
		const verified = execFileSync("bash", ["-eo", "pipefail", "-c", script.replace(/^echo .*\.zip.*$/m, "")], {
			cwd: clone,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "ignore"],
		});
		expect(verified.match(/^Good "data-decision@patient-data-sharing-hub" .*$/gm)?.length).toBeGreaterThanOrEqual(
			named.length,
		);
	});

	it("verifies down to the data", async () => {
		expect(await verify()).toContain("Everything verifies.");
	});
});

describe("running it again", () => {
	it("delivers nothing twice", async () => {
		const before = { head: git("rev-parse", "origin/main"), outbox: digests(workplace.outbox) };
		for (const { project } of account.cases) await deliver(project);
		git("fetch", "--quiet");
		expect({ head: git("rev-parse", "origin/main"), outbox: digests(workplace.outbox) }).toEqual(before);
	});
});

describe("the package", () => {
	it("is refused to a key it was not sealed to", async () => {
		const stranger = join(workplace.keys, "ada-proof/age-key.txt");
		const packageFile = account.cases[0]?.packageFile as string;
		const opening = openPackage({ packageFile, identityFile: stranger, to: join(temporaryFolder(), "opened") });
		await expect(opening).rejects.toThrow(expect.objectContaining({ exit: "key" }));
	});

	const missing = ["7z", "age"].filter((program) => spawnSync(program, ["--help"]).error !== undefined);
	it.skipIf(missing.length > 0)(
		`opens with other people's programs, 7z and age (skipped without them: ${missing.join(", ") || "both here"})`,
		() => {
			for (const { packageFile, passwordFile, identityFile, project } of account.cases) {
				const password = execFileSync("age", ["--decrypt", "-i", identityFile, passwordFile], {
					encoding: "utf8",
				}).trim();
				const folder = temporaryFolder();
				execFileSync("7z", ["x", `-o${folder}`, `-p${password}`, packageFile]);
				expect(digests(folder)).toEqual(digests(join(workplace.opened, project)));
			}
		},
	);
});

describe("patients", () => {
	it("are named by nothing outside PostgreSQL: not git, logs, keys, reports, staging, packages or the opened data", async () => {
		const needles = await identifyingValues();
		expect(needles.length).toBeGreaterThan(5_000);
		const needlesFile = join(temporaryFolder(), "needles");
		writeFileSync(needlesFile, `${needles.join("\n")}\n`);
		const history = join(temporaryFolder(), "history");
		writeFileSync(history, git("log", "--all", "-p", "--format=fuller"));
		// grep looks for all of them at once; it ends with 1 when it finds none.
		const search = (...places: string[]) =>
			spawnSync("grep", ["-rlaFf", needlesFile, "--exclude-dir=postgres", ...places], { encoding: "utf8" });
		expect(search(history, workplace.folder)).toMatchObject({ status: 1, stdout: "" });
		writeFileSync(history, `a note about ${needles[0]}`);
		expect(search(history).status).toBe(0);
	});
});

describe("an auditor", () => {
	it.each([
		[
			"an approval that was changed afterwards",
			"requests/sepsis-outcomes/approvals/1.json",
			(text: string) => text.replace("robbie-records", "grace-ledger"),
		],
		[
			"a manifest that was changed afterwards",
			"requests/sepsis-outcomes/deliveries/0001/manifest.json",
			(text: string) => text.replace('"full"', '"delta"'),
		],
		["an approval that was removed", "requests/sepsis-outcomes/approvals/2.json", () => undefined],
	])("is told of %s", async (_, path, change) => {
		const copy = join(temporaryFolder(), "records");
		cpSync(workplace.records, copy, { recursive: true });
		const changed = change(readFileSync(join(copy, path), "utf8"));
		if (changed === undefined) execFileSync("git", ["-C", copy, "rm", "--quiet", path]);
		else writeFileSync(join(copy, path), changed);
		execFileSync("git", ["-C", copy, "commit", "--quiet", "--all", "--message", "Tidy up"]);
		await expect(verify({ root: copy })).rejects.toThrow(expect.objectContaining({ exit: "unverified" }));
	});

	it("is told when the shared data were changed in the share database", async () => {
		const url = new URL(settingsOf(workplace).HUB_SHARE_DATABASE_URL as string);
		url.pathname = "/share_sepsis_outcomes";
		const client = new pg.Client(url.href);
		await client.connect();
		try {
			await client.query("BEGIN");
			await client.query(
				"UPDATE d0001.patients SET sex = 'F' WHERE patient_id = (SELECT min(patient_id::text)::uuid FROM d0001.patients WHERE sex = 'M')",
			);
			await client.query("COMMIT");
			await expect(verify()).rejects.toThrow(expect.objectContaining({ exit: "unverified" }));
		} finally {
			await client.end();
		}
	});
});

describeBadInput(() => workplace);

/** Everything in the hospital that names a patient by itself: numbers, addresses, whole names, contacts, note texts. */
async function identifyingValues(): Promise<string[]> {
	const client = new pg.Client(settingsOf(workplace).HAMPTON_DATABASE_URL);
	await client.connect();
	try {
		const { rows } = await client.query<{ value: string }>(`
			SELECT DISTINCT value FROM (
				SELECT nhs_number::text AS value FROM clinical.patients
				UNION ALL SELECT hospital_number::text FROM clinical.patients
				UNION ALL SELECT given_names || ' ' || family_name FROM clinical.patients
				UNION ALL SELECT address FROM clinical.patients
				UNION ALL SELECT telephone FROM clinical.patients
				UNION ALL SELECT left(text, 60) FROM clinical.notes
			) AS identifying WHERE length(value) >= 7`);
		return rows.map(({ value }) => value);
	} finally {
		await client.end();
	}
}

function* files(folder: string): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* files(path);
		else if (entry.isFile()) yield path;
	}
}

function digests(folder: string): Map<string, string> {
	return new Map([...files(folder)].sort().map((file) => [file.slice(folder.length), sha256(file)]));
}
