import type { FileTree } from "../git/file-tree.ts";
import { error } from "../issue/issue.ts";
import { type RecordRead, readRecord } from "../schema/read.ts";
import type { SourceList } from "../schema/types.ts";
import { sourcesFile } from "./paths.ts";

/** Reads the list of sources. Never throws on bad content; a missing list is one of its issues. */
export async function readSourceList(tree: FileTree): Promise<RecordRead<SourceList>> {
	const bytes = await tree.read(sourcesFile);
	if (bytes !== undefined) return readRecord("sources", bytes, sourcesFile);
	const missing = error("sources", [], "the list of sources is missing", "Write it, or start with hub init.");
	return { issues: [{ ...missing, file: sourcesFile }], locate: (issues) => issues };
}
