import { existsSync } from "node:fs";
import { type SimpleGit, simpleGit } from "simple-git";
import { UserError } from "../issue/user-error.ts";

/** What one git command is given besides its arguments. */
export interface GitOptions {
	/** Bytes for its standard input. */
	readonly input?: Buffer | string;
	/** Variables added to the few that git is given at all. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A git repository, and the one way of running git in it. */
export interface Repository {
	/** Its folder. */
	readonly root: string;
	/** Runs git and gives its output as text. Throws UserError `environment` on any exit but 0. */
	raw(args: readonly string[], options?: GitOptions): Promise<string>;
	/** Runs `git cat-file` and gives its output as bytes. Throws like `raw`. */
	catFile(args: readonly string[], options?: GitOptions): Promise<Buffer>;
	/** The output of git, or undefined if it ends with 1, which is the answer no. Any other exit throws like `raw`. */
	find(args: readonly string[]): Promise<string | undefined>;
	/** Whether git ends with 0, and not with 1. Any other exit throws like `raw`. */
	holds(args: readonly string[]): Promise<boolean>;
}

/**
 * Settings for every command, whatever the person has configured. Hooks are off, because a hook is code; replacement
 * objects are off, because they make git show another text than the one that a commit names.
 */
const config = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.useReplaceRefs=false",
	"core.quotePath=false",
	"core.commitGraph=false",
	"color.ui=false",
	"gc.auto=0",
	"maintenance.auto=false",
	"i18n.commitEncoding=UTF-8",
	"i18n.logOutputEncoding=UTF-8",
	"log.showSignature=false",
	"push.followTags=false",
	"push.gpgSign=false",
];

/** The variables of ours that git may see: none of the hub's settings, and none that would redirect git. */
const environmentNames = [
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"TMPDIR",
	"XDG_CONFIG_HOME",
	"SSH_AUTH_SOCK",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"NO_PROXY",
	"http_proxy",
	"https_proxy",
	"no_proxy",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
];

/** Variables that simple-git keeps from git unless they are named here. */
const allowEnvironment = [
	"GIT_TERMINAL_PROMPT",
	"GIT_INDEX_FILE",
	"GIT_AUTHOR_NAME",
	"GIT_AUTHOR_EMAIL",
	"GIT_AUTHOR_DATE",
	"GIT_COMMITTER_NAME",
	"GIT_COMMITTER_EMAIL",
	"GIT_COMMITTER_DATE",
];

/**
 * Opens the git repository whose folder is `root` (bare or with a working folder): git runs there without hooks,
 * without questions at the terminal, and sees of `env` only what it needs. Throws UserError `environment` if there
 * is no such folder.
 */
export function openRepository(
	root: string,
	env: Readonly<Record<string, string | undefined>> = process.env,
): Repository {
	if (!existsSync(root)) throw new UserError("environment", `${root}: there is no such folder. Name one with --root.`);
	const run = async <T>(
		args: readonly string[],
		{ input, env: added }: GitOptions,
		accepts: readonly number[],
		start: (git: SimpleGit) => PromiseLike<T>,
	): Promise<{ output: T; exit: number }> => {
		let exit = 0;
		const git = simpleGit({
			baseDir: root,
			config,
			allowEnvironment,
			unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true },
			// Wait until the streams close: when git exits, the last of its output may not have come yet.
			completion: { onClose: true, onExit: false },
			input: () => input,
			// Left to itself, simple-git takes a failure without a message for a success.
			errors: (error, { exitCode, stdErr }) => {
				exit = exitCode;
				if (accepts.includes(exitCode)) return undefined;
				return error ?? Buffer.concat([...stdErr, Buffer.from(`exit ${exitCode}`)]);
			},
		}).env(environment(env, added));
		try {
			return { output: await start(git), exit };
		} catch (error) {
			throw gitError(root, args, error);
		}
	};
	const find = async (args: readonly string[]): Promise<string | undefined> => {
		const { output, exit } = await run(args, {}, [0, 1], (git) => git.raw([...args]));
		return exit === 0 ? output : undefined;
	};
	return {
		root,
		raw: async (args, options = {}) => (await run(args, options, [0], (git) => git.raw([...args]))).output,
		catFile: async (args, options = {}) =>
			(await run(["cat-file", ...args], options, [0], (git) => git.binaryCatFile([...args]))).output,
		find,
		holds: async (args) => (await find(args)) !== undefined,
	};
}

