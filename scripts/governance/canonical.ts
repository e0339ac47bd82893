import { sha256Of } from "../document/digest.ts";

/**
 * The SHA-256 of a plain value's canonical JSON: keys in the order of their code units, no white space, keys without
 * a value left out (RFC 8785). Two values that mean the same have the same digest, however they were written.
 *
 * @returns 64 hexadecimal digits
 */
export function canonicalDigest(value: unknown): string {
	return sha256Of(canonicalJson(value));
}

/** A plain value as canonical JSON. */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
	if (typeof value === "object" && value !== null) {
		const entries = Object.entries(value)
			.filter(([, held]) => held !== undefined)
			.sort(([a], [b]) => (a < b ? -1 : 1));
		return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonicalJson(held)}`).join(",")}}`;
	}
	return JSON.stringify(value);
}
