import { resolve } from "node:path";
import { shellWord } from "../text/shell-word.ts";
import { initRecords } from "./init.ts";

/** `hub init FOLDER`: starts a records repository and says what to do next. */
export async function initCommand({
	folder,
	hub,
	print,
}: {
	folder: string;
	hub?: string;
	print: (line: string) => void;
}): Promise<void> {
	const made = await initRecords(resolve(folder), hub);
	print(`Made ${made.length} files in ${folder}:`);
	for (const path of made) print(`  ${path}`);
	print("");
	print("Next:");
	print(`  1. cd ${shellWord(folder)} && git init -b main && npm install`);
	print("  2. fill in requests/governance and dictionary/sources.yml; npx hub check lists what is missing");
	print("  3. npx hub survey, on a machine that may read the databases");
	print("  4. commit everything, and let nobody change main without a review (README.md says which)");
}
