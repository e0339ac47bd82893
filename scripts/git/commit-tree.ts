import { UserError } from "../issue/user-error.ts";
import type { FileTree } from "./file-tree.ts";
import type { Repository } from "./repository.ts";

/** One file of a commit. */
export interface TreeEntry {
	readonly path: string;
	/** The git object name of its content. */
	readonly blob: string;
}

/**
 * The ordinary files of a commit by path: all of them, or those in the folders that are named. Links and submodules are
 * left out: a record is a plain file, and following a link could lead out of the repository.
 */
export async function listTree(
	repo: Repository,
	commit: string,
	...folders: readonly string[]
): Promise<readonly TreeEntry[]> {
	const listed = await repo.raw(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...folders]);
	const entries: TreeEntry[] = [];
	for (const line of listed.split("\0")) {
		const match = /^100(?:644|755) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
		if (match?.[1] !== undefined && match[2] !== undefined) entries.push({ path: match[2], blob: match[1] });
	}
	return entries;
}

/** The paths of the symbolic links and submodules of a commit: all of them, or those in the folders that are named. */
async function listLinks(repo: Repository, commit: string, folders: readonly string[]): Promise<readonly string[]> {
	const listed = await repo.raw(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...folders]);
	return listed.split("\0").flatMap((line) => /^1[26]0000 \w+ [0-9a-f]+\t(.+)$/s.exec(line)?.[1] ?? []);
}

/** The paths of all that a folder of a commit holds, links and submodules included: what no new file can be put over. */
export async function listPaths(repo: Repository, commit: string, folder: string): Promise<readonly string[]> {
	const listed = await repo.raw(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", folder]);
	return listed.split("\0").filter((path) => path !== "");
}

/**
 * The contents of several blobs, by object name, with one run of git. Throws UserError `environment` if one is
 * missing from the repository.
 */
export async function readBlobs(repo: Repository, blobs: Iterable<string>): Promise<ReadonlyMap<string, Buffer>> {
	const names = [...new Set(blobs)];
	const contents = new Map<string, Buffer>();
	if (names.length === 0) return contents;
	const output = await repo.catFile(["--batch", "--buffer"], { input: `${names.join("\n")}\n` });
	let at = 0;
	for (const name of names) {
		const end = output.indexOf(0x0a, at);
		const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(output.toString("latin1", at, end))?.[1] ?? Number.NaN);
		if (!Number.isSafeInteger(size)) throw missingBlob(repo, name);
		contents.set(name, Buffer.from(output.subarray(end + 1, end + 1 + size)));
		at = end + size + 2;
	}
	return contents;
}

/**
 * The records as they stand in a commit, whatever the working folder holds. `commit` is an object name. Files are
 * listed by one run of git at first use; each read adds one.
 *
 * @param some the only folders to look at, and contents known already by object name: what is read is added to them
 */
export function commitTree(
	repo: Repository,
	commit: string,
	some?: { readonly folders: readonly string[]; readonly known: Map<string, Buffer> },
): FileTree {
	let listing: Promise<ReadonlyMap<string, string>> | undefined;
	const contentsOf = async (names: readonly string[]): Promise<ReadonlyMap<string, Buffer>> => {
		if (some === undefined) return readBlobs(repo, names);
		const missing = names.filter((name) => !some.known.has(name));
		for (const [name, bytes] of await readBlobs(repo, missing)) some.known.set(name, bytes);
		return some.known;
	};
	const blobs = (): Promise<ReadonlyMap<string, string>> => {
		listing ??= listTree(repo, commit, ...(some?.folders ?? [])).then(
			(entries) => new Map(entries.map(({ path, blob }) => [path, blob])),
		);
		return listing;
	};
	return {
		label: commit.slice(0, 12),
		list: async (prefix) => [...(await blobs()).keys()].filter((path) => path.startsWith(prefix)),
		links: async (prefix) =>
			(await listLinks(repo, commit, some?.folders ?? [])).filter((path) => path.startsWith(prefix)).sort(),
		read: async (path) => {
			const blob = (await blobs()).get(path);
			return blob === undefined ? undefined : (await contentsOf([blob])).get(blob);
		},
		readAll: async (prefix, wanted = () => true) => {
			const chosen = [...(await blobs())].filter(([path]) => path.startsWith(prefix) && wanted(path));
			const contents = await contentsOf(chosen.map(([, blob]) => blob));
			return new Map(chosen.map(([path, blob]) => [path, contents.get(blob) as Buffer]));
		},
	};
}

function missingBlob(repo: Repository, name: string): UserError {
	return new UserError(
		"environment",
		`${repo.root}: git has no object ${name}. Fetch the whole repository and try again.`,
	);
}
