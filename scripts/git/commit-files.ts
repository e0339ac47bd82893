import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UserError } from "../issue/user-error.ts";
import { readBlobs } from "./commit-tree.ts";
import { fetchBranch, type Repository, resolveCommit } from "./repository.ts";

/** A name and address that git records with a commit. */
export interface Author {
	readonly name: string;
	readonly email: string;
}

/** New files to record on a branch. */
export interface NewFiles {
	/** The remote whose branch they go to; without it they go to the branch of this repository. */
	readonly remote?: string;
	readonly branch: string;
	/** Path to content. A path must be new, or stand with the very same bytes. */
	readonly files: ReadonlyMap<string, Buffer>;
	readonly message: string;
	readonly author: Author;
	readonly now: Date;
}

/** Enough for dozens of writers at once: each round at least one of them gets through. */
const maxTries = 60;

/** The failures of a push or of a lock that mean: somebody else was faster. */
const otherWasFaster =
	/non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value|stale info|is at .* but expected/i;

/**
 * Records new files as one commit on a branch and gives the commit, without touching the working folder or the index.
 * The branch moves once everything else is in place, so that a kill at any moment leaves all of it or nothing. When
 * others write at the same time it goes on top of theirs. If all files stand already, it gives the branch's head.
 * Throws UserError `invalid` if a path stands with other content, `environment` if git or the remote fails.
 */
export async function commitFiles(repo: Repository, wanted: NewFiles): Promise<{ readonly commit: string }> {
	for (let attempt = 1; ; attempt++) {
		try {
			const base = await branchHead(repo, wanted);
			const missing = base === undefined ? wanted.files : await missingFiles(repo, base, wanted.files);
			if (base !== undefined && missing.size === 0) return { commit: base };
			const commit = await makeCommit(repo, base, missing, wanted);
			await moveBranch(repo, base, commit, wanted);
			return { commit };
		} catch (error) {
			const faster = error instanceof UserError && error.exit === "environment" && otherWasFaster.test(error.message);
			if (!faster || attempt === maxTries) throw error;
			// Waiting at random, so that writers do not starve each other.
			await setTimeout(Math.random() * Math.min(100 * attempt, 2000));
		}
	}
}

function branchHead(repo: Repository, { remote, branch }: NewFiles): Promise<string | undefined> {
	return remote === undefined ? resolveCommit(repo, `refs/heads/${branch}`) : fetchBranch(repo, remote, branch);
}

async function missingFiles(repo: Repository, base: string, files: NewFiles["files"]): Promise<NewFiles["files"]> {
	// A file where a folder is wanted, or the other way round, shows up as an entry of one of the folders.
	const folders = new Set([...files.keys()].flatMap(foldersOf));
	const listed = await repo.raw(["ls-tree", "-z", "--full-tree", base, "--", ...files.keys(), ...folders]);
	const existing = new Map<string, { type: string; blob: string }>();
	for (const line of listed.split("\0")) {
		const match = /^\d+ (\w+) ([0-9a-f]+)\t(.+)$/s.exec(line);
		if (match) existing.set(match[3] as string, { type: match[1] as string, blob: match[2] as string });
	}
	for (const folder of folders) {
		if ((existing.get(folder)?.type ?? "tree") !== "tree") throw taken(folder);
	}
	const same = [...files.keys()].filter((path) => existing.has(path));
	for (const path of same) if (existing.get(path)?.type !== "blob") throw taken(path);
	const contents = await readBlobs(
		repo,
		same.map((path) => existing.get(path)?.blob as string),
	);
	for (const path of same) {
		const bytes = contents.get(existing.get(path)?.blob as string);
		if (!bytes?.equals(files.get(path) as Buffer)) throw taken(path);
	}
	return new Map([...files].filter(([path]) => !existing.has(path)));
}

function foldersOf(path: string): string[] {
	const parts = path.split("/");
	return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function taken(path: string): UserError {
	return new UserError(
		"invalid",
		`${path}: this path is taken by other content, and what is recorded is never changed. Fetch the newest records and try again.`,
	);
}

async function makeCommit(
	repo: Repository,
	base: string | undefined,
	files: NewFiles["files"],
	{ message, author, now }: NewFiles,
): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "hub-index-"));
	try {
		const index = { GIT_INDEX_FILE: join(folder, "index") };
		await repo.raw(base === undefined ? ["read-tree", "--empty"] : ["read-tree", base], { env: index });
		const lines: string[] = [];
		for (const [path, bytes] of files) {
			const blob = (await repo.raw(["hash-object", "-w", "--stdin"], { input: bytes })).trim();
			lines.push(`100644 ${blob}\t${path}\0`);
		}
		await repo.raw(["update-index", "-z", "--index-info"], { env: index, input: lines.join("") });
		const tree = (await repo.raw(["write-tree"], { env: index })).trim();
		const date = `${Math.floor(now.getTime() / 1000)} +0000`;
		const parents = base === undefined ? [] : ["-p", base];
		const committed = await repo.raw(["commit-tree", tree, ...parents, "-F", "-"], {
			input: `${message.trim()}\n`,
			env: {
				GIT_AUTHOR_NAME: author.name,
				GIT_AUTHOR_EMAIL: author.email,
				GIT_AUTHOR_DATE: date,
				GIT_COMMITTER_NAME: author.name,
				GIT_COMMITTER_EMAIL: author.email,
				GIT_COMMITTER_DATE: date,
			},
		});
		return committed.trim();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function moveBranch(
	repo: Repository,
	base: string | undefined,
	commit: string,
	{ remote, branch }: NewFiles,
): Promise<void> {
	const ref = `refs/heads/${branch}`;
	if (remote !== undefined) await repo.raw(["push", "--quiet", "--no-verify", "--", remote, `${commit}:${ref}`]);
	else await repo.raw(["update-ref", ref, commit, base ?? "0".repeat(commit.length)]);
}
