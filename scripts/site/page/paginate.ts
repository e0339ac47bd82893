/** One page of a long list. */
export interface ListPage<Item> {
	/** From 1. */
	readonly number: number;
	readonly of: number;
	readonly items: readonly Item[];
}

/** The list in pages of a size; at least one page, so that there is a place to say that the list is empty. */
export function paginate<Item>(items: readonly Item[], size: number): readonly ListPage<Item>[] {
	const of = Math.max(1, Math.ceil(items.length / size));
	return Array.from({ length: of }, (_, at) => ({
		number: at + 1,
		of,
		items: items.slice(at * size, (at + 1) * size),
	}));
}

/**
 * The page numbers that a reader is offered: the first, the last, and those around the present one; undefined where
 * some are left out.
 */
export function offeredPages(number: number, of: number): readonly (number | undefined)[] {
	const near = [1, of, number - 1, number, number + 1].filter((page) => page >= 1 && page <= of);
	const shown = [...new Set(near)].sort((a, b) => a - b);
	return shown.flatMap((page, at) => (page - (shown[at - 1] ?? page - 1) > 1 ? [undefined, page] : [page]));
}
