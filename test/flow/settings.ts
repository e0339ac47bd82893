import { readFileSync } from "node:fs";
import type { Workplace } from "../../scripts/demo/workplace.ts";

/** The demonstration runner's environment, read from the file that a shell would read. */
export function settingsOf(workplace: Workplace): Readonly<Record<string, string>> {
	const lines = readFileSync(workplace.settings, "utf8").trim().split("\n");
	return Object.fromEntries(lines.map((line) => /^export (\w+)='(.*)'$/.exec(line)?.slice(1) as [string, string]));
}
