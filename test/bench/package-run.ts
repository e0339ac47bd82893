/**
 * One package in a process of its own, so that its memory is its own: `node package-run.ts FILE`. The file has, in JSON,
 * what is to be packed. Prints wall time, processor time, peak memory and the package's size as JSON.
 */
import { readFileSync } from "node:fs";
import type { PackageContents } from "../../scripts/package/contents.ts";
import { stagePackage } from "../../scripts/package/stage.ts";
import type { Share } from "../../scripts/snapshot/share.ts";

/** What a run is asked for. */
export interface PackageRun {
	readonly share: Pick<Share, "url" | "schema">;
	readonly contents: PackageContents;
	/** Where the package is made. */
	readonly folder: string;
	readonly level: number;
	readonly recipient: string;
}

/** What it tells. */
export interface PackageFigures {
	readonly milliseconds: number;
	/** Of all its threads, in milliseconds. */
	readonly processor: number;
	readonly kilobytes: number;
	readonly bytes: number;
	/** Of all files before they were compressed. */
	readonly plainBytes: number;
}

if (import.meta.main) {
	const run: PackageRun = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
	const start = performance.now();
	const before = process.cpuUsage();
	const staged = await stagePackage(run.folder, {
		share: { ...run.share, salt: Buffer.alloc(32, 1) } as Share,
		contents: { ...run.contents, at: new Date(run.contents.at) },
		terms: new Map(),
		recipients: [run.recipient],
		progress: () => {},
		level: run.level,
	});
	const { user, system } = process.cpuUsage(before);
	const figures: PackageFigures = {
		milliseconds: performance.now() - start,
		processor: (user + system) / 1000,
		kilobytes: process.resourceUsage().maxRSS,
		bytes: staged.package.bytes,
		plainBytes: staged.outputs.reduce((sum, { bytes }) => sum + bytes, 0),
	};
	console.log(JSON.stringify(figures));
}
