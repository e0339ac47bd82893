import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { changeNotes } from "../../scripts/approval/change-notes.ts";
import { signDecisions } from "../../scripts/approval/sign-decisions.ts";
import { checkCommand } from "../../scripts/check/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type KeyHolder, type Keys, makeKeys, patientPage, policy, recordFiles } from "../support/records.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const page = "dictionary/sources/hampton/clinical.patients.md";
const sources = "dictionary/sources.yml";
const now = new Date("2026-03-31T09:00:00Z");
let root: string;
let keys: Keys;

beforeAll(async () => {
	const folder = temporaryFolder();
	keys = makeKeys(join(folder, "keys"));
	root = makeRepository(join(folder, "records"));
	const { "requests/sepsis/request.yml": asked = "", ...others } = recordFiles(keys);
	const decisions = { always: ["information-governance"], lowering: ["caldicott-guardian"] };
	commit(root, { ...others, "requests/governance/policy.yml": stringify({ ...policy, decisions }) });
	// A second project that nobody has approved yet: it is not live, whatever is done to it.
	commit(root, { "requests/sepsis/request.yml": asked, "requests/sepsis-two/request.yml": asked }, "Rita Research");
	for (const who of ["robbie", "ingrid"] as const) {
		await approve({ root, project: "sepsis", key: keys[who].file, decision: "approve", now });
	}
});

async function sign(...people: readonly KeyHolder[]): Promise<void> {
	for (const who of people) await signDecisions({ root, project: "sepsis", key: keys[who].file, now });
}

/** The notes of a check of what stands in the folder, against main. */
async function notes(base: string | undefined = "main"): Promise<readonly string[]> {
	const lines: string[] = [];
	const print = (line: string) => void lines.push(line);
	const check = {
		root,
		files: [],
		format: "json" as const,
		now,
		notes: (checked: Parameters<typeof changeNotes>[2]) => changeNotes(root, now, checked),
		print,
	};
	await checkCommand(base === undefined ? check : { ...check, base }).catch(() => undefined);
	return JSON.parse(lines.join("\n")).notes;
}

function onBranch(name: string): void {
	git(root, "switch", "--quiet", "--create", name, "main");
}

describe("what a check says of decisions about data", () => {
	it("is that nobody has signed them, until somebody has", async () => {
		const missing =
			"rests on decisions about data that are not in force: 2 fields, 1 table and 3 rules of the source not yet signed: data-custodian (6), information-governance (6), caldicott-guardian (2)";
		expect(await notes(undefined)).toEqual([`sepsis ${missing}`, `sepsis-two ${missing}`]);
		await sign("robbie", "ingrid", "carla");
		expect(await notes(undefined)).toEqual([]);
	});

	it("is that a looser word is not in force, committed or not, and does nothing to a live project", async () => {
		onBranch("looser");
		const open = (project: string) =>
			`${project} rests on decisions about data that are not in force: clinical.patients.patient_id: decided as direct-identifier, the records now say ordinary; it is not in force: data-custodian (1), information-governance (1), caldicott-guardian (1)`;
		const looser = readFileSync(join(root, page), "utf8").replace("direct-identifier", "ordinary");
		writeFileSync(join(root, page), looser);
		expect(await notes()).toEqual([open("sepsis"), open("sepsis-two")]);
		commit(root, { [page]: looser });
		expect(await notes()).toEqual([
			open("sepsis"),
			open("sepsis-two"),
			"By this change 1 live project stays as it is.",
		]);
	});
});

describe("what a change does to a live project, said before it is merged", () => {
	it("is that a stricter word voids approvals", async () => {
		onBranch("stricter");
		commit(root, { [page]: patientPage("special-category") });
		expect(await notes()).toEqual([
			"This change touches sepsis, which is live: it has to be approved anew as data-custodian and caldicott-guardian",
			"By this change no live project stays as it is.",
		]);
	});

	it("is that it is held by what has no stricter side", async () => {
		onBranch("reference");
		commit(root, {
			[sources]: readFileSync(join(root, sources), "utf8").replace("class: patient", "class: reference"),
		});
		expect((await notes()).filter((note) => note.startsWith("This change"))).toEqual([
			expect.stringMatching(
				/^This change touches sepsis, which is live: clinical\.patients: decided as about patients, one row for each, the records now say reference data about no patient; nothing is delivered until it is signed: data-custodian \(1\), information-governance \(1\); .*it has to be approved anew as data-custodian/,
			),
		]);
	});

	it("is nothing, and not said, where it changes neither dictionary nor governance", async () => {
		onBranch("prose");
		commit(root, { "README.md": "Other words." });
		expect(await notes()).toEqual([]);
	});
});
