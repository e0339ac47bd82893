import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** SHA-256 of bytes or of a text in UTF-8: 64 hexadecimal digits. */
export function sha256Of(bytes: Buffer | string): string {
	return createHash("sha256").update(bytes).digest("hex");
}

/** What stands in the place of a file: its digest, nothing, or something that is no plain file, such as a link. */
export type FileDigest = string | "absent" | "no plain file";

/** SHA-256 of a plain file in hexadecimal, read as a stream. Links are not followed. */
export async function sha256OfFile(file: string): Promise<FileDigest> {
	const found = await lstat(file).catch(() => undefined);
	if (found === undefined) return "absent";
	if (!found.isFile()) return "no plain file";
	const opened = await open(file, readPlain);
	// Looked at again: in its place there may be a pipe by now, which would never end.
	if (!(await opened.stat()).isFile()) {
		await opened.close();
		return "no plain file";
	}
	const hash = createHash("sha256");
	await pipeline(opened.createReadStream(), hash);
	return hash.digest("hex");
}

/** Neither follows a link nor waits for a pipe's other end. */
const readPlain = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
