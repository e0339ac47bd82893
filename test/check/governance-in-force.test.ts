import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { checkCommand } from "../../scripts/check/command.ts";
import { governanceNotes } from "../../scripts/check/governance-in-force.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, policy } from "../support/records.ts";
import { commit, git } from "../support/repository.ts";

const folder = temporaryFolder();
let keys: Keys;
beforeAll(() => {
	keys = makeKeys(join(folder, "keys"));
});

const now = new Date("2026-03-31T09:30:00Z");
const policyFile = "requests/governance/policy.yml";
const weaker = stringify({ ...policy, retention: { maxMonths: 600 } });
const what =
	"A change of policy, roles or signing keys stands here and is not in force: requests are checked by it here, and delivered by the version in force.";
let count = 0;
const records = (): string => makeRecords(folder, `records-${++count}`, keys);

async function check(root: string, format: "text" | "github" | "json"): Promise<readonly string[]> {
	const lines: string[] = [];
	await checkCommand({ root, files: ["requests/governance"], format, now, print: (line) => void lines.push(line) });
	return lines;
}

describe("a weakened policy", () => {
	it("is said not to be in force, with the command that has it approved, until it is", async () => {
		const root = records();
		expect(await check(root, "text")).toEqual(["No problems found."]);
		git(root, "switch", "--quiet", "-c", "weaker");
		commit(root, { [policyFile]: weaker });
		const note = `${what} It lacks the approval of information-governance and caldicott-guardian, each with: hub approve governance --key FILE`;
		expect(await check(root, "text")).toEqual(["No problems found.", `Note: ${note}`]);
		expect(await check(root, "github")).toContain(`::notice::${note}`);
		expect(JSON.parse((await check(root, "json")).join("\n"))).toMatchObject({ errors: 0, warnings: 0, notes: [note] });
		await approve({ root, project: "governance", key: keys.ingrid.file, decision: "approve", now });
		expect(await governanceNotes(root)).toEqual([
			`${what} It lacks the approval of caldicott-guardian, each with: hub approve governance --key FILE`,
		]);
		await approve({ root, project: "governance", key: keys.carla.file, decision: "approve", now });
		expect(await check(root, "text")).toEqual(["No problems found."]);
	});

	it("is to be committed first, where it is not", async () => {
		const root = records();
		writeFileSync(join(root, policyFile), weaker);
		expect(await governanceNotes(root)).toEqual([
			`${what} It is not committed as it stands. Commit it; then it needs the approval of information-governance and caldicott-guardian, each with: hub approve governance --key FILE`,
		]);
	});
});

it("cannot be told apart where a part of the history is missing", async () => {
	const root = records();
	commit(root, { [policyFile]: weaker });
	const part = join(folder, "part");
	git(folder, "clone", "--quiet", "--depth", "1", `file://${root}`, part);
	expect(await governanceNotes(part)).toEqual([expect.stringContaining("git fetch --unshallow")]);
});

it("has nothing said of it in a folder without git, and in one inside another repository", async () => {
	expect(await governanceNotes(join(import.meta.dirname, "../fixtures/governance"))).toEqual([]);
});
