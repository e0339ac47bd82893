import { createHash, createHmac } from "node:crypto";
import { innerSetting, outerSetting } from "../treatment/hmac.ts";

/** Length in bytes of SHA-256's block, to which HMAC pads its key (RFC 2104). */
const blockBytes = 64;

/**
 * The two padded keys of HMAC-SHA-256 (RFC 2104, step 2 and 5) as settings of a session, in
 * hexadecimal digits. PostgreSQL has `sha256()` built in but no HMAC; with the padding done here,
 * HMAC is two calls of it. Their SQL is in `treatment/hmac.ts`, because the website builds it too.
 */
export function keySettings(key: Buffer): ReadonlyMap<string, string> {
	const short = key.length > blockBytes ? createHash("sha256").update(key).digest() : key;
	const padded = Buffer.concat([short, Buffer.alloc(blockBytes - short.length)]);
	const mask = (byte: number) => Buffer.from(padded.map((value) => value ^ byte)).toString("hex");
	return new Map([
		[innerSetting, mask(0x36)],
		[outerSetting, mask(0x5c)],
	]);
}

/** Identifier of a key in public records: it tells nothing of the key, and the same key has the same one. */
export function keyId(key: Buffer): string {
	return createHmac("sha256", key).update("key id").digest("hex").slice(0, 16);
}
