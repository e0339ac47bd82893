import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { type Author, commitFiles } from "./commit-files.ts";
import { refuseLinks } from "./links.ts";
import { type Repository, refuseInnerFolder, resolveCommit } from "./repository.ts";

/** Where a person's decision is recorded: the branch they are on, and the commit it stands at. */
export interface CurrentBranch {
	readonly branch: string;
	readonly head: string;
}

/**
 * The branch that the working folder is on. Throws UserError `environment` if it is on none or nothing is
 * committed, `usage` if it is a folder inside the records.
 */
export async function currentBranch(repo: Repository): Promise<CurrentBranch> {
	await refuseInnerFolder(repo);
	const head = await resolveCommit(repo, "HEAD");
	const branch = (await repo.find(["symbolic-ref", "--quiet", "--short", "HEAD"]))?.trim();
	if (head === undefined || branch === undefined) {
		throw new UserError(
			"environment",
			`${repo.root}: this folder is on no branch with commits. Switch to the branch of the request.`,
		);
	}
	return { branch, head };
}

/**
 * Writes new files to the working folder and commits these, and nothing else that may be prepared there, on the
 * current branch. If that fails, nothing of them stays. Gives the commit.
 */
export async function recordFiles(
	repo: Repository,
	{ branch }: CurrentBranch,
	{
		files,
		message,
		now,
	}: { readonly files: ReadonlyMap<string, Buffer>; readonly message: string; readonly now: Date },
): Promise<string> {
	const author = await identity(repo);
	const paths = [...files.keys()];
	for (const path of paths) await refuseLinks(repo.root, path);
	const written: string[] = [];
	try {
		for (const [path, bytes] of files) {
			await mkdir(dirname(join(repo.root, path)), { recursive: true });
			await writeFile(join(repo.root, path), bytes, { flag: "wx" });
			written.push(path);
		}
		await repo.raw(["add", "--force", "--", ...paths]);
		return (await commitFiles(repo, { branch, files, message, author, now })).commit;
	} catch (error) {
		await repo.raw(["rm", "--cached", "--quiet", "--ignore-unmatch", "--", ...paths]).catch(() => {});
		for (const path of written) await rm(join(repo.root, path), { force: true });
		throw error;
	}
}

async function identity(repo: Repository): Promise<Author> {
	const setting = async (name: string): Promise<string> => (await repo.find(["config", "--get", name]))?.trim() ?? "";
	const author = { name: await setting("user.name"), email: await setting("user.email") };
	if (author.name !== "" && author.email !== "") return author;
	throw new UserError(
		"environment",
		`${repo.root}: git does not know who you are. Set it with git config user.name and git config user.email.`,
	);
}
