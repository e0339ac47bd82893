import { error, type Issue } from "../issue/issue.ts";

/** Says something of one file. */
export type Report = (message: string) => Issue;

/** Says what is wrong with a manifest. */
export function reporter(file: string): Report {
	const fix = "Compare the manifest with the records of its commit: git log -p -- <path>";
	return (message) => ({ ...error("manifest", [], message, fix.replace("<path>", file)), file });
}
