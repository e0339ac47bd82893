import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkRepository } from "../../scripts/check/repository.ts";
import { parseYaml } from "../../scripts/document/yaml.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { governanceHistory } from "../../scripts/governance/governance.ts";
import { initCommand } from "../../scripts/init/command.ts";
import { initRecords } from "../../scripts/init/init.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { productFolder, productName } from "../../scripts/issue/product.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

interface Lock {
	readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
	readonly dev?: boolean;
	readonly optional?: boolean;
	readonly hasInstallScript?: boolean;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(productFolder(), "package-lock.json"), "utf8")) as Lock;

function nameOf(path: string): string {
	return path.replace(/^.*node_modules\//, "");
}

/** The names of all packages that come along with the hub where npm leaves nothing out. */
function comingAlong(): ReadonlySet<string> {
	const byName = Map.groupBy(Object.entries(packages), ([path]) => nameOf(path));
	const names = new Set([""]);
	for (const name of names)
		for (const [, { dependencies, optionalDependencies }] of byName.get(name) ?? [])
			for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) names.add(each);
	return names;
}

describe("starting a records repository", () => {
	it("pins the hub that it is given as the one dependency", async () => {
		const folder = join(temporaryFolder(), "hampton-records");
		await initRecords(folder, "1.2.3");
		const { name, dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
		expect({ name, dependencies }).toEqual({
			name: "hampton-records",
			dependencies: { [await productName()]: "1.2.3" },
		});
	});

	it("decides for every package that the hub needs whether it may run a script when it is installed", async () => {
		const folder = join(temporaryFolder(), "records");
		await initRecords(folder, "1.2.3");
		const { allowScripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
		const decided = new Set(Object.keys(allowScripts));
		const needed = comingAlong();
		const asking = Object.entries(packages)
			.filter(([, { optional, hasInstallScript }]) => hasInstallScript && !optional)
			.map(([path]) => nameOf(path))
			.filter((name) => needed.has(name));
		expect(asking).toEqual(expect.arrayContaining(["node", "esbuild"]));
		expect(asking.filter((name) => !decided.has(name))).toEqual([]);
	});

	it("refuses a folder that holds something, and leaves it as it was", async () => {
		const folder = temporaryFolder();
		writeFileSync(join(folder, "thesis.txt"), "mine");
		await expect(initRecords(folder, "1.2.3")).rejects.toThrow(UserError);
		expect(readdirSync(folder)).toEqual(["thesis.txt"]);
	});

	it("takes an empty folder and leaves nothing beside it", async () => {
		const parent = temporaryFolder();
		mkdirSync(join(parent, "records"));
		await initRecords(join(parent, "records"), "1.2.3");
		expect(readdirSync(parent)).toEqual(["records"]);
	});

	it("gives no hospital another's name: its terms and lists bind to nobody yet", async () => {
		const folder = join(temporaryFolder(), "records");
		await initRecords(folder, "1.2.3");
		const files = await folderTree(folder).readAll("");
		expect([...files.keys()]).toEqual(
			expect.arrayContaining([
				"dictionary/vocabulary/purposes.yml",
				"dictionary/vocabulary/value-sets.yml",
				"requests/governance/terms/data-protection-v1.md",
			]),
		);
		expect([...files].filter(([, text]) => /hampton/i.test(text.toString())).map(([path]) => path)).toEqual([]);
	});

	it("names, in what `hub check` says of it, all that keeps it from being a governance", async () => {
		const folder = join(temporaryFolder(), "records");
		await initRecords(folder, "1.2.3");
		const policy = join(folder, "requests/governance/policy.yml");
		const age = (letter: string) => `age1${letter.repeat(58)}`;
		writeFileSync(
			policy,
			readFileSync(policy, "utf8")
				.replace('contact: ""', "contact: Records")
				.replace("recoveryKeys: []", `recoveryKeys: [${age("p")}, ${age("q")}]`),
		);
		const { issues } = await checkRepository(folderTree(folder), "2026-03-31");
		const about = issues.filter(({ file }) => file?.startsWith("requests/governance/")).map(formatIssue);
		expect(about.join("\n")).toMatchInlineSnapshot(`
			"requests/governance/policy.yml:9:11 warning: nobody in people.yml is information-governance, so nobody could approve. Give the role to somebody in people.yml, before the first version is committed.
			requests/governance/policy.yml:12:11 warning: nobody in people.yml is caldicott-guardian, so nobody could approve. Give the role to somebody in people.yml, before the first version is committed.
			requests/governance/policy.yml:15:23 warning: nobody in people.yml is information-governance, so nobody could approve. Give the role to somebody in people.yml, before the first version is committed.
			requests/governance/policy.yml:15:47 warning: nobody in people.yml is caldicott-guardian, so nobody could approve. Give the role to somebody in people.yml, before the first version is committed."
		`);
		makeRepository(folder);
		git(folder, "add", "--all");
		const filled = commit(folder, {});
		expect(await governanceHistory(openRepository(folder), filled)).toEqual([]);
	});

	it("says what to do next, in words that a shell takes", async () => {
		const folder = join(temporaryFolder(), "Robbie's records");
		const lines: string[] = [];
		await initCommand({ folder, hub: "1.2.3", print: (line) => lines.push(line) });
		const [step] = lines.slice(lines.indexOf("Next:") + 1);
		const { stdout } = spawnSync("sh", ["-c", `${step?.replace(/ *1\. (cd .*?) && .*/, "$1")} && pwd`], {
			encoding: "utf8",
		});
		expect(stdout).toBe(`${folder}\n`);
	});
});

describe("the workflow of a records repository", () => {
	it("is given nothing, and lets the target branch's hub judge the proposal", async () => {
		const folder = join(temporaryFolder(), "records");
		await initRecords(folder, "1.2.3");
		const { value } = parseYaml(readFileSync(join(folder, ".github/workflows/check.yml"), "utf8"));
		const { on, permissions, jobs } = value as Workflow;
		expect(on).toEqual({ pull_request: { branches: ["main"] } });
		expect(permissions).toEqual({});
		expect(jobs.check.permissions).toEqual({ contents: "read" });
		for (const { uses, run, with: given, "working-directory": where } of jobs.check.steps) {
			if (uses === undefined) expect([where, run?.includes("${{")]).toEqual(["judge", false]);
			else expect([uses, given?.["persist-credentials"]]).toEqual([expect.stringMatching(/@[0-9a-f]{40}$/), false]);
		}
		expect(JSON.stringify(value)).not.toContain("secrets");
		const judged = jobs.check.steps.find(({ run }) => run?.includes("hub check"));
		expect(judged).toMatchObject({
			run: expect.stringContaining('--base "origin/$TARGET"'),
			env: { TARGET: expect.stringMatching(/^\$\{\{ github\.base_ref \}\}$/) },
		});
		expect(jobs.check.steps.find(({ with: given }) => given?.path === "proposed")?.with).toMatchObject({
			"fetch-depth": 0,
		});
	});
});

interface Workflow {
	readonly on: unknown;
	readonly permissions: unknown;
	readonly jobs: { readonly check: { readonly permissions: unknown; readonly steps: readonly Step[] } };
}

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: { readonly path?: string; readonly "persist-credentials"?: boolean };
	readonly "working-directory"?: string;
}

/** A new records repository below `parent`, with the hub that it packed and of that one's packages these installed. */
async function installedBelow(parent: string, names: readonly string[]) {
	const records = join(parent, "records");
	const packed = (await initRecords(records, undefined)).find((path) => path.endsWith(".tgz")) ?? "";
	const modules = join(records, "node_modules");
	for (const name of names) {
		mkdirSync(dirname(join(modules, name)), { recursive: true });
		symlinkSync(join(productFolder(), "node_modules", name), join(modules, name));
	}
	execFileSync("tar", ["-xzf", join(records, packed), "-C", parent]);
	execFileSync("mv", [join(parent, "package"), join(modules, "patient-data-sharing-hub")]);
	const program = join(modules, "patient-data-sharing-hub/scripts/hub.js");
	const hub = (...args: string[]) =>
		spawnSync(process.execPath, [program, ...args], { cwd: records, encoding: "utf8" });
	return { records, packed, hub };
}

describe("the released hub", () => {
	it("is packed into a new records repository, runs there and says what is still to fill in", async () => {
		const parent = temporaryFolder();
		const { records, packed, hub } = await installedBelow(parent, readdirSync(join(productFolder(), "node_modules")));
		const { dependencies } = JSON.parse(readFileSync(join(records, "package.json"), "utf8"));
		expect(dependencies).toEqual({ [await productName()]: `file:${packed}` });
		const checked = hub("check");
		expect(checked.stdout).toMatch(
			/requests\/governance\/policy\.yml:\d+:\d+ error: "recoveryKeys" must have 2 entries/,
		);
		expect(checked.status).toBe(3);
		expect(hub("init", join(parent, "others")).stdout).toContain(`  ${packed}\n`);
	});

	it("does without its optional packages on a machine that only delivers, and says what they are needed for", async () => {
		const needed = Object.entries(packages).filter(([path, { dev, optional }]) => path !== "" && !dev && !optional);
		const parent = temporaryFolder();
		const { records, hub } = await installedBelow(
			parent,
			needed.map(([path]) => path.slice("node_modules/".length)).filter((path) => !path.includes("node_modules/")),
		);
		expect(hub("check").status).toBe(3);
		makeRepository(records);
		git(records, "add", "--all");
		commit(records, {});
		// Each gets as far as what nobody has filled in here yet, and says so.
		expect(hub("survey", "--check").stderr).toMatch(/^Set HOSPITAL_DATABASE_URL /);
		expect(hub("deliver", "--all", "--dry-run").stderr).toContain('this clone has no remote "origin"');
		expect(hub("audit", "verify").stderr).toContain("no governance is in force here");
		for (const command of [["site", "build"], ["site", "serve"], ["demo"]]) {
			const { status, stdout, stderr } = hub(...command);
			expect({ command, status, stdout }).toEqual({ command, status: 8, stdout: "" });
			expect(stderr.split("\n")).toEqual([
				expect.stringMatching(
					/^\/.*\/records: "hub (?:site|demo)" needs packages that were left out here: .*astro.* run npm exec /,
				),
				"",
			]);
		}
	});
});
