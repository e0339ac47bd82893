import { execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { startCluster } from "../../scripts/database/cluster.ts";
import { makeHospital } from "../../scripts/demo/hospital.ts";
import { middle } from "./rounds.ts";
import { type Shape, shapes } from "./snapshot-shapes.ts";
import { startStandby } from "./standby.ts";

const runProgram = promisify(execFile);
const tablesAtOnce = 4;

interface Place {
	readonly name: string;
	readonly source: string;
	readonly share: string;
}

interface Figures {
	readonly milliseconds: number;
	readonly kilobytes: number;
	readonly rows: Readonly<Record<string, number>>;
}

/**
 * Takes snapshots of hospitals of several sizes, and copies the same rows by `psql | psql` with SELECTs written by hand,
 * as many at once; from the server itself and from a standby of it, where no session can have temporary tables. The
 * times of both stand in turns, so that what else the machine does meets both. Flags: `--patients` (several),
 * `--shapes`, `--rounds`, `--no-standby`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { values } = parseArgs({
		args: [...flags],
		allowNegative: true,
		options: {
			patients: { type: "string", multiple: true, default: ["50000", "100000"] },
			shapes: { type: "string", multiple: true, default: shapes.map(({ name }) => name) },
			rounds: { type: "string", default: "3" },
			standby: { type: "boolean", default: true },
		},
	});
	const chosen = shapes.filter(({ name }) => values.shapes.includes(name));
	const before = new Map<string, { time: number; rows: number }>();
	for (const patients of values.patients.map(Number)) {
		print(`${patients} patients`);
		await withPlaces(patients, values.standby, async (places) => {
			for (const place of places) {
				for (const shape of chosen) {
					const key = `${place.name} ${shape.name}`;
					const { time, rows, line } = await compare(shape, place, Number(values.rounds));
					const last = before.get(key);
					const growth =
						last === undefined
							? ""
							: `; time grew ${(time / last.time / (rows / last.rows)).toFixed(2)} times as the rows`;
					before.set(key, { time, rows });
					print(`  ${place.name.padEnd(8)} ${shape.name.padEnd(8)} ${line}${growth}`);
				}
			}
		});
	}
}

async function withPlaces(
	patients: number,
	standby: boolean,
	work: (places: readonly Place[]) => Promise<void>,
): Promise<void> {
	const home = await mkdtemp(join(tmpdir(), "hub-bench-snapshot-"));
	// The server's own user enters.
	await chmod(home, 0o755);
	const source = await startCluster({ folder: join(home, "source"), durable: true });
	const share = await startCluster({ folder: join(home, "share"), durable: false });
	try {
		await onDatabase(source.url, async (client) => {
			for (const setting of ["fsync = off", "max_wal_size = '4GB'"]) await client.query(`ALTER SYSTEM SET ${setting}`);
			await client.query("SELECT pg_reload_conf()");
		});
		await makeHospital(source.url, { patients, seed: 1 });
		await onDatabase(source.url, (client) => client.query("VACUUM ANALYZE"));
		await onDatabase(source.url, (client) => client.query("CHECKPOINT"));
		await work([{ name: "primary", source: source.url, share: share.url }]);
		if (!standby) return;
		const replica = await startStandby(source, join(home, "standby"), source.port + 1);
		try {
			await work([{ name: "standby", source: replica.url, share: share.url }]);
		} finally {
			await replica.stop();
		}
	} finally {
		await source.stop();
		await share.stop();
		await rm(home, { recursive: true, force: true });
	}
}

async function compare(shape: Shape, place: Place, rounds: number) {
	const hub: Figures[] = [];
	const hand: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const figures = await bySnapshot(shape, place);
		const time = await byHand(shape, place, figures.rows);
		// The first round warms up.
		if (round === 0 && rounds > 0) continue;
		hub.push(figures);
		hand.push(time);
	}
	const times = hub.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
	const [time, byHandTime] = [middle(times), middle(hand.toSorted((one, other) => one - other))];
	const rows = Object.values(hub[0]?.rows ?? {}).reduce((sum, each) => sum + each, 0);
	const megabytes = Math.max(...hub.map(({ kilobytes }) => kilobytes)) / 1024;
	const line = `${(time / 1000).toFixed(2)} s, by hand ${(byHandTime / 1000).toFixed(2)} s: ${(time / byHandTime).toFixed(2)} times (aim: 1.1 at most); ${rows} rows, ${megabytes.toFixed(0)} MB (aim: 200)`;
	return { time, rows, line };
}

async function bySnapshot({ name }: Shape, { source, share }: Place): Promise<Figures> {
	const project = `bench-${name}`;
	await onDatabase(share, (client) => client.query(`DROP DATABASE IF EXISTS "share_bench_${name}" WITH (FORCE)`));
	const { stdout } = await runProgram(process.execPath, [join(import.meta.dirname, "snapshot-run.ts"), name], {
		env: { ...process.env, BENCH_PROJECT: project, BENCH_SOURCE_URL: source, BENCH_SHARE_URL: share },
	});
	return JSON.parse(stdout);
}

/** Milliseconds; throws where other rows came than by the snapshot. */
async function byHand(shape: Shape, { source, share }: Place, expected: Figures["rows"]): Promise<number> {
	await onDatabase(share, async (client) => {
		await client.query("DROP SCHEMA IF EXISTS hand CASCADE; CREATE SCHEMA hand");
	});
	const start = performance.now();
	const queue = [...shape.tables];
	const work = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const { name, columns, select } = next;
			const into = `BEGIN; CREATE TABLE hand.${name} (${columns}); COPY hand.${name} FROM STDIN (FORMAT binary); COMMIT`;
			await pipe(
				["psql", "-XqAtd", source, "-c", `SET row_security = off; COPY (${select}) TO STDOUT (FORMAT binary)`],
				["psql", "-Xqd", share, "-v", "ON_ERROR_STOP=1", ...into.split("; ").flatMap((each) => ["-c", each])],
			);
		}
	};
	await Promise.all(Array.from({ length: tablesAtOnce }, work));
	const time = performance.now() - start;
	await onDatabase(share, async (client) => {
		for (const { name } of shape.tables) {
			const { rows } = await client.query(`SELECT count(*)::integer AS count FROM hand.${name}`);
			if (rows[0].count !== expected[name])
				throw new Error(`${name}: ${rows[0].count} rows by hand, ${expected[name]} by the hub`);
		}
	});
	return time;
}

async function pipe(from: readonly string[], to: readonly string[]): Promise<void> {
	const [reader, writer] = [from, to].map(([program = "", ...args]) =>
		spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] }),
	) as [ReturnType<typeof spawn>, ReturnType<typeof spawn>];
	reader.stdin?.end();
	if (writer.stdin !== null) reader.stdout?.pipe(writer.stdin);
	const codes = await Promise.all(
		[reader, writer].map(
			(child) => new Promise((resolve, reject) => child.once("error", reject).once("close", resolve)),
		),
	);
	if (codes.some((each) => each !== 0)) throw new Error(`psql ended with ${codes.join(" and ")}`);
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
