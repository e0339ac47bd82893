import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type LoadOptOutOptions, loadOptOutCommand } from "../../scripts/delivery/load-opt-out.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { findShareDatabase } from "../../scripts/snapshot/share-database.ts";
import { rowsOf } from "../snapshot/source-maker.ts";
import { newProject } from "../snapshot/ward.ts";
import { clusterUrl } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";

const numbers = ["9990000018", "9990000026", "9990000034"];
const id = newProject();
let root: string;
let env: Record<string, string>;

beforeAll(async () => {
	root = temporaryFolder();
	await mkdir(join(root, "dictionary"));
	const source = {
		id,
		title: "Ward",
		kind: "postgresql",
		connection: "WARD_DATABASE_URL",
		schemas: ["ward"],
		patient: { table: "ward.patients", key: "patient_id" },
		tables: {},
		optOut: { list: "cleared", key: "ward.patients.nhs_number", covers: "national" },
	};
	await writeFile(join(root, "dictionary/sources.yml"), stringify({ schemaVersion: 1, sources: [source] }));
	const ledgerKey = join(root, "ledger.key");
	await writeFile(ledgerKey, "0123456789abcdef".repeat(4), { mode: 0o600 });
	env = { HUB_SHARE_DATABASE_URL: clusterUrl(), HUB_LEDGER_KEY_FILE: ledgerKey };
});

async function file(name: string, text: string): Promise<string> {
	const path = join(root, name);
	await writeFile(path, text);
	return path;
}

async function load(more: Partial<LoadOptOutOptions>) {
	const lines: string[] = [];
	const print = (line: string) => void lines.push(line);
	const now = new Date("2026-03-29T10:00:00Z");
	try {
		await loadOptOutCommand({ root, source: id, date: "2026-03-28", env, now, print, ...more });
		return { lines, said: lines.join("\n") };
	} catch (failure) {
		if (!(failure instanceof UserError)) throw failure;
		const issues = failure.issues.map(({ line, message }) => `${line}: ${message}`);
		return { exit: failure.exit, lines: issues, said: [failure.message.replaceAll(root, ""), ...issues].join("\n") };
	}
}

async function stored(): Promise<readonly (readonly (string | null)[])[]> {
	const hub = (await findShareDatabase(clusterUrl(), "hub")) ?? "";
	return rowsOf(hub, `SELECT form, nhs_number FROM opt_out.entries WHERE source = '${id}' ORDER BY 2`);
}

describe("hub optout load", () => {
	it("loads the service's answer, however it is written, and says no number", async () => {
		const asked = await file("asked.csv", `NHS_NUMBER\n${numbers.join(",\n")},\n`);
		const cleared = await file("cleared.dat", '\uFEFF"999 000 0018",\r\n999-000-0034\r\n\r\n9990000018\r\n');
		const { said } = await load({ cleared, asked });
		expect(said.replace(/[0-9a-f]{64}/, "<digest>").replace(id, "ward")).toMatchInlineSnapshot(`
			"Loaded the list of patients whom the national service has cleared for ward, of 28 March 2026, in place of any before it.
			  its digest, by which manifests name it  <digest>
			Deliveries use it from now on. Destroy the files as your rules say; no other copy is kept in the records."
		`);
		expect(said.replaceAll(/[0-9a-f]{64}/g, "")).not.toMatch(/\d{10}/);
		expect(await stored()).toEqual([
			["cleared", "9990000018"],
			["cleared", "9990000034"],
		]);
	});

	it("gives one list one digest, in whatever order, and another key another", async () => {
		const asked = await file("all.csv", numbers.join("\n"));
		const digestOf = async (more: Partial<LoadOptOutOptions>) => /[0-9a-f]{64}/.exec((await load(more)).said)?.[0];
		const first = await digestOf({ cleared: await file("one.csv", numbers.join("\n")), asked });
		expect(await digestOf({ cleared: await file("two.csv", numbers.toReversed().join("\n")), asked })).toBe(first);
		const other = join(root, "other.key");
		await writeFile(other, "f".repeat(64), { mode: 0o600 });
		const otherKey = { ...env, HUB_LEDGER_KEY_FILE: other };
		expect(await digestOf({ cleared: await file("one.csv", numbers.join("\n")), asked, env: otherKey })).not.toBe(
			first,
		);
	});

	it("refuses a line without a valid number by the line alone, and leaves the old list in place", async () => {
		const before = await stored();
		const asked = await file("asked.csv", numbers.join("\n"));
		const cleared = await file("bad.csv", `${numbers[0]}\n9990000019\nMabel Stone\n999000001\n1111111111\n`);
		const refused = await load({ cleared, asked });
		expect(refused.said).toMatchInlineSnapshot(`
			"/bad.csv: 4 lines without a valid NHS number. Nothing was loaded.
			2: this is no valid NHS number
			3: this is no valid NHS number
			4: this is no valid NHS number
			5: this is no valid NHS number"
		`);
		expect(await stored()).toEqual(before);
	});

	it.each<[string, Partial<LoadOptOutOptions>, string]>([
		["neither list", {}, "usage"],
		["both lists", { cleared: "a", objectors: "b", asked: "c" }, "usage"],
		["cleared patients without whom the service was asked about", { cleared: "a" }, "usage"],
		["a list of objectors with whom it was asked about", { objectors: "a", asked: "b" }, "usage"],
		["no day", { objectors: "a", date: "28.3.2026" }, "usage"],
		["a day to come", { objectors: "a", date: "2026-03-30" }, "usage"],
		["an unknown source", { objectors: "a", source: "nowhere" }, "usage"],
		["a form that no rule reads", { objectors: "a" }, "invalid"],
		["a file that is not there", { cleared: "/nowhere/a", asked: "/nowhere/b" }, "environment"],
		["no settings", { cleared: "a", asked: "b", env: {} }, "environment"],
	])("refuses %s", async (_, more, exit) => {
		expect((await load(more)).exit).toBe(exit);
	});

	it("refuses an answer about somebody whom the service was not asked about, and an empty one", async () => {
		const asked = await file("few.csv", `${numbers[0]}\n`);
		const refused = await load({ cleared: await file("more.csv", numbers.join("\n")), asked });
		expect(refused.lines).toEqual([
			"2: the service was not asked about this number",
			"3: the service was not asked about this number",
		]);
		expect((await load({ cleared: await file("none.csv", "\n"), asked })).exit).toBe("invalid");
	});

	it("leaves nothing in the records", async () => {
		expect((await readdir(join(root, "dictionary"), { recursive: true })).sort()).toEqual(["sources.yml"]);
	});
});
