import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { runnerVariables, statementLimit } from "../scripts/delivery/configuration.ts";
import { commandLine } from "../scripts/hub.ts";
import { exitCodes } from "../scripts/issue/user-error.ts";

const root = join(import.meta.dirname, "..");
const guide = "site/src/pages/guide";
const read = (path: string) => readFileSync(join(root, path), "utf8");
const commands = read(`${guide}/commands.mdx`);

/** Every command that can be run, with its words: `audit verify`, `survey`, … */
function runnable(command: Command, words: readonly string[] = []): { words: string; command: Command }[] {
	if (command.commands.length === 0) return [{ words: words.join(" "), command }];
	return command.commands.flatMap((child) => runnable(child, [...words, child.name()]));
}

function rowOf(words: string): string {
	const row = commands.split("\n").find((line) => line.startsWith(`| \`hub ${words}`));
	return row ?? expect.unreachable(`the guide has no row for hub ${words}`);
}

describe.each(runnable(commandLine()))("hub $words", ({ words, command }) => {
	it("has a description and an example in its help", () => {
		expect(command.description()).not.toBe("");
		let help = "";
		command.configureOutput({ writeOut: (text) => void (help += text) });
		command.outputHelp();
		expect(help).toContain(`npx hub ${words}`);
	});

	it("stands in the guide's table of commands, with all its options", () => {
		const row = rowOf(words);
		const named = row.includes("with the options of `build`") ? row + rowOf("site build") : row;
		expect(command.options.filter(({ long }) => !named.includes(long ?? "")).map(({ long }) => long)).toEqual([]);
	});
});

describe("the guide", () => {
	it.each(Object.values(exitCodes))("documents exit code $code", ({ code, means }) => {
		expect(commands).toContain(`| ${code} | ${means} |`);
	});

	it("documents every exit code, variable of the runner and command that there is, and no other", () => {
		const first = (page: string, cell: RegExp) =>
			page.split("\n").flatMap((line) => /^\| (.*?) \|/.exec(line)?.[1]?.match(cell)?.[1] ?? []);
		expect(first(commands, /^(\d+)$/)).toEqual(Object.values(exitCodes).map(({ code }) => String(code)));
		const variables = first(read(`${guide}/operator.mdx`), /^`(HUB_\w+)`$/);
		expect(variables.toSorted()).toEqual([...Object.keys(runnerVariables), statementLimit.variable].sort());
		const written = first(commands, /^`hub ([a-z ]*[a-z])(?: [^a-z].*|`)/);
		expect(written).toEqual(runnable(commandLine()).map(({ words }) => words));
	});
});

describe("the README", () => {
	const readme = read("README.md");
	const links = [...readme.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => to ?? "");

	it("is short", () => {
		expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(100);
	});

	it("leads to every page of the guide, and nowhere that is not there", () => {
		const pages = readdirSync(join(root, guide)).filter((name) => name.endsWith(".mdx"));
		expect(pages.map((name) => `${guide}/${name}`).filter((page) => !links.includes(page))).toEqual([]);
		const wrong = links.filter((to) => !/^https:/.test(to) && !existsSync(join(root, to)));
		expect(wrong).toEqual([]);
	});
});

describe("hub", () => {
	it("ends with the usage code on an unknown command", () => {
		const run = () => execFileSync(process.execPath, [join(root, "scripts/hub.js"), "delvier"], { stdio: "pipe" });
		expect(run).toThrow(expect.objectContaining({ status: exitCodes.usage.code }));
	});
});
