import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { diffCommand, showCommand } from "../../scripts/request/command.ts";
import { hospitalFolder } from "../check/hospital.ts";
import { temporaryFolder } from "../support/folder.ts";
import { git, makeRepository } from "../support/repository.ts";

const file = "requests/sepsis-outcomes/request.yml";

/** A repository with the fixture's records in its first commit. */
function makeRecords(): {
	root: string;
	commit: () => void;
	change: (from: string, to: string) => void;
} {
	const root = temporaryFolder();
	cpSync(hospitalFolder, root, { recursive: true });
	makeRepository(root);
	const commit = () => {
		git(root, "add", "--all");
		git(root, "commit", "--quiet", "--message", "Records");
	};
	commit();
	const change = (from: string, to: string) =>
		writeFileSync(join(root, file), readFileSync(join(root, file), "utf8").replace(from, to));
	return { root, commit, change };
}

async function printed(run: (print: (line: string) => void) => Promise<void>) {
	const lines: string[] = [];
	const failure = await run((line) => void lines.push(line)).catch((thrown: unknown) => thrown);
	return failure instanceof UserError ? { exit: failure.exit, message: failure.message } : lines;
}

const show = (root: string, project = "sepsis-outcomes") => printed((print) => showCommand({ root, project, print }));
const diff = (root: string, versions: { from?: string; to?: string }, project = "sepsis-outcomes") =>
	printed((print) => diffCommand({ root, project, ...versions, print }));

it("shows a request", async () => {
	expect(await show(hospitalFolder)).toContain("sepsis-outcomes: Outcomes of sepsis");
});

it("says that reference data are shared whole only where no condition leaves rows of them out", async () => {
	const { root, change } = makeRecords();
	change(
		"fields:\n",
		"fields:\n  - field: reference.lab_tests.code\n    treatment: keep\n    reason: Says which test it was.\n",
	);
	const said = async () => {
		const lines = await show(root);
		return Array.isArray(lines) ? lines.filter((line) => line.includes("Reference data")) : lines;
	};
	expect(await said()).toEqual(["  Reference data about no patient, shared whole."]);
	change("rows:\n", "rows:\n  reference.lab_tests:\n    - field: reference.lab_tests.code\n      is: LACT\n");
	expect(await said()).toEqual(["  Reference data about no patient, only rows that meet the conditions above."]);
});

it("says that there is no such request, or that it cannot be read", async () => {
	expect(await show(relative(".", hospitalFolder), "../x")).toMatchObject({
		exit: "invalid",
		message: expect.stringContaining(`There is no request "../x" in ${hospitalFolder}. `),
	});
	const { root, change } = makeRecords();
	change("title: Outcomes", "title: [");
	expect(await show(root)).toMatchObject({ exit: "invalid", message: expect.stringContaining("cannot be read") });
});

it("tells what changed since a version, committed or not", async () => {
	const { root, change, commit } = makeRecords();
	expect(await diff(root, { from: "main" })).toEqual(["Both versions ask for the same."]);
	change("months: 12", "months: 14");
	expect(await diff(root, { from: "main" })).toEqual(["retention 12 -> 14 months"]);
	commit();
	expect(await diff(root, { from: "main~1", to: "main" })).toEqual(["retention 12 -> 14 months"]);
	expect(await diff(root, { from: "main", to: "main~1" })).toEqual(["retention 14 -> 12 months"]);
});

it("shows a new request whole, and says when one is withdrawn", async () => {
	const { root, commit } = makeRecords();
	cpSync(join(root, "requests/sepsis-outcomes"), join(root, "requests/sepsis-again"), { recursive: true });
	commit();
	const added = await diff(root, { from: "main~1" }, "sepsis-again");
	expect(added).toContain("A new request:");
	expect(await diff(root, { from: "main", to: "main~1" }, "sepsis-again")).toEqual(["The request is withdrawn."]);
});

it.each(["nothing", "--all", ""])("refuses the version %j, which git does not know", async (from) => {
	const { root } = makeRecords();
	expect(await diff(root, { from })).toMatchObject({ exit: "usage" });
});

it("refuses a project in neither version", async () => {
	const { root } = makeRecords();
	expect(await diff(root, { from: "main" }, "nothing")).toMatchObject({ exit: "invalid" });
});
