import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Workplace } from "../../scripts/demo/workplace.ts";
import { temporaryFolder } from "../support/folder.ts";
import { settingsOf } from "./settings.ts";

const hub = join(import.meta.dirname, "../../scripts/hub.ts");
const sepsis = "requests/sepsis-outcomes/request.yml";
const people = "requests/governance/people.yml";

/** A copy of the demonstration's origin with a clone of its own, for one test to spoil. */
interface Copy {
	readonly records: string;
	git(...args: string[]): string;
	edit(path: string, change: (text: string) => string): void;
	/** Commits and pushes everything, as the demonstration's custodian. */
	push(message: string): void;
	run(args: readonly string[], env?: Readonly<Record<string, string>>): { code: number | null; said: string };
}

/** Behaviours of the whole command on bad input, in a demonstration that has been told to its end. */
export function describeBadInput(workplaceOf: () => Workplace): void {
	function copy(of = workplaceOf().origin): Copy {
		const folder = temporaryFolder();
		const origin = join(folder, "origin.git");
		const records = join(folder, "records");
		cpSync(of, origin, { recursive: true });
		execFileSync("git", ["clone", "--quiet", origin, records]);
		const git = (...args: string[]): string => execFileSync("git", ["-C", records, ...args], { encoding: "utf8" });
		git("config", "user.name", "Ivy Elsewhere");
		git("config", "user.email", "ivy@elsewhere.example");
		return {
			records,
			git,
			edit: (path, change) => writeFileSync(join(records, path), change(readFileSync(join(records, path), "utf8"))),
			push: (message) => {
				git("add", "--all");
				git("commit", "--quiet", "--message", message);
				git("push", "--quiet");
			},
			run: (args, env = {}) => {
				const settings = { ...settingsOf(workplaceOf()), HUB_OUTBOX_DIR: folder, ...env };
				const { status, stdout, stderr } = spawnSync(process.execPath, [hub, "--root", records, ...args], {
					encoding: "utf8",
					env: { ...process.env, ...settings },
				});
				return { code: status, said: `${stdout}${stderr}` };
			},
		};
	}
	const keyOf = (person: string): string => join(workplaceOf().keys, person, "signing-key");

	/** A copy with a second project, approved by everybody and not delivered yet. */
	let approved: Copy | undefined;
	function copyWithApprovedProject(): Copy {
		if (approved === undefined) {
			approved = copy();
			cpSync(join(approved.records, sepsis), join(approved.records, "requests/sepsis-again/request.yml"));
			approved.push("Ask again");
			for (const approver of ["robbie-records", "grace-ledger", "callum-guard"]) {
				expect(approved.run(["approve", "sepsis-again", "--key", keyOf(approver)])).toMatchObject({ code: 0 });
			}
			approved.git("push", "--quiet");
		}
		return copy(join(approved.records, "../origin.git"));
	}

	describe("bad records", () => {
		it.each([
			[
				"malformed YAML",
				sepsis,
				(text: string) => text.replace("schemaVersion: 1", "schemaVersion: [1"),
				/request\.yml:\d+:\d+ error:/,
			],
			[
				"an unknown field",
				sepsis,
				(text: string) =>
					text.replace("- field: clinical.patients.sex\n    treatment", "- field: clinical.patients.sx\n    treatment"),
				/clinical\.patients\.sx.*Did you mean "?clinical\.patients\.sex/,
			],
			[
				"a wrong type",
				sepsis,
				(text: string) => text.replace("months: 24", "months: two years"),
				/request\.yml:149:\d+ error: "months" must be a whole number/,
			],
			[
				"an agreement that has ended",
				"requests/governance/agreements/in-house-research.yml",
				(text: string) => text.replace(/until: .*/, "until: 2026-06-30"),
				/agreement.*ended/,
			],
			[
				"terms that nobody accepted",
				sepsis,
				(text: string) => text.replace(/acceptedTerms:[\s\S]*/, "acceptedTerms: []\n"),
				/data-protection-v1/,
			],
		])("says where %s stands and what to do, and ends with 3", (_, path, change, says) => {
			const place = copy();
			place.edit(path, change);
			const { code, said } = place.run(["check"]);
			expect(said).toMatch(says);
			expect(said).not.toMatch(/\n\s+at /);
			expect(code).toBe(3);
		});
	});

	describe("a delivery that must not go", () => {
		const refused = (
			place: Copy,
			project: string,
			code: number,
			says: RegExp,
			env: Readonly<Record<string, string>> = {},
		): void => {
			const before = place.git("ls-remote", "origin");
			const result = place.run(["deliver", project], env);
			expect(result.said).toMatch(says);
			expect(result.said).not.toMatch(/\n\s+at /);
			expect(result.code).toBe(code);
			expect(place.git("ls-remote", "origin"), "nothing recorded").toBe(before);
			expect(place.git("status", "--porcelain"), "nothing half-written").toBe("");
		};

		it("is refused while the request is not approved", () => {
			const place = copy();
			cpSync(join(place.records, sepsis), join(place.records, "requests/sepsis-again/request.yml"));
			place.push("Ask again");
			refused(place, "sepsis-again", 5, /data-custodian[\s\S]*information-governance/);
		});

		it("is refused once the request says something else than was approved", () => {
			const place = copyWithApprovedProject();
			place.edit("requests/sepsis-again/request.yml", (text) => text.replace("months: 24", "months: 25"));
			place.push("Keep it a month longer");
			refused(place, "sepsis-again", 5, /data-custodian/);
		});

		it("is held while a team member's key is not confirmed, and a swapped key voids the approvals", () => {
			const place = copyWithApprovedProject();
			place.edit(people, (text) => text.replace(/(id: tom-tally[\s\S]*?)\n +confirmed:\n(?: {10,}.*\n)+/, "$1\n"));
			place.push("Somebody takes a confirmation away");
			refused(place, "sepsis-again", 5, /data-custodian/);
			for (const approver of ["robbie-records", "grace-ledger"])
				place.run(["approve", "sepsis-again", "--key", keyOf(approver)]);
			place.git("push", "--quiet");
			refused(place, "sepsis-again", 6, /tom-tally.*confirm/);
		});

		it("fails clearly when the source cannot be reached, naming no password", () => {
			const place = copyWithApprovedProject();
			const away = "postgresql://hub_reader:Zebra-Crossing-7@127.0.0.1:1/hampton";
			refused(place, "sepsis-again", 8, /127\.0\.0\.1.*\b1\b/, { HAMPTON_DATABASE_URL: away });
			expect(place.run(["deliver", "sepsis-again"], { HAMPTON_DATABASE_URL: away }).said).not.toContain("Zebra");
		});

		it("fails clearly when the share server's login may only read", () => {
			const place = copyWithApprovedProject();
			const reader = settingsOf(workplaceOf()).HAMPTON_DATABASE_URL as string;
			refused(place, "sepsis-again", 8, /HUB_SHARE_DATABASE_URL|share server|may not|permission|read-only/i, {
				HUB_SHARE_DATABASE_URL: reader,
			});
		});

		it("lists every missing setting at once", () => {
			const place = copyWithApprovedProject();
			refused(place, "sepsis-again", 8, /HUB_KEYS_DIR[\s\S]*HUB_STAGING_DIR/, {
				HUB_KEYS_DIR: "",
				HUB_STAGING_DIR: "",
			});
		});
	});

	describe("a key", () => {
		it.each([
			["the requester's own", "sunita-rao"],
			["a team member's", "tom-tally"],
			["somebody's without a role here", "ada-proof"],
		])("is refused for an approval when it is %s", (_, person) => {
			const place = copy();
			const { code, said } = place.run(["approve", "sepsis-outcomes", "--key", keyOf(person)]);
			expect(said).toContain(person);
			expect(code).toBe(9);
			expect(place.git("status", "--porcelain")).toBe("");
		});
	});
}
