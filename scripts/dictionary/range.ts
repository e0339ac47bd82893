/** An acceptable range, both ends included; one end may be open. */
export interface AcceptableRange {
	readonly atLeast?: number;
	readonly atMost?: number;
}

const number = String.raw`([-−]?\d[\d,]*(?:\.\d+)?)`;
/** One word for the unit may follow; more would be read past, so it is refused. */
const unit = String.raw`(?:\s*%|\s+[^\s,;]+)?`;
const between = new RegExp(String.raw`^(?:from\s+|between\s+)?${number}\s*(?:to|and|–|—|-)\s*${number}${unit}$`, "i");
const both = new RegExp(String.raw`^at least\s+${number}(?:,|\s+and)\s+at most\s+${number}${unit}$`, "i");
const lower = new RegExp(String.raw`^(?:at least\s+|from\s+|≥\s*|>=\s*)${number}${unit}$`, "i");
const lowerAfter = new RegExp(String.raw`^${number}\s+or more${unit}$`, "i");
const upper = new RegExp(String.raw`^(?:at most\s+|up to\s+|≤\s*|<=\s*)${number}${unit}$`, "i");
const upperAfter = new RegExp(String.raw`^${number}\s+or less${unit}$`, "i");

/**
 * Reads an acceptable range as people write it: `20 to 300`, `20–300 mmol/L`, `at least 0`,
 * `1,000 or less`.
 *
 * @returns undefined if it cannot be read, or ends before it begins
 */
export function readRange(text: string): AcceptableRange | undefined {
	const trimmed = text.trim();
	const two = between.exec(trimmed) ?? both.exec(trimmed);
	if (two !== null) {
		const [atLeast, atMost] = [toNumber(two[1]), toNumber(two[2])];
		return atLeast <= atMost ? { atLeast, atMost } : undefined;
	}
	const low = lower.exec(trimmed) ?? lowerAfter.exec(trimmed);
	if (low !== null) return { atLeast: toNumber(low[1]) };
	const high = upper.exec(trimmed) ?? upperAfter.exec(trimmed);
	return high === null ? undefined : { atMost: toNumber(high[1]) };
}

/** An acceptable range for reading: `20 to 300`, `at least 20`, `at most 300`. */
export function describeRange({ atLeast, atMost }: AcceptableRange): string {
	if (atLeast !== undefined && atMost !== undefined) return `${atLeast} to ${atMost}`;
	return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
}

function toNumber(digits: string | undefined): number {
	return Number((digits ?? "").replaceAll(",", "").replace("−", "-"));
}
