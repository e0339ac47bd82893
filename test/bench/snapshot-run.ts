/**
 * One snapshot in a process of its own, so that its memory is its own: `node snapshot-run.ts SHAPE`, with the
 * addresses in the environment. Prints wall time, peak memory and the tables' rows as JSON.
 */
import { takeSnapshot } from "../../scripts/snapshot/snapshot.ts";
import { planOf } from "./snapshot-shapes.ts";

const plan = await planOf(process.argv[2] ?? "");
const start = performance.now();
const share = await takeSnapshot({
	plan,
	project: process.env.BENCH_PROJECT ?? "",
	delivery: "0001",
	requestBlob: "a".repeat(40),
	source: { url: process.env.BENCH_SOURCE_URL ?? "", statementMinutes: 60 },
	shareAdminUrl: process.env.BENCH_SHARE_URL ?? "",
	projectKey: Buffer.alloc(32, 7),
	ledgerKey: Buffer.alloc(32, 9),
	salt: Buffer.alloc(32, 1),
	now: new Date("2026-03-31T12:00:00Z"),
	progress: () => {},
});
const milliseconds = performance.now() - start;
const rows = Object.fromEntries(share.tables.map((table) => [table.name, table.rows]));
console.log(JSON.stringify({ milliseconds, kilobytes: process.resourceUsage().maxRSS, rows }));
