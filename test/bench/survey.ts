import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { extractSchemas } from "extract-pg-schema";
import pg from "pg";
import {
	columnsQuery,
	estimatesQuery,
	leftOutQuery,
	schemasQuery,
	tablesQuery,
} from "../../scripts/database/catalogue-queries.ts";
import { startCluster } from "../../scripts/database/cluster.ts";
import { checksQuery, keysQuery, referencesQuery } from "../../scripts/database/constraint-queries.ts";
import type { DictionaryEntry, Source } from "../../scripts/schema/types.ts";
import { surveySource } from "../../scripts/survey/postgresql/survey.ts";
import { type DatabaseSize, generateDatabase } from "./generated-database.ts";
import { type Rounds, tellRounds, timeRounds } from "./rounds.ts";

const runProgram = promisify(execFile);
const schemas = ["s1", "s2", "s3", "s4"];
const queries = [
	schemasQuery,
	tablesQuery,
	leftOutQuery,
	columnsQuery,
	estimatesQuery,
	keysQuery,
	referencesQuery,
	checksQuery,
];
const rounds = 5;

/**
 * Surveys a generated database: the survey against its own catalogue queries run by a bare client, and against
 * `extract-pg-schema`; the whole command in a process of its own, with its memory, and again with nothing changed.
 * Flags: `--tables`, `--columns`, `--references`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const size = readSize(flags);
	const home = await mkdtemp(join(tmpdir(), "hub-bench-survey-"));
	const cluster = await startCluster({ folder: join(home, "cluster"), durable: false });
	try {
		const { url } = cluster;
		await generateDatabase(url, size);
		await compare(url, print);
		await measureCommand(join(home, "records"), url, print);
	} finally {
		await cluster.stop();
		await rm(home, { recursive: true, force: true });
	}
}

function readSize(flags: readonly string[]): DatabaseSize {
	const { values } = parseArgs({
		args: [...flags],
		options: {
			tables: { type: "string", default: "1200" },
			columns: { type: "string", default: "11000" },
			references: { type: "string", default: "2000" },
		},
	});
	return { tables: Number(values.tables), columns: Number(values.columns), references: Number(values.references) };
}

async function compare(url: string, print: (line: string) => void): Promise<void> {
	const source: Source = {
		id: "generated",
		title: "Generated",
		kind: "postgresql",
		connection: "BENCH_DATABASE_URL",
		schemas,
		patient: { table: "s1.t0", key: "t0_id" },
		tables: {},
	};
	const { tables } = await surveySource(source, url, [10, 100], "2026-01-01");
	const total = (count: (table: DictionaryEntry) => number) => tables.reduce((sum, table) => sum + count(table), 0);
	const references = total((table) => table.references?.length ?? 0);
	print(`${tables.length} tables, ${total(({ fields }) => fields.length)} columns, ${references} foreign keys`);
	const bare = await timeRounds(rounds, () => runBare(url));
	const survey = await timeRounds(rounds, () => surveySource(source, url, [10, 100], "2026-01-01"));
	const start = performance.now();
	await extractSchemas({ connectionString: url }, { schemas });
	const other = performance.now() - start;
	const line = (name: string, figures: Rounds) => print(`${name.padEnd(28)}${tellRounds(figures)}`);
	line("bare catalogue queries", bare);
	line("survey", survey);
	print(`${"extract-pg-schema".padEnd(28)}${other.toFixed(1)} ms (once)`);
	print(`survey / bare queries       ${(survey.median / bare.median).toFixed(2)} (aim: 2 at most)`);
	print(`survey / extract-pg-schema  ${(survey.median / other).toFixed(3)} (aim: 0.2 at most)`);
}

async function runBare(url: string): Promise<void> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		for (const query of queries) await client.query(query, [schemas]);
	} finally {
		await client.end();
	}
}

async function measureCommand(root: string, url: string, print: (line: string) => void): Promise<void> {
	await mkdir(join(root, "dictionary"), { recursive: true });
	await writeFile(
		join(root, "dictionary/sources.yml"),
		`schemaVersion: 1\nsources:\n  - { id: generated, title: Generated, kind: postgresql, connection: BENCH_DATABASE_URL, schemas: [${schemas.join(", ")}], patient: { table: s1.t0, key: t0_id }, tables: {} }\n`,
	);
	for (const name of ["hub survey, all pages new", "hub survey, nothing changed"]) {
		const before = await newestChange(join(root, "dictionary/sources/generated"));
		const { stdout } = await runProgram(process.execPath, [join(import.meta.dirname, "survey-run.ts"), root], {
			env: { ...process.env, BENCH_DATABASE_URL: url },
		});
		const { milliseconds, kilobytes, said } = JSON.parse(stdout);
		const wrote = (await newestChange(join(root, "dictionary/sources/generated"))) > before ? "wrote" : "wrote nothing";
		print(
			`${name.padEnd(28)}${milliseconds.toFixed(0)} ms, ${(kilobytes / 1024).toFixed(0)} MB at most (aim: 300), ${wrote}: ${said}`,
		);
	}
}

/** When a file of a folder was last written, in milliseconds; 0 if there is none. */
async function newestChange(folder: string): Promise<number> {
	const names = await readdir(folder).catch(() => []);
	const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
	return Math.max(0, ...times);
}
