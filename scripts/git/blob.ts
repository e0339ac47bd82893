import { createHash } from "node:crypto";

/**
 * The name git gives to a file's content: SHA-1 over `blob <length>`, a zero byte and the bytes (git-hash-object(1)).
 *
 * @returns 40 hexadecimal digits
 */
export function blobId(bytes: Buffer): string {
	return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
