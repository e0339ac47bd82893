/** Wall times of several rounds of the same work, in milliseconds. */
export interface Rounds {
	readonly median: number;
	readonly least: number;
	readonly most: number;
	readonly count: number;
}

/**
 * Times work over several rounds after one that warms up and does not count. The median is the figure to tell: one
 * slow round on a shared machine does not move it.
 */
export async function timeRounds(count: number, work: () => unknown): Promise<Rounds> {
	await work();
	const times: number[] = [];
	for (let round = 0; round < count; round++) {
		const start = performance.now();
		await work();
		times.push(performance.now() - start);
	}
	times.sort((left, right) => left - right);
	return { median: middle(times), least: times[0] ?? 0, most: times.at(-1) ?? 0, count };
}

/** A line such as `12.3 ms (median of 9 rounds, 11.9 to 15.0)`. */
export function tellRounds({ median, least, most, count }: Rounds): string {
	return `${median.toFixed(1)} ms (median of ${count} rounds, ${least.toFixed(1)} to ${most.toFixed(1)})`;
}

/** The median of times in order. */
export function middle(sorted: readonly number[]): number {
	const half = sorted.length / 2;
	return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
