import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { git, makeRepository } from "../support/repository.ts";
import type { DatabaseSize } from "./generated-database.ts";
import { generateDictionary } from "./generated-dictionary.ts";
import { middle } from "./rounds.ts";
import { formatTable } from "./table.ts";

const runProgram = promisify(execFile);

/** What one process took. */
interface Taken {
	readonly milliseconds: number;
	readonly kilobytes: number;
	/** The last lines that it printed. */
	readonly said: readonly string[];
}

/** The forms that come back: every how manyeth field is edited. */
const returned = [
	{ name: "load, unedited", every: Number.POSITIVE_INFINITY },
	{ name: "load, 1 in 20 edited", every: 20 },
	{ name: "load, all edited", every: 1 },
];

/**
 * Makes a form of a whole generated dictionary and loads it as it went out, with one field in 20 edited, and with all:
 * each in a process of its own, from a clean working folder. An edited field has a new description and sensitivity.
 * Flags: `--tables`, `--columns`, `--references`, `--rounds`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { rounds, ...size } = readFlags(flags);
	const home = await mkdtemp(join(tmpdir(), "hub-bench-form-"));
	try {
		const root = makeRepository(join(home, "records"));
		await generateDictionary(root, size);
		await writeFile(join(root, ".gitignore"), ".hub/\n");
		git(root, "add", "--all");
		git(root, "commit", "--quiet", "-m", "Dictionary");
		const form = join(home, "form.md");
		const rows = [["", "seconds (median)", "least", "most", "memory at most", "said"]];
		const measure = async (name: string, what: "form" | "load", file: string) => {
			const taken: Taken[] = [];
			for (let round = 0; round < rounds; round++) {
				git(root, "checkout", "--quiet", "--", ".");
				if (what === "form") await rm(file, { force: true });
				const { stdout } = await runProgram(process.execPath, [
					join(import.meta.dirname, "form-run.ts"),
					what,
					root,
					file,
				]);
				taken.push(JSON.parse(stdout));
			}
			rows.push([name, ...tell(taken, home)]);
		};
		await measure("form", "form", form);
		const text = await readFile(form, "utf8");
		for (const { name, every } of returned) {
			const file = join(home, "returned.md");
			await writeFile(file, edit(text, every));
			await measure(name, "load", file);
		}
		print(`${size.tables} tables, ${size.columns} columns, form of ${(text.length / 2 ** 20).toFixed(1)} MB`);
		for (const line of formatTable(rows)) print(line);
		print("Aim: 5 s at most for a load.");
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}

function readFlags(flags: readonly string[]): DatabaseSize & { rounds: number } {
	const { values } = parseArgs({
		args: [...flags],
		options: {
			tables: { type: "string", default: "1200" },
			columns: { type: "string", default: "11000" },
			references: { type: "string", default: "2000" },
			rounds: { type: "string", default: "3" },
		},
	});
	const { tables, columns, references, rounds } = values;
	return {
		tables: Number(tables),
		columns: Number(columns),
		references: Number(references),
		rounds: Number(rounds),
	};
}

/** The form with new words in every so manyeth field. */
function edit(form: string, every: number): string {
	const [head = "", ...fields] = form.split(/^(?=### Field )/m);
	const edited = fields.map((field, at) =>
		at % every > 0 || every === Number.POSITIVE_INFINITY
			? field
			: field
					.replace(/(^#### Description .*\n\n)[\s\S]*?(?=^#### Details)/m, `$1What is *measured*, number ${at}.\n\n`)
					.replace(/^(- Sensitivity \(.*\)):.*$/m, "$1: special-category"),
	);
	return [head, ...edited].join("");
}

function tell(taken: readonly Taken[], home: string): string[] {
	const times = taken.map(({ milliseconds }) => milliseconds / 1000).sort((left, right) => left - right);
	const megabytes = Math.max(...taken.map(({ kilobytes }) => kilobytes)) / 1024;
	const seconds = [middle(times), times[0] ?? 0, times.at(-1) ?? 0].map((time) => time.toFixed(2));
	return [...seconds, `${megabytes.toFixed(0)} MB`, taken[0]?.said.at(-1)?.replace(`${home}/`, "") ?? ""];
}
