import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";

/** Says of a link among the records that it counts for nothing. */
export function linkIssue(path: string): Issue {
	const message = "this is a link, which counts for nothing: a record is a plain file, and no link is followed";
	return { ...error("link", [], message, "Put the file itself in its place."), file: path, line: 1, column: 1 };
}

/** Names the link that stands where a record should, or on the way there; undefined if there is none. */
export async function linkInstead(tree: FileTree, path: string): Promise<Issue | undefined> {
	const links = await tree.links(path.slice(0, path.indexOf("/") + 1));
	const found = links.find((link) => link === path || path.startsWith(`${link}/`));
	return found === undefined ? undefined : linkIssue(found);
}
