import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/**
 * Tells the machine that figures were taken on, and how busy it was: times from a busy machine say little.
 */
export function machine(): string {
	const [load = 0] = loadavg();
	const cores = availableParallelism();
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const noise = load > cores / 2 ? " It is busy with other work: take times for the upper end." : "";
	return `Node ${process.version}, ${cores} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${gigabytes} GB, load ${load.toFixed(1)}.${noise}`;
}
