import { availableParallelism } from "node:os";

/** Works on several items at once, as many as the machine has use for, and gives the results in the items' order. */
export async function atOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
	const results: R[] = [];
	const waiting = items.entries();
	const worker = async (): Promise<void> => {
		for (const [index, item] of waiting) results[index] = await work(item);
	};
	// Most of the work is waiting for git and ssh-keygen.
	await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker));
	return results;
}
