import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { buildSite } from "../../scripts/site/build/build.ts";
import { serveSite } from "../../scripts/site/build/serve.ts";
import { nameCatalogueFile } from "../../scripts/site/search/name-catalogue.ts";
import { makeNameSearch } from "../../site/src/search/name-search.ts";
import { makeSiteRecords } from "../support/site-records.ts";
import { generateRecords } from "./generated-records.ts";
import { lighthousePoints } from "./lighthouse.ts";
import { measure } from "./peak-memory.ts";
import { middle, type Rounds, timeRounds } from "./rounds.ts";
import { formatTable } from "./table.ts";

/** One build, with its own memory and that of what it starts. */
interface Build {
	readonly milliseconds: number;
	readonly kilobytes: number;
	readonly steps: readonly { readonly step: string; readonly milliseconds: number }[];
}

/**
 * Builds the internal site of a generated dictionary, and beside it the least site that shows the same Markdown and
 * searches its words; then measures what a reader's browser is given, asks the search by name, and has Lighthouse look at the demonstration.
 * Flags: `--tables`, `--fields`, `--rounds`, and `--no-lighthouse`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { values } = parseArgs({
		args: [...flags],
		allowNegative: true,
		options: {
			tables: { type: "string", default: "1200" },
			fields: { type: "string", default: "11000" },
			rounds: { type: "string", default: "3" },
			lighthouse: { type: "boolean", default: true },
		},
	});
	const home = await mkdtemp(join(tmpdir(), "hub-bench-site-"));
	try {
		const size = { tables: Number(values.tables), fields: Number(values.fields) };
		const root = generateRecords(home, size);
		const [site, minimal] = [join(home, "site"), join(home, "minimal")];
		const rounds = Number(values.rounds);
		const ours = await builds(rounds, ["hub", root, site]);
		const least = await builds(rounds, ["minimal", root, minimal]);
		print(`${size.tables} tables, ${size.fields} fields; median of ${rounds} rounds`);
		for (const line of formatTable(buildRows(ours, least))) print(line);
		print("Aim: 11,000 fields in 15 s and 700 MB, 100,000 in 120 s and 2.5 GB; at most 2 times the minimal site.\n");
		for (const line of formatTable(await readerRows(site))) print(line);
		print("Aim: no page over 60 kB; 11,000 fields' catalogue under 60 kB; an answer within 30 ms at 100,000 fields.\n");
		if (values.lighthouse) for (const line of formatTable(await demonstration(home))) print(line);
	} finally {
		await rm(home, { recursive: true, force: true });
	}
}

async function builds(rounds: number, args: readonly string[]): Promise<readonly Build[]> {
	const done: Build[] = [];
	for (let round = 0; round < rounds; round++) {
		// The minimal site keeps what it has read of the Markdown beside it.
		for (const left of ["", ".cache"]) await rm(`${args[2]}${left}`, { recursive: true, force: true });
		const { stdout, kilobytes } = await measure(process.execPath, [join(import.meta.dirname, "site-run.ts"), ...args]);
		done.push({ ...(JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Omit<Build, "kilobytes">), kilobytes });
	}
	return done;
}

function median(numbers: readonly number[]): number {
	return middle([...numbers].sort((left, right) => left - right));
}

function buildRows(ours: readonly Build[], least: readonly Build[]): readonly (readonly string[])[] {
	const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
	const row = (name: string, builds: readonly Build[]) => [
		name,
		seconds(median(builds.map(({ milliseconds }) => milliseconds))),
		`${(Math.max(...builds.map(({ kilobytes }) => kilobytes)) / 1024).toFixed(0)} MB`,
	];
	const steps = (builds: readonly Build[]) =>
		(builds[0]?.steps ?? []).map(({ step }, at) => [
			`  ${step}`,
			seconds(median(builds.map((build) => build.steps[at]?.milliseconds ?? 0))),
			"",
		]);
	const whole = (builds: readonly Build[]) => median(builds.map(({ milliseconds }) => milliseconds));
	return [
		["", "seconds", "memory at most"],
		row("the site", ours),
		...steps(ours),
		row("minimal Astro site", least),
		...steps(least),
		["the site / minimal", (whole(ours) / whole(least)).toFixed(2), ""],
	];
}

/** What a reader's browser loads of a site, packed, and how quickly names are found. */
async function readerRows(site: string): Promise<readonly (readonly string[])[]> {
	const files = (await readdir(site, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
	let biggest = { path: "", bytes: 0 };
	for (const { parentPath, name } of files.filter((file) => file.name.endsWith(".html"))) {
		const bytes = gzipSync(await readFile(join(parentPath, name))).length;
		if (bytes > biggest.bytes) biggest = { path: join(parentPath, name).slice(site.length + 1), bytes };
	}
	const text = await readFile(join(site, nameCatalogueFile), "utf8");
	const load = await timeRounds(5, () => makeNameSearch(JSON.parse(text)));
	const search = makeNameSearch(JSON.parse(text));
	const queries = [
		"date of birth",
		"patient.id",
		"discharge status",
		"diagnosis cod",
		"blood gas value",
		"s1.ward_audit.id",
		"qwertyuiop",
	];
	const answers: Rounds[] = [];
	for (const query of queries) answers.push(await timeRounds(9, () => search(query, 20)));
	const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
	return [
		["", ""],
		[`biggest page, packed: ${biggest.path}`, kilobytes(biggest.bytes)],
		["catalogue of names, packed", kilobytes(gzipSync(text).length)],
		["loading the search by name", `${load.median.toFixed(0)} ms`],
		[
			"answer of the search by name, median of queries",
			`${median(answers.map((answer) => answer.median)).toFixed(1)} ms`,
		],
		["  slowest query", `${Math.max(...answers.map((answer) => answer.median)).toFixed(1)} ms`],
		["pages", String(files.filter(({ name }) => name.endsWith(".html")).length)],
		["files", String(files.length)],
	];
}

/** Lighthouse on the demonstration's pages. */
async function demonstration(home: string): Promise<readonly (readonly string[])[]> {
	await makeSiteRecords(join(home, "hub"));
	const folder = join(home, "demonstration");
	const root = join(home, "hub", "records");
	await buildSite({
		root,
		audience: "public",
		base: "/",
		out: join(home, "public"),
		now: new Date(),
		progress: () => {},
	});
	await buildSite({ root, audience: "internal", base: "/", out: folder, now: new Date(), progress: () => {} });
	// Internal pages ask not to be indexed by search engines, which costs them the point for that.
	const sites = [
		{ folder: join(home, "public"), pages: ["", "dictionary/hampton/clinical.patients/", "register/sepsis-outcomes/"] },
		{ folder, pages: ["", "dictionary/hampton/clinical.patients/", "request/", "audit/", "audit/sepsis-outcomes/"] },
	];
	const rows: (readonly string[])[] = [];
	for (const { folder: served, pages } of sites) {
		const { url, stop } = await serveSite(served, { base: "/", port: 0 });
		const [head = [], ...points] = await lighthousePoints(pages.map((page) => url + page));
		rows.push(...(rows.length === 0 ? [head] : []), ...points);
		await stop();
	}
	return rows;
}
