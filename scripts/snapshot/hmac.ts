import { createHash, createHmac } from "node:crypto";
import { isInteger, type PlainType } from "./column-type.ts";

/** Length in bytes of SHA-256's block, to which HMAC pads its key (RFC 2104). */
const blockBytes = 64;

/** The settings under which {@link hmacSql} finds the padded keys. */
const innerSetting = "hub.inner";
const outerSetting = "hub.outer";

/**
 * The two padded keys of HMAC-SHA-256 (RFC 2104, step 2 and 5) as settings of a session, in
 * hexadecimal digits. PostgreSQL has `sha256()` built in but no HMAC; with the padding done here,
 * HMAC is two calls of it.
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

/**
 * SQL for the HMAC-SHA-256 of a message, as `bytea`, under the session's key.
 *
 * @param label what the message is about, so that one key serves several purposes; it and a zero byte go before
 *   the text. For pseudonyms it is the root column's field id, which no other label can be: ids have dots.
 * @param text SQL of type text
 */
export function hmacSql(label: string, text: string): string {
	const prefix = Buffer.from(`${label}\0`, "utf8").toString("hex");
	const message = `'\\x${prefix}'::bytea || convert_to(${text}, 'UTF8')`;
	return `sha256(${keySql(outerSetting)} || sha256(${keySql(innerSetting)} || ${message}))`;
}

// A scalar subquery: read and decoded once a statement, not once a row.
function keySql(setting: string): string {
	return `(SELECT decode(current_setting('${setting}'), 'hex'))`;
}

/** The label for the days by which a patient's dates are moved. */
export function dateShiftLabel(root: string): string {
	return `date-shift\0${root}`;
}

/** The label for the ledger's digests of patients, which agree between projects and not between sources. */
export function ledgerLabel(source: string, root: string): string {
	return `patient\0${source}\0${root}`;
}

/**
 * SQL for the one text that stands for an identifier, however the referring column writes it: as
 * a whole number in the root column's type, or as a number without idle zeros (7.0 and 7 are equal).
 * Other types are written as PostgreSQL writes them: a cast that can fail would put the value into
 * the server's log.
 *
 * @param value SQL of the value
 * @param type its type
 * @param rootType the root column's type
 */
export function canonicalSql(value: string, type: PlainType, rootType: PlainType): string {
	const exact = (candidate: PlainType) => isInteger(candidate) || candidate === "numeric";
	const cast = exact(type) && exact(rootType) ? rootType : type;
	return cast === "numeric" ? `trim_scale((${value})::numeric)::text` : `(${value})::${cast}::text`;
}

/** Identifier of a key in public records: it tells nothing of the key, and the same key has the same one. */
export function keyId(key: Buffer): string {
	return createHmac("sha256", key).update("key id").digest("hex").slice(0, 16);
}
