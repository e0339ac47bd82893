import { lstat, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/**
 * The files of a records repository, wherever they are: in a working folder or in a commit. Paths are relative to
 * the repository with forward slashes. Only plain files count; links do not exist here.
 */
export interface RecordsTree {
	/** What to call it in a message, such as a folder or a commit. */
	readonly label: string;
	/** The paths of all files that begin with `prefix`, such as `requests/`, sorted. */
	list(prefix: string): Promise<readonly string[]>;
	/** A file's content, or undefined if there is no such file. */
	read(path: string): Promise<Buffer | undefined>;
	/** The content of every file that {@link list} names, in that order, or of those among them whose paths are wanted. */
	readAll(prefix: string, wanted?: (path: string) => boolean): Promise<ReadonlyMap<string, Buffer>>;
}

/** Folders that hold no records: git's own, and installed packages. */
const passedOver: ReadonlySet<string> = new Set([".git", "node_modules"]);

/**
 * The files of a working folder. Links are not followed, whether to a file or a folder: a pull request must not be
 * able to show what lies elsewhere on the machine. A path that leads out of the folder names no file.
 */
export function folderTree(root: string): RecordsTree {
	const base = resolve(root);
	const list = async (prefix: string): Promise<readonly string[]> => {
		const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
		const found = (await isInside(base, folder)) ? await filesUnder(base, folder) : [];
		return found.filter((path) => path.startsWith(prefix)).sort();
	};
	const read = async (path: string): Promise<Buffer | undefined> => {
		if (!(await isInside(base, path))) return undefined;
		// It may be gone since: people and other commands work in the folder too.
		const stats = await lstat(join(base, path)).catch(absent);
		return stats?.isFile() ? await readFile(join(base, path)).catch(absent) : undefined;
	};
	return {
		label: root,
		list,
		read,
		readAll: async (prefix, wanted = () => true) => {
			const files = new Map<string, Buffer>();
			for (const path of (await list(prefix)).filter(wanted)) {
				const bytes = await read(path);
				if (bytes !== undefined) files.set(path, bytes);
			}
			return files;
		},
	};
}

/** Files that have been read already, as a tree. */
export function memoryTree(label: string, files: ReadonlyMap<string, Buffer>): RecordsTree {
	const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
	const under = (prefix: string) => inOrder.filter(([path]) => path.startsWith(prefix));
	return {
		label,
		list: async (prefix) => under(prefix).map(([path]) => path),
		read: async (path) => files.get(path),
		readAll: async (prefix, wanted = () => true) => new Map(under(prefix).filter(([path]) => wanted(path))),
	};
}

/** Whether the path exists below the folder without a link anywhere on the way. */
async function isInside(base: string, path: string): Promise<boolean> {
	if (path.startsWith("/") || path.includes("\\") || path.includes("\0")) return false;
	const parts = path.split("/").filter((part) => part !== "");
	let at = base;
	for (const part of parts) {
		if (part === "." || part === ".." || passedOver.has(part)) return false;
		at = join(at, part);
		const stats = await lstat(at).catch(absent);
		if (stats === undefined || stats.isSymbolicLink()) return false;
	}
	return true;
}

async function filesUnder(base: string, folder: string): Promise<string[]> {
	const found: string[] = [];
	for (const entry of (await readdir(join(base, folder), { withFileTypes: true }).catch(absent)) ?? []) {
		if (entry.isFile()) found.push(folder + entry.name);
		else if (entry.isDirectory() && !passedOver.has(entry.name))
			found.push(...(await filesUnder(base, `${folder}${entry.name}/`)));
	}
	return found;
}

function absent(failure: unknown): undefined {
	const { code } = failure as NodeJS.ErrnoException;
	if (code === "ENOENT" || code === "ENOTDIR") return undefined;
	throw failure;
}
