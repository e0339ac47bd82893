import { availableParallelism } from "node:os";

/**
 * Works on several items at once, as many as the machine has use for, and gives the results in the items' order. Most
 * of such work is waiting, for the disk, git or ssh-keygen. Fails as the first did, once nothing is at work any more.
 */
export async function mapConcurrently<T, R>(items: Iterable<T>, work: (item: T) => Promise<R>): Promise<readonly R[]> {
	const results: R[] = [];
	const waiting = [...items].entries();
	const worker = async (): Promise<void> => {
		for (const [index, item] of waiting) results[index] = await work(item);
	};
	const outcomes = await Promise.allSettled(Array.from({ length: 4 * availableParallelism() }, worker));
	for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
	return results;
}
