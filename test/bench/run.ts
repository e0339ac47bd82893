import { machine } from "./machine.ts";

/** One benchmark: what it measures in a line, and how to run it with the flags that follow its name. */
export interface Bench {
	readonly says: string;
	readonly load: () => Promise<{ run(flags: readonly string[], print: (line: string) => void): Promise<void> }>;
}

/** All benchmarks, each loaded only when it is run. */
export const benches: Readonly<Record<string, Bench>> = {
	"first-delivery": {
		says: "a hospital's walk from hub init to its first delivery, with what each signer reads; flags --tables --fields --patients",
		load: () => import("./first-delivery.ts"),
	},
	form: {
		says: "a form of a whole dictionary and its loading, with memory; flags --tables --columns --references --rounds",
		load: () => import("./form.ts"),
	},
	package: {
		says: "a package against psql and 7z by hand, with bytes and memory; flags --patients (several) --rounds --no-small",
		load: () => import("./package.ts"),
	},
	propose: {
		says: "proposed links and classes for public schemas whose foreign keys are dropped, against these; flag --wrong lists",
		load: () => import("./propose.ts"),
	},
	search: {
		says: "the search by name: its file, loading it and asking it; flags --fields (several) --rounds",
		load: () => import("./search.ts"),
	},
	sensitivity: {
		says: "how often suggested sensitivities are right, on labelled columns of public schemas",
		load: () => import("./sensitivity.ts"),
	},
	site: {
		says: "the site of a generated dictionary against a minimal one, Lighthouse; flags --tables --fields --rounds --no-lighthouse",
		load: () => import("./site.ts"),
	},
	snapshot: {
		says: "snapshots against SELECTs by hand through psql, also from a standby; flags --patients (several) --shapes --rounds --no-standby",
		load: () => import("./snapshot.ts"),
	},
	survey: {
		says: "a survey against its own bare queries and extract-pg-schema; flags --tables --columns --references",
		load: () => import("./survey.ts"),
	},
};

/**
 * Runs the benchmarks named before the first flag, or lists them all: `npm run bench -- survey --tables 1200`.
 *
 * @returns the exit code: 0, or 2 for a name there is no benchmark of
 */
export async function runBenches(args: readonly string[], print: (line: string) => void): Promise<number> {
	const firstFlag = args.findIndex((arg) => arg.startsWith("-"));
	const names = firstFlag < 0 ? args : args.slice(0, firstFlag);
	const flags = firstFlag < 0 ? [] : args.slice(firstFlag);
	const unknown = names.filter((name) => !Object.hasOwn(benches, name));
	if (names.length === 0 || unknown.length > 0) {
		for (const name of unknown) print(`There is no benchmark "${name}".`);
		print("Name one or more of these: npm run bench -- NAME …");
		for (const [name, { says }] of Object.entries(benches)) print(`  ${name.padEnd(14)}${says}`);
		return unknown.length > 0 ? 2 : 0;
	}
	print(machine());
	for (const name of names) {
		const bench = benches[name] as Bench;
		print(`\n${name}: ${bench.says}\n`);
		await (await bench.load()).run(flags, print);
	}
	return 0;
}

if (import.meta.main) process.exitCode = await runBenches(process.argv.slice(2), console.log);
