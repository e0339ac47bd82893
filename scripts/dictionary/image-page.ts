import { parsePage } from "../document/front-matter.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { ImageCollection } from "../schema/types.ts";
import { validate } from "../schema/validate.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { checkComplexity } from "./complexity.ts";

/** The dictionary page of an image folder, read. */
export interface ImagePage {
	/** Path in the records repository. */
	readonly path: string;
	/** What the survey knows; undefined while there is no front matter, or none that can be read. */
	readonly metadata?: ImageCollection;
	/** People's words, untouched; undefined if there is no page, or none that can be taken apart. */
	readonly body?: string;
	/** Located problems. */
	readonly issues: readonly Issue[];
}

/** Takes the page of an image folder apart. Never throws on bad content. */
export function parseImagePage(bytes: Buffer, path: string, source: string): ImagePage {
	const text = decodeUtf8(bytes, "keep");
	if (text === undefined) {
		const issue = error("dictionary-page", [], "the file is not UTF-8 text", "Save it as UTF-8.");
		return { path, issues: [{ ...issue, file: path, line: 1 }] };
	}
	const { data, head, body, bodyLine, issues, locate } = parsePage(text);
	const located = (found: readonly Issue[]) =>
		found.map((issue) => ({ ...issue, file: path, ...(issue.line === undefined ? locate(issue.path) : {}) }));
	const complexity = checkComplexity(path, body, bodyLine);
	if (complexity.length > 0) return { path, issues: complexity };
	if (head === "") return { path, ...(issues.length === 0 && { body }), issues: located(issues) };
	const problems = issues.length > 0 ? issues : validate("imageCollection", data);
	if (problems.length > 0) return { path, issues: located(problems) };
	const metadata = data as ImageCollection;
	if (metadata.source === source) return { path, metadata, body, issues: [] };
	const message = `the page says it belongs to another source than ${source}`;
	return { path, issues: located([error("dictionary-page", ["source"], message, "Move it to that source's folder.")]) };
}
