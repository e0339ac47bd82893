import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { error, type Issue, warning } from "../issue/issue.ts";
import type { SignedFile } from "../records/signed-file.ts";

/**
 * Compares the published package and its sealed password, in `<folder>/<project>/`, with the manifest. A file that is
 * not there is a warning only: recipients take them, and retention ends.
 */
export async function checkPublished(
	folder: string,
	{ path, value }: SignedFile<"manifest">,
): Promise<readonly Issue[]> {
	const issues: Issue[] = [];
	for (const { file, sha256 } of [value.package, value.package.password]) {
		const published = join(folder, value.project, file);
		const found = await sha256OfFile(published);
		if (found === undefined) {
			issues.push({
				...warning("published", [], `${published} is not there, so it could not be compared`),
				file: path,
			});
		} else if (found !== sha256) {
			const fix = `Keep the file as evidence, and compare: sha256sum ${published}`;
			issues.push({
				...error("published", [], `${published} is not the file that this manifest records`, fix),
				file: path,
			});
		}
	}
	return issues;
}

/** SHA-256 of a plain file, or undefined if there is none. */
async function sha256OfFile(file: string): Promise<string | undefined> {
	const stats = await lstat(file).catch(() => undefined);
	if (!stats?.isFile()) return undefined;
	const hash = createHash("sha256");
	await pipeline(createReadStream(file), hash);
	return hash.digest("hex");
}
