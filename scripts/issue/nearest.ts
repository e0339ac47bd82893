/**
 * The candidate that was probably meant by a misspelt word, or undefined if none is near. Near means at most a third
 * of the word's letters (and at least one) changed, added, dropped or swapped with a neighbour, capitals aside. Of
 * equally near ones the first counts.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	// A hostile word may be a megabyte long, and the distance takes the product of the lengths.
	if (word.length > 200) return undefined;
	const wanted = word.toLowerCase();
	let best: string | undefined;
	let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
		if (distance < bestDistance) {
			best = candidate;
			bestDistance = distance;
		}
	}
	return best;
}

/** Every search compares all known names. Only so many are searched for, so that no record can keep a check busy. */
const maxSuggestions = 20;
const longestMisspelt = 80;

/** Suggests for the first few different names only, and for the same name the same. */
export function firstOnly<Wanted>(
	nameOf: (wanted: Wanted) => string,
	suggest: (wanted: Wanted) => string | undefined,
): (wanted: Wanted) => string | undefined {
	const made = new Map<string, string | undefined>();
	return (wanted) => {
		const name = nameOf(wanted);
		if (name.length > longestMisspelt) return undefined;
		if (!made.has(name) && made.size < maxSuggestions) made.set(name, suggest(wanted));
		return made.get(name);
	};
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours; or `limit`, if it is no less. */
function editDistance(a: string, b: string, limit: number): number {
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
			next.push(cost);
		}
		// A swap reaches back two rows, so both must be beyond the limit before nothing can come of it.
		if (Math.min(...next) >= limit && Math.min(...row) >= limit) return limit;
		before = row;
		row = next;
	}
	return row[b.length] ?? 0;
}
