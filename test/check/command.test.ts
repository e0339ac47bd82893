import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { checkCommand } from "../../scripts/check/command.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hospitalFolder, today } from "./hospital.ts";

const now = new Date(`${today}T12:00:00Z`);

async function run(root: string, files: string[] = [], format: "text" | "github" | "json" = "text") {
	const lines: string[] = [];
	const failure = await checkCommand({ root, files, format, now, print: (line) => void lines.push(line) }).catch(
		(thrown: unknown) => thrown,
	);
	return { lines, exit: failure instanceof UserError ? failure.exit : failure };
}

/** The fixture with a wrong treatment in one request and a warning in the other. */
function broken(): string {
	const folder = temporaryFolder();
	cpSync(hospitalFolder, folder, { recursive: true });
	const change = (path: string, from: string, to: string) =>
		writeFileSync(join(folder, path), readFileSync(join(folder, path), "utf8").replace(from, to));
	change("requests/sepsis-outcomes/request.yml", "treatment: year", "treatment: yaer");
	change("requests/heart-trial/request.yml", "9(2)(a)", "9(2)(j)\n  schedule1: paragraph 4");
	return folder;
}

it("says that nothing is wrong", async () => {
	expect(await run(hospitalFolder)).toEqual({ lines: ["No problems found."], exit: undefined });
});

it("prints every problem and ends as invalid", async () => {
	const { lines, exit } = await run(broken());
	expect(exit).toBe("invalid");
	expect(lines).toMatchInlineSnapshot(`
		[
		  "requests/heart-trial/request.yml:10:1 warning: the request is for research, and names no ethics approval",
		  "requests/sepsis-outcomes/request.yml:47:16 error: "yaer" is none of: keep, pseudonymise, year, date-shift, redact. Did you mean "year"?",
		  "1 error and 1 warning in 2 files.",
		]
	`);
});

it("reports on the files and folders named only, however they are named", async () => {
	const folder = broken();
	for (const file of [
		"requests/heart-trial/request.yml",
		"requests/heart-trial/",
		"./requests/heart-trial",
		join(folder, "requests/heart-trial/request.yml"),
	]) {
		const { lines, exit } = await run(folder, [file]);
		expect(lines.at(-1)).toBe("0 errors and 1 warning in 1 file.");
		expect(exit).toBeUndefined();
	}
	expect((await run(folder, ["."])).exit).toBe("invalid");
	expect((await run(folder, ["requests"])).exit).toBe("invalid");
});

it.each(["requests/nothing", "../elsewhere", "/etc/passwd"])("refuses %s, which is no record", async (file) => {
	expect(await run(broken(), [file])).toEqual({ lines: [], exit: "usage" });
});

it("says in full where it looked for a file", async () => {
	const checking = checkCommand({ root: "test", files: ["nothing"], format: "text", now, print: () => {} });
	await expect(checking).rejects.toThrow(`"nothing" is no file or folder of the records in ${resolve("test")}.`);
});

it("prints JSON that programs can read, and nothing else", async () => {
	const { lines } = await run(broken(), [], "json");
	const { errors, warnings, issues } = JSON.parse(lines.join("\n"));
	expect({ errors, warnings }).toEqual({ errors: 1, warnings: 1 });
	expect(issues[1]).toMatchObject({
		file: "requests/sepsis-outcomes/request.yml",
		line: 47,
		column: 16,
		severity: "error",
		rule: "schema",
	});
});

it("reports everything when the governance that requests are judged by is broken", async () => {
	const folder = broken();
	writeFileSync(join(folder, "requests/governance/policy.yml"), "a: [");
	const { lines, exit } = await run(folder, ["requests/heart-trial"]);
	expect(exit).toBe("invalid");
	expect(lines.some((line) => line.startsWith("requests/governance/policy.yml:"))).toBe(true);
});
