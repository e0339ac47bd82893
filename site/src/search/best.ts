/**
 * Keeps the best few of many, without sorting them all. Of equals, the first stays first. `items` leaves out those whose
 * score is less than a share of the best one's; `best` is that score, 0 where nothing was kept.
 */
export function keepBest<T>(limit: number): {
	add(score: number, item: T): void;
	best(): number;
	items(least?: number): readonly T[];
} {
	const kept: { readonly score: number; readonly item: T }[] = [];
	return {
		add(score, item) {
			if (kept.length === limit && score <= (kept.at(-1)?.score ?? Number.POSITIVE_INFINITY)) return;
			let at = kept.length;
			while (at > 0 && (kept[at - 1]?.score ?? 0) < score) at--;
			kept.splice(at, 0, { score, item });
			if (kept.length > limit) kept.pop();
		},
		best: () => kept[0]?.score ?? 0,
		items: (least = 0) => kept.filter(({ score }) => score >= least * (kept[0]?.score ?? 0)).map(({ item }) => item),
	};
}
