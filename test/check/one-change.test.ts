import { cpSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkCommand } from "../../scripts/check/command.ts";
import { checkOneChange } from "../../scripts/check/one-change.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";
import { hospitalFolder, today } from "./hospital.ts";

const act = `dictionary/approvals/${"a".repeat(64)}.json`;

describe("one change", () => {
	it.each([
		["a request alone", ["requests/sepsis/request.yml", "requests/sepsis/approvals/1.json"], []],
		["a dictionary and a policy", ["dictionary/sources.yml", "requests/governance/policy.yml"], []],
		["nothing", [], []],
		["what only looks like a project", ["requests/notes.txt", "README.md", "test/requests/sepsis/a"], []],
		["a request and a page", ["requests/sepsis/request.yml", "dictionary/a.md"], ["requests/sepsis/request.yml"]],
		[
			"a request and an agreement",
			["requests/governance/agreements/a.yml", "requests/sepsis/x"],
			["requests/sepsis/x"],
		],
		["a request and a workflow", [".github/workflows/check.yml", "requests/sepsis/x"], ["requests/sepsis/x"]],
		[
			"a request and signatures of decisions about data",
			[act, `${act}.sig`, "requests/sepsis/request.yml", "requests/sepsis/approvals/1.json"],
			[],
		],
		[
			"a request, such a signature and the page it is about",
			[act, "dictionary/sources/a/b.md", "requests/sepsis/request.yml"],
			["requests/sepsis/request.yml"],
		],
		[
			"a request and what only lies beside such signatures",
			["dictionary/approvals/notes.json", "requests/sepsis/request.yml"],
			["requests/sepsis/request.yml"],
		],
		["two requests", ["requests/heart/x", "requests/sepsis/x"], ["requests/heart/x", "requests/sepsis/x"]],
	])("takes or refuses %s", (_, paths, at) => {
		expect(checkOneChange(paths).map(({ file }) => file)).toEqual(at);
	});

	it("says what stands together and what to do", () => {
		const [issue] = checkOneChange(["dictionary/a.md", "dictionary/b.md", "requests/sepsis/request.yml"]);
		expect(issue?.message).toBe("requests/sepsis/ is changed together with dictionary/a.md and 1 more");
		expect(issue?.fix).toContain("propose what it rests on first");
	});
});

describe("hub check --base", () => {
	const page = "dictionary/sources/hampton/reference.lab_tests.md";
	const request = "requests/sepsis-outcomes/request.yml";

	function records(): string {
		const folder = makeRepository(temporaryFolder());
		cpSync(hospitalFolder, folder, { recursive: true });
		git(folder, "add", "--all");
		commit(folder, {});
		return folder;
	}

	async function check(root: string, base: string, files: string[] = []) {
		const lines: string[] = [];
		const now = new Date(`${today}T12:00:00Z`);
		const options = { root, files, format: "text", now, base, print: (line: string) => void lines.push(line) } as const;
		const failure = await checkCommand(options).catch((thrown: unknown) => thrown);
		return { lines, exit: failure instanceof UserError ? failure.exit : failure };
	}

	/** A comment more, which both kinds of file may have. */
	const change = (folder: string, path: string, comment: string) =>
		commit(folder, { [path]: `${git(folder, "show", `HEAD:${path}`)}\n# ${comment}\n` });

	it("judges what a branch changed since it left, not what has come to the other since", async () => {
		const folder = records();
		git(folder, "switch", "--quiet", "--create", "amend");
		change(folder, request, "Amended");
		git(folder, "switch", "--quiet", "main");
		change(folder, page, "Described");
		git(folder, "switch", "--quiet", "amend");
		expect(await check(folder, "main")).toEqual({ lines: ["No problems found."], exit: undefined });
		git(folder, "merge", "--quiet", "--no-edit", "main");
		expect(await check(folder, "main")).toEqual({ lines: ["No problems found."], exit: undefined });
		change(folder, page, "Weakened");
		const refused = await check(folder, "main", [page]);
		expect(refused.exit).toBe("invalid");
		expect(refused.lines[0]).toBe(
			`${request}:1:1 error: requests/sepsis-outcomes/ is changed together with ${page}. A change of one project's folder changes nothing else: propose what it rests on first, on a branch of its own.`,
		);
	});

	it("sees a file that was taken away, and one that was renamed out of the folder", async () => {
		const folder = records();
		git(folder, "switch", "--quiet", "--create", "move");
		git(folder, "mv", request, "dictionary/moved.yml");
		commit(folder, {});
		const { lines } = await check(folder, "main");
		expect(lines).toContainEqual(expect.stringContaining("is changed together with dictionary/moved.yml"));
	});

	it("refuses to judge where it cannot: no such version, no common history, a part of the history only", async () => {
		const folder = records();
		expect((await check(folder, "nowhere")).exit).toBe("usage");
		git(folder, "switch", "--quiet", "--orphan", "other");
		commit(folder, { "dictionary/a.md": "x\n" });
		expect((await check(folder, "main")).exit).toBe("usage");
		git(folder, "switch", "--quiet", "main");
		change(folder, request, "Amended");
		const shallow = temporaryFolder();
		git(shallow, "clone", "--quiet", "--depth", "1", `file://${folder}`, "clone");
		expect((await check(`${shallow}/clone`, "origin/main")).exit).toBe("incomplete");
	});
});
