import { opendir } from "node:fs/promises";
import { join } from "node:path";

/** One thing that lies in a folder. */
export interface Found {
	/** From the folder, with forward slashes. */
	readonly path: string;
	/** A folder is `unreadable` where what lies in it cannot be listed. Whatever is neither file nor folder is `other`. */
	readonly kind: "file" | "folder" | "other" | "unreadable";
	/** Whether it is a folder with nothing in it. */
	readonly isEmpty: boolean;
}

/** More than a folder of packages ever holds, and little enough to be listed. */
const maxEntries = 100_000;
const maxDepth = 32;

/**
 * Lists everything in a folder and the folders in it, sorted; nothing where there is no such folder. Links are listed
 * and never followed.
 *
 * @returns `complete` is false where there is more than can be listed, or deeper, or the folder cannot be read
 */
export async function foundIn(
	root: string,
): Promise<{ readonly entries: readonly Found[]; readonly complete: boolean }> {
	const entries: Found[] = [];
	let complete = true;
	const list = async (folder: string, depth: number): Promise<"empty" | "filled" | "unreadable"> => {
		let state: "empty" | "filled" = "empty";
		try {
			for await (const entry of await opendir(join(root, folder))) {
				state = "filled";
				if (entries.length >= maxEntries || depth > maxDepth) {
					complete = false;
					break;
				}
				const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
				if (entry.isDirectory()) {
					const held = await list(path, depth + 1);
					entries.push({ path, kind: held === "unreadable" ? held : "folder", isEmpty: held === "empty" });
				} else entries.push({ path, kind: entry.isFile() ? "file" : "other", isEmpty: false });
			}
		} catch (failure) {
			// What was there a moment ago may be gone: recipients take packages meanwhile.
			return (failure as NodeJS.ErrnoException).code === "ENOENT" ? "empty" : "unreadable";
		}
		return state;
	};
	if ((await list("", 1)) === "unreadable") complete = false;
	return { entries: entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)), complete };
}
