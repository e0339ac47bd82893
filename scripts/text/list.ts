/** Texts as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export function formatList(texts: readonly string[], last: "and" | "or" = "and"): string {
	const end = texts.slice(-2).join(` ${last} `);
	return [...texts.slice(0, -2), end].join(", ");
}

/** Whether two lists have the same texts in the same order. */
export function isSameList(one: readonly string[], other: readonly string[]): boolean {
	return one.length === other.length && one.every((text, at) => text === other[at]);
}
