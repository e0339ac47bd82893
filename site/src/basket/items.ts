/**
 * A field that somebody chose on some page of the site, to ask for it. Browser-safe; no function here knows where the
 * basket is kept.
 */
export interface BasketItem {
	/** The source's id. */
	readonly source: string;
	/** The field's id. */
	readonly field: string;
}

/** More than any request needs; a request itself has a limit too. */
export const maxItems = 2000;

/** The items in a text that may be from an older version of the site, or not ours at all: what is no item is left out. */
export function parseItems(text: string | null): readonly BasketItem[] {
	let value: unknown;
	try {
		value = JSON.parse(text ?? "[]");
	} catch {
		return [];
	}
	return Array.isArray(value) ? value.filter(isItem).reduce(withItem, [] as readonly BasketItem[]) : [];
}

/** The items with one more at the end, each of them once. */
export function withItem(items: readonly BasketItem[], { source, field }: BasketItem): readonly BasketItem[] {
	return hasItem(items, { source, field }) || items.length >= maxItems ? items : [...items, { source, field }];
}

/** The items without one. */
export function withoutItem(items: readonly BasketItem[], { source, field }: BasketItem): readonly BasketItem[] {
	return items.filter((item) => item.source !== source || item.field !== field);
}

/** Whether it is among the items. */
export function hasItem(items: readonly BasketItem[], { source, field }: BasketItem): boolean {
	return items.some((item) => item.source === source && item.field === field);
}

function isItem(value: unknown): value is BasketItem {
	if (typeof value !== "object" || value === null) return false;
	const { source, field } = value as Record<string, unknown>;
	return typeof source === "string" && typeof field === "string" && source.length <= 40 && field.length <= 400;
}
