/** A number for reading: `1,200`. */
export function formatNumber(number: number): string {
	return number.toLocaleString("en-GB");
}

/** A number of things: `1 field`, `1,200 fields`, with a plural of its own where that is irregular. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
	return `${formatNumber(number)} ${number === 1 ? noun : plural}`;
}
