import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a process printed, and the most memory that it and its children had at a time. */
export interface Measured {
	readonly stdout: string;
	readonly kilobytes: number;
}

/**
 * Runs a program and asks four times a second how much memory it and all that it started have. Rejects where the program
 * fails.
 */
export async function measure(program: string, args: readonly string[]): Promise<Measured> {
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
	let stdout = "";
	child.stdout.on("data", (text) => void (stdout += text));
	let kilobytes = 0;
	const watch = setInterval(async () => {
		kilobytes = Math.max(kilobytes, child.pid === undefined ? 0 : await memoryOf(child.pid));
	}, 250);
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	clearInterval(watch);
	if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
	return { stdout, kilobytes };
}

async function memoryOf(root: number): Promise<number> {
	const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,rss="]);
	const all = stdout
		.trim()
		.split("\n")
		.map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
	const family = new Set([root]);
	// A child may stand before its parent.
	for (let before = 0; before !== family.size; ) {
		before = family.size;
		for (const [pid, parent] of all) if (family.has(parent)) family.add(pid);
	}
	return all.reduce((sum, [pid, , rss]) => sum + (family.has(pid) ? rss : 0), 0);
}
