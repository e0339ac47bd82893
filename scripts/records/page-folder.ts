import { checkComplexity } from "../dictionary/complexity.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { FormatName } from "../schema/formats.ts";
import type { RecordTypes } from "../schema/read.ts";
import { type PageRead, readPageRecord } from "../schema/read-page.ts";
import { isRecordId, recordIdRule } from "../schema/record-id.ts";

/** A record that is the front matter of a page named by its id. */
export interface PageInFolder<T> {
	/** The file's name without its ending. */
	readonly id: string;
	/** Path in the records repository. */
	readonly path: string;
	readonly value: T;
	/** People's words below the front matter, without blanks around them: Markdown. */
	readonly body: string;
}

/** What {@link readPageFolder} found. */
export interface PageFolderRead<T> {
	/** In the order of their paths; a page with problems is left out. */
	readonly pages: readonly PageInFolder<T>[];
	/** Located problems of the pages. */
	readonly issues: readonly Issue[];
	/** By path of a page: locates issues about its front matter. */
	readonly locators: ReadonlyMap<string, PageRead<T>["locate"]>;
}

/**
 * Reads a folder in which each file is a page with a record of one format, named by its id. Never throws on bad content.
 *
 * @param misnamed the rule that a file with another name breaks, and what to say of it
 */
export async function readPageFolder<F extends FormatName>(
	tree: FileTree,
	folder: string,
	format: F,
	misnamed: { readonly rule: string; readonly message: string },
): Promise<PageFolderRead<RecordTypes[F]>> {
	const pages: PageInFolder<RecordTypes[F]>[] = [];
	const issues: Issue[] = [];
	const locators = new Map<string, PageRead<RecordTypes[F]>["locate"]>();
	for (const [path, bytes] of [...(await tree.readAll(folder))].sort(([one], [other]) => (one < other ? -1 : 1))) {
		const name = path.slice(folder.length);
		const id = name.slice(0, -".md".length);
		if (!name.endsWith(".md") || !isRecordId(id)) {
			issues.push({ ...error(misnamed.rule, [], misnamed.message, recordIdRule), file: path, line: 1, column: 1 });
			continue;
		}
		const read = readPageRecord(format, bytes, path);
		const complexity = checkComplexity(path, read.body, read.bodyLine);
		issues.push(...read.issues, ...complexity);
		locators.set(path, read.locate);
		if (read.value !== undefined && complexity.length === 0)
			pages.push({ id, path, value: read.value, body: read.body.trim() });
	}
	return { pages, issues, locators };
}
