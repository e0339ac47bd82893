/** Whether two plain values are the same, in whatever order their keys stand; a key without a value is none. */
export function isSameValue(one: unknown, other: unknown): boolean {
	return JSON.stringify([sorted(one)]) === JSON.stringify([sorted(other)]);
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== "object" || value === null) return value;
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, item]) => [key, sorted(item)]);
}
