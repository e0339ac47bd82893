import { dictionaryFolder } from "./paths.ts";

/** The folder of the signing acts about data. */
export const decisionsFolder = `${dictionaryFolder}approvals/`;

/** Path of a signing act about data, by the SHA-256 of its bytes. */
export function decisionPath(sha256: string): string {
	return `${decisionsFolder}${sha256}.json`;
}

/** The SHA-256 that the path of a signing act about data names, of the act or of its signature. */
export function decisionAt(path: string): string | undefined {
	return path.startsWith(decisionsFolder)
		? /^([0-9a-f]{64})\.json(?:\.sig)?$/.exec(path.slice(decisionsFolder.length))?.[1]
		: undefined;
}
