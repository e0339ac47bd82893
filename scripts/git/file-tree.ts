import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { mapConcurrently } from "./map-concurrently.ts";

/**
 * The files of a records repository, wherever they are: in a working folder or in a commit. Paths are relative to
 * the repository with forward slashes. Only plain files count; links are named where that
 * helps, and never followed.
 */
export interface FileTree {
	/** What to call it in a message, such as a folder or a commit. */
	readonly label: string;
	/** The paths of all files that begin with `prefix`, such as `requests/`, sorted. */
	list(prefix: string): Promise<readonly string[]>;
	/** The paths of all links that begin with `prefix`, sorted: to be named to people, since they count as no files. */
	links(prefix: string): Promise<readonly string[]>;
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
export function folderTree(root: string): FileTree {
	const base = resolve(root);
	const listed = async (prefix: string, kind: Found["kind"]): Promise<readonly string[]> => {
		const folder = folderOf(prefix);
		const found = (await identify(base, folder)) === undefined ? [] : await foundUnder(base, folder);
		return found.flatMap((one) => (one.kind === kind && one.path.startsWith(prefix) ? [one.path] : [])).sort();
	};
	const list = (prefix: string) => listed(prefix, "file");
	return {
		label: root,
		list,
		links: (prefix) => listed(prefix, "link"),
		read: async (path) => (await readFiles(base, [path])).get(path),
		readAll: async (prefix, wanted = () => true) => readFiles(base, (await list(prefix)).filter(wanted)),
	};
}

/** Files that have been read already, as a tree. */
export function memoryTree(label: string, files: ReadonlyMap<string, Buffer>): FileTree {
	const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
	const under = (prefix: string) => inOrder.filter(([path]) => path.startsWith(prefix));
	return {
		label,
		list: async (prefix) => under(prefix).map(([path]) => path),
		links: async () => [],
		read: async (path) => files.get(path),
		readAll: async (prefix, wanted = () => true) => new Map(under(prefix).filter(([path]) => wanted(path))),
	};
}

/** The content of those of the files that are there. They may be gone since they were listed: people work here too. */
async function readFiles(base: string, paths: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
	const folders = [...new Set(paths.map(folderOf))];
	const identities = async () =>
		new Map(await mapConcurrently(folders, async (folder) => [folder, await identify(base, folder)] as const));
	const before = await identities();
	const inside = paths.filter((path) => before.get(folderOf(path)) !== undefined && hasPlainNames(path));
	const contents = await mapConcurrently(
		inside,
		async (path) => [path, await readPlainFile(join(base, path))] as const,
	);
	// Looked at again: in place of a folder there may have been a link while its files were read.
	const after = await identities();
	return new Map(
		contents.flatMap(([path, bytes]): [string, Buffer][] =>
			bytes === undefined || before.get(folderOf(path)) !== after.get(folderOf(path)) ? [] : [[path, bytes]],
		),
	);
}

/** A file's content, or undefined if there is none or it is a link, a folder or a device. */
async function readPlainFile(path: string): Promise<Buffer | undefined> {
	// Without blocking, or a named pipe would be waited for.
	const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
	const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(undefinedIfAbsent);
	if (file === undefined) return undefined;
	try {
		return (await file.stat()).isFile() ? await file.readFile() : undefined;
	} finally {
		await file.close();
	}
}

/** What tells a folder from one put in its place; undefined unless it is there without a link anywhere on the way. */
async function identify(base: string, folder: string): Promise<string | undefined> {
	if (!hasPlainNames(folder)) return undefined;
	let at = base;
	let identity = "";
	for (const part of partsOf(folder)) {
		at = join(at, part);
		const stats = await lstat(at).catch(undefinedIfAbsent);
		if (!stats?.isDirectory()) return undefined;
		identity = `${stats.dev}:${stats.ino}`;
	}
	return identity;
}

function hasPlainNames(path: string): boolean {
	if (path.startsWith("/") || path.includes("\\") || path.includes("\0")) return false;
	return partsOf(path).every((part) => part !== "." && part !== ".." && !passedOver.has(part));
}

function partsOf(path: string): string[] {
	return path.split("/").filter((part) => part !== "");
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf("/") + 1);
}

interface Found {
	readonly path: string;
	readonly kind: "file" | "link";
}

async function foundUnder(base: string, folder: string): Promise<Found[]> {
	const found: Found[] = [];
	for (const entry of (await readdir(join(base, folder), { withFileTypes: true }).catch(undefinedIfAbsent)) ?? []) {
		const path = folder + entry.name;
		if (entry.isFile()) found.push({ path, kind: "file" });
		else if (passedOver.has(entry.name)) continue;
		else if (entry.isSymbolicLink()) found.push({ path, kind: "link" });
		else if (entry.isDirectory()) found.push(...(await foundUnder(base, `${path}/`)));
	}
	return found;
}

/** No such file, no folder on the way, a link, a socket: nothing that is read here. */
const isAbsence: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENXIO"]);

/** To catch the failure of reading a plain file or a folder: nothing if none is there; any other failure is thrown again. */
export function undefinedIfAbsent(failure: unknown): undefined {
	const { code } = failure as NodeJS.ErrnoException;
	if (code !== undefined && isAbsence.has(code)) return undefined;
	throw failure;
}
