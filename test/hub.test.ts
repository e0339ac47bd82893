import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { commandLine } from "../scripts/hub.ts";
import { exitCodes } from "../scripts/issue/user-error.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** Every command that can be run, with its words: `audit verify`, `survey`, … */
function runnable(command: Command, words: readonly string[] = []): { words: string; command: Command }[] {
	if (command.commands.length === 0) return [{ words: words.join(" "), command }];
	return command.commands.flatMap((child) => runnable(child, [...words, child.name()]));
}

function rowOf(words: string): string {
	const row = readme.split("\n").find((line) => line.startsWith(`| \`hub ${words}`));
	return row ?? expect.unreachable(`the README has no row for hub ${words}`);
}

describe.each(runnable(commandLine()))("hub $words", ({ words, command }) => {
	it("has a description and an example in its help", () => {
		expect(command.description()).not.toBe("");
		let help = "";
		command.configureOutput({ writeOut: (text) => void (help += text) });
		command.outputHelp();
		expect(help).toContain(`npx hub ${words}`);
	});

	it("stands in the README's table of commands, with all its options", () => {
		const row = rowOf(words);
		const named = row.includes("with the options of `build`") ? row + rowOf("site build") : row;
		expect(command.options.filter(({ long }) => !named.includes(long ?? "")).map(({ long }) => long)).toEqual([]);
	});
});

describe("the README", () => {
	it.each(Object.values(exitCodes))("documents exit code $code", ({ code, means }) => {
		expect(readme).toContain(`| ${code} | ${means} |`);
	});
});

describe("hub", () => {
	it("ends with the usage code on an unknown command", () => {
		const run = () => execFileSync(process.execPath, [join(root, "scripts/hub.js"), "delvier"], { stdio: "pipe" });
		expect(run).toThrow(expect.objectContaining({ status: exitCodes.usage.code }));
	});
});
