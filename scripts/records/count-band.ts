const grouped = new Intl.NumberFormat("en-GB");

/**
 * A count or size told only as a band, so that it says nothing of one person: `none`, `under 10`,
 * `10 to 99`, `1,000 or more`.
 *
 * @param count a whole number, 0 or more; throws a RangeError for anything else
 * @param edges the bands' lower edges, rising, as in the policy's `countBands`; at least one
 */
export function band(count: number, edges: readonly number[]): string {
	if (!Number.isSafeInteger(count) || count < 0) throw new RangeError("a band is of a whole number, 0 or more");
	const [first] = edges;
	if (first === undefined) throw new RangeError("a band needs at least one edge");
	if (count === 0) return "none";
	if (count < first) return `under ${grouped.format(first)}`;
	const position = edges.findLastIndex((edge) => count >= edge);
	const next = edges[position + 1];
	const lower = grouped.format(edges[position] ?? first);
	return next === undefined ? `${lower} or more` : `${lower} to ${grouped.format(next - 1)}`;
}
