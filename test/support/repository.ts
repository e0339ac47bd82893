import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const commitDate = "2026-03-01T09:00:00Z";

/** Runs the real git in a folder, as `Test Person`, and gives its output without the last newline. */
export function git(root: string, ...args: string[]): string {
	// Before the moments that tests use, whatever the machine's clock says.
	const env = { ...process.env, GIT_AUTHOR_DATE: commitDate, GIT_COMMITTER_DATE: commitDate };
	const identity = ["-c", "user.name=Test Person", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false"];
	return execFileSync("git", [...identity, ...args], {
		env,
		cwd: root,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
	}).trimEnd();
}

/** Makes an empty repository with branch main and an identity of its own. */
export function makeRepository(root: string, ...options: string[]): string {
	mkdirSync(root, { recursive: true });
	git(root, "init", "--quiet", "--initial-branch=main", ...options);
	git(root, "config", "user.name", "Test Person");
	git(root, "config", "user.email", "test@example.org");
	return root;
}

/** Writes files (undefined deletes one), commits them as an author of this name, and gives the commit. */
export function commit(
	root: string,
	files: Record<string, string | undefined>,
	author = "Test Person",
	message = "Change",
): string {
	for (const [path, text] of Object.entries(files)) {
		const file = join(root, path);
		if (text === undefined) rmSync(file);
		else {
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, text);
		}
	}
	git(root, "add", "--all", "--", ...Object.keys(files));
	git(root, "commit", "--quiet", "--allow-empty", `--author=${author} <author@example.org>`, "-m", message);
	return git(root, "rev-parse", "HEAD");
}

/** Makes a real SSH key without a passphrase and gives its file and public half. */
export function makeKey(folder: string, name: string): { file: string; publicKey: string } {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, name);
	execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
	return { file, publicKey: readFileSync(`${file}.pub`, "utf8").trim() };
}
