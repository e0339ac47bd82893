import { type BasketItem, parseItems, withItem, withoutItem } from "./items.ts";

/** The key under which the browser keeps the basket: each site has its own, since several may be on one server. */
const key = `hub-basket:${import.meta.env.BASE_URL}`;
const listeners = new Set<() => void>();

/** The fields chosen so far, in the order in which they were. They are kept in this browser and go nowhere from here. */
export function readBasket(): readonly BasketItem[] {
	try {
		return parseItems(localStorage.getItem(key));
	} catch {
		// A browser may be told to keep nothing for any site.
		return [];
	}
}

/** Puts a field into the basket. Whether the browser keeps it. */
export function addToBasket(source: string, field: string): boolean {
	return write(withItem(readBasket(), { source, field }));
}

/** Takes a field out of the basket. Whether the browser let us. */
export function removeFromBasket(source: string, field: string): boolean {
	return write(withoutItem(readBasket(), { source, field }));
}

/** Empties the basket. */
export function emptyBasket(): void {
	write([]);
}

/** Calls back whenever the basket changes, here or in another window. Returns what ends that. */
export function onBasketChange(changed: () => void): () => void {
	const elsewhere = (event: StorageEvent) => {
		if (event.key === key || event.key === null) changed();
	};
	listeners.add(changed);
	addEventListener("storage", elsewhere);
	return () => {
		listeners.delete(changed);
		removeEventListener("storage", elsewhere);
	};
}

function write(items: readonly BasketItem[]): boolean {
	try {
		localStorage.setItem(key, JSON.stringify(items));
	} catch {
		return false;
	}
	for (const changed of listeners) changed();
	return true;
}