/** The commit that a branch, tag or object name stands for, or undefined if there is none. */
export async function resolveCommit(repo: Repository, name: string): Promise<string | undefined> {
	return (await repo.find(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]))?.trim();
}

/** Whether a folder is a repository's own; not so if it lies inside one, or in none. */
export async function isOwnRepository(repo: Repository): Promise<boolean> {
	try {
		return (await repo.raw(["rev-parse", "--show-prefix"])).trim() === "";
	} catch (failure) {
		if (failure instanceof UserError) return false;
		throw failure;
	}
}

/** Whether a clone holds only a part of the history. */
export async function isShallow(repo: Repository): Promise<boolean> {
	return (await repo.raw(["rev-parse", "--is-shallow-repository"])).trim() === "true";
}

/** Makes sure that the folder is the repository's own and not one inside it. Throws UserError `usage`. */
export async function refuseInnerFolder(repo: Repository): Promise<void> {
	if ((await repo.raw(["rev-parse", "--show-prefix"])).trim() === "") return;
	throw new UserError(
		"usage",
		`${repo.root}: this is a folder inside the records. Name the records' own folder with --root.`,
	);
}

/**
 * Brings a branch of a remote up to date and gives the commit it stands at, or undefined if the remote has no such
 * branch. Throws UserError `environment` if the remote cannot be reached, `unverified` if the branch no longer holds
 * the commit at which it was fetched before: history was rewritten.
 */
export async function fetchBranch(repo: Repository, remote: string, branch: string): Promise<string | undefined> {
	const listed = async () => (await repo.raw(["ls-remote", "--", remote, `refs/heads/${branch}`])).split("\t")[0] ?? "";
	if ((await listed()) === "") return undefined;
	const tracking = `refs/remotes/${remote}/${branch}`;
	const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap="];
	try {
		await repo.raw(["fetch", ...options, "--", remote, `refs/heads/${branch}:${tracking}`]);
	} catch (failure) {
		// Asked again, because another run may have fetched a newer one meanwhile.
		if (await wasRewritten(repo, tracking, await listed())) {
			throw new UserError(
				"unverified",
				`${repo.root}: ${remote}/${branch} was rewritten; it no longer holds the commit at which it stood when it was last fetched here. Nothing goes on before that is cleared up: ask who did it. If it was meant, accept it with git fetch ${remote}.`,
			);
		}
		throw failure;
	}
	return resolveCommit(repo, tracking);
}

/** Whether history was rewritten: a newer commit does not have an older one in its history, as far as both are here. */
async function wasRewritten(repo: Repository, before: string, now: string): Promise<boolean> {
	const [old, tip] = [await resolveCommit(repo, before), await resolveCommit(repo, now)];
	return old !== undefined && tip !== undefined && !(await repo.holds(["merge-base", "--is-ancestor", old, tip]));
}

function environment(
	env: Readonly<Record<string, string | undefined>>,
	added: GitOptions["env"],
): Record<string, string> {
	const chosen: Record<string, string> = { LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };
	for (const name of environmentNames) {
		const value = env[name];
		if (value !== undefined) chosen[name] = value;
	}
	return { ...chosen, ...added };
}

function gitError(root: string, args: readonly string[], error: unknown): UserError {
	const said = error instanceof Error ? error.message : String(error);
	if (said.includes("not a git repository"))
		return new UserError("environment", `${root}: this is no git repository. Name the records repository with --root.`);
	if (said.includes("detected dubious ownership")) {
		return new UserError(
			"environment",
			`${root}: this folder belongs to somebody else, so git does not trust it. If you do: git config --global --add safe.directory ${root}`,
		);
	}
	const remote = /'([\w.-]+)' does not appear to be a git repository/.exec(said)?.[1];
	if (remote !== undefined) {
		return new UserError(
			"environment",
			`${root}: this clone has no remote "${remote}". Add it: git remote add ${remote} <address>`,
		);
	}
	// A remote's address may hold a login.
	const safe = said.replace(/\/\/[^/\s@]*@/g, "//").trim();
	return new UserError("environment", `${root}: git ${args[0]} failed: ${safe}`);
}
