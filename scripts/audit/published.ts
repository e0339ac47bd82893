import { join } from "node:path";
import { sha256OfFile } from "../document/digest.ts";
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
		if (found === "absent") {
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
