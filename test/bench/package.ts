import { execFile, spawnSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { generateIdentity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { startCluster } from "../../scripts/database/cluster.ts";
import { makeHospital } from "../../scripts/demo/hospital.ts";
import type { PackageContents } from "../../scripts/package/contents.ts";
import type { Share } from "../../scripts/snapshot/share.ts";
import type { PackageFigures, PackageRun } from "./package-run.ts";
import { bareContents, carePlan, splitTable, takeShare } from "./package-share.ts";
import { measure } from "./peak-memory.ts";
import { middle } from "./rounds.ts";

const runProgram = promisify(execFile);
/** Levels of ours and of 7-Zip that are alike, with what the time may be of by hand. */
const levels = [
	{ ours: 1, by7z: 1, aim: 0.4 },
	{ ours: 6, by7z: 5, aim: 0.25 },
] as const;
const smallTables = 1000;

/** What every step of the benchmark works with. */
interface Bench {
	readonly home: string;
	readonly share: Pick<Share, "url" | "schema">;
	readonly recipient: string;
	readonly rounds: number;
	readonly print: (line: string) => void;
}

/**
 * Packs the share of generated hospitals, and does the same by hand: `psql \copy` for each table, in no order, then
 * `7z a -tzip -mem=AES256`. Both stand in turns, so that what else the machine does meets both. Then a thousand small
 * tables against the same rows in one. Flags: `--patients` (several), `--rounds`, `--no-small`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { values } = parseArgs({
		args: [...flags],
		allowNegative: true,
		options: {
			patients: { type: "string", multiple: true, default: ["100000"] },
			rounds: { type: "string", default: "3" },
			small: { type: "boolean", default: true },
		},
	});
	const recipient = await identityToRecipient(await generateIdentity());
	for (const patients of values.patients.map(Number)) {
		await withShare(patients, async ({ home, share, tables }) => {
			const bench: Bench = { home, share, recipient, rounds: Number(values.rounds), print };
			print(`${patients} patients, ${tables.length} tables`);
			for (const level of levels) await compareLevel(bench, bareContents(tables), level);
			const split = tables.find(({ name }) => name === "lab_results");
			if (values.small && split !== undefined) await compareSmall(bench, split);
		});
	}
}

async function withShare(
	patients: number,
	work: (made: {
		readonly home: string;
		readonly share: Share;
		readonly tables: Awaited<ReturnType<typeof carePlan>>["tables"];
	}) => Promise<void>,
): Promise<void> {
	const home = await mkdtemp(join(tmpdir(), "hub-bench-package-"));
	// The server's own user enters.
	await chmod(home, 0o755);
	const server = await startCluster({ folder: join(home, "server"), durable: false });
	try {
		await makeHospital(server.url, { patients, seed: 1 });
		await onDatabase(server.url, (client) => client.query("VACUUM ANALYZE"));
		const plan = await carePlan();
		const share = await takeShare(plan, server.url, server.url);
		await onDatabase(share.url, (client) => client.query("VACUUM ANALYZE"));
		await onDatabase(share.url, (client) => client.query("CHECKPOINT"));
		await work({ home, share, tables: plan.tables });
	} finally {
		await server.stop();
		await rm(home, { recursive: true, force: true });
	}
}

async function compareLevel(
	bench: Bench,
	contents: PackageContents,
	{ ours, by7z, aim }: (typeof levels)[number],
): Promise<void> {
	const has7z = spawnSync("7z", ["--help"]).status === 0;
	const hub: PackageFigures[] = [];
	const hand: number[] = [];
	const handBytes: number[] = [];
	let handMemory = 0;
	for (let round = 0; round <= bench.rounds; round++) {
		const figures = await pack(bench, contents, ours);
		const byHand = has7z ? await packByHand(bench, contents, by7z, round === 0) : undefined;
		handMemory ||= byHand?.kilobytes ?? 0;
		// The first round warms up, and has the memory watched.
		if (round === 0 && bench.rounds > 0) continue;
		hub.push(figures);
		if (byHand === undefined) continue;
		hand.push(byHand.milliseconds);
		handBytes.push(byHand.bytes);
	}
	const [first] = hub as [PackageFigures];
	const time = median(hub.map(({ milliseconds }) => milliseconds));
	const memory = Math.max(...hub.map(({ kilobytes }) => kilobytes));
	bench.print(
		`  level ${ours}: ${seconds(time)}, ${megabytes(first.plainBytes)} in ${megabytes(first.bytes)}, ${megabytes(memory * 1024)} of memory (aim: 300 MB)`,
	);
	if (has7z) {
		const handTime = median(hand);
		bench.print(
			`    by hand, 7z -mx=${by7z}: ${seconds(handTime)}, ${megabytes(handBytes[0] ?? 0)}, 7z ${megabytes(handMemory * 1024)} of memory`,
		);
		bench.print(
			`    time ${(time / handTime).toFixed(2)} times (aim: ${aim} at most), bytes ${(first.bytes / (handBytes[0] ?? 0)).toFixed(3)} times (aim: 1.08 at most)`,
		);
	} else bench.print("    7z is not installed: nothing to compare with");
	const hashing = hashTime(first);
	const processor = median(hub.map((figures) => figures.processor));
	const share = (hashing / (time * availableParallelism() - hashing)) * 100;
	bench.print(
		`    hashing that much takes ${seconds(hashing)} of the hub's ${seconds(processor)} of processor time: adds ${share.toFixed(1)} % where all cores are busy with the package (aim: 5 % at most)`,
	);
}

async function compareSmall(bench: Bench, table: Parameters<typeof splitTable>[2]): Promise<void> {
	const { many, one } = await onDatabase(bench.share.url, (client) =>
		splitTable(client, bench.share.schema, table, smallTables),
	);
	const runs: Record<"many" | "one", PackageFigures[]> = { many: [], one: [] };
	for (let round = 0; round <= bench.rounds; round++) {
		for (const [schema, contents] of [
			["many", many],
			["one", one],
		] as const) {
			const figures = await pack({ ...bench, share: { ...bench.share, schema } }, contents, 1);
			if (round > 0 || bench.rounds === 0) runs[schema].push(figures);
		}
	}
	const [manyTime, oneTime] = [runs.many, runs.one].map((all) =>
		median(all.map(({ milliseconds }) => milliseconds)),
	) as [number, number];
	const [manyBytes, oneBytes] = [runs.many, runs.one].map((all) => all[0]?.plainBytes ?? 0) as [number, number];
	bench.print(
		`  ${smallTables} small tables, with their documentation ${megabytes(manyBytes)}: ${seconds(manyTime)}; their rows in one, ${megabytes(oneBytes)}: ${seconds(oneTime)}: ${(manyTime / oneTime).toFixed(2)} times (aim: 1.5 at most)`,
	);
}

async function pack(
	{ home, share, recipient }: Bench,
	contents: PackageContents,
	level: number,
): Promise<PackageFigures> {
	const file = join(home, "run.json");
	const request: PackageRun = {
		share: { url: share.url, schema: share.schema },
		contents,
		folder: join(home, "staged"),
		level,
		recipient,
	};
	await writeFile(file, JSON.stringify(request), { mode: 0o600 });
	const { stdout } = await runProgram(process.execPath, [join(import.meta.dirname, "package-run.ts"), file]);
	return JSON.parse(stdout);
}

async function packByHand({ home, share }: Bench, contents: PackageContents, level: number, watchMemory: boolean) {
	const folder = join(home, "by-hand");
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder);
	const start = performance.now();
	for (const { name, columns } of contents.tables) {
		const source = `${share.schema}.${name} (${columns.map((column) => column.name).join(", ")})`;
		await runProgram("psql", [
			"-Xqd",
			share.url,
			"-c",
			`\\copy ${source} TO '${join(folder, name)}.csv' (FORMAT csv, HEADER)`,
		]);
	}
	const archive = join(folder, "made.zip");
	const args = ["a", "-tzip", "-mem=AES256", `-mx=${level}`, "-psecret", "-bso0", "-bsp0", archive];
	const all = [...args, ...contents.tables.map(({ name }) => join(folder, `${name}.csv`))];
	const kilobytes = watchMemory ? (await measure("7z", all)).kilobytes : void (await runProgram("7z", all));
	const milliseconds = performance.now() - start;
	return { milliseconds, kilobytes, bytes: (await stat(archive)).size };
}

/** Milliseconds of processor time that the digests of a package and its files take: two of each file, two of the archive. */
function hashTime({ bytes, plainBytes }: PackageFigures): number {
	const block = Buffer.alloc(1024 * 1024, 1);
	const before = process.cpuUsage();
	const [salted, plain, whole] = [createHash("sha256"), createHash("sha256"), createHash("sha256")];
	const hmac = createHmac("sha1", block.subarray(0, 32));
	for (let at = 0; at < plainBytes; at += block.length) for (const hash of [salted, plain]) hash.update(block);
	for (let at = 0; at < bytes; at += block.length) {
		whole.update(block);
		hmac.update(block);
	}
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

function median(times: readonly number[]): number {
	return middle(times.toSorted((one, other) => one - other));
}

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		return await work(client);
	} finally {
		await client.end();
	}
}
