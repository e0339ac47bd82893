import { fileChanges } from "../git/changes.ts";
import type { Repository } from "../git/repository.ts";
import { listTree } from "../git/tree.ts";
import { UserError } from "../issue/user-error.ts";
import { deliveryFile } from "../records/delivery-file.ts";
import { approvalsFolder } from "./read.ts";

/** Whether what stands at a path must stand for ever: decisions, manifests, events, queries, answers, signatures. */
export function isKeptForEver(path: string): boolean {
	const record = path.replace(/\.sig$/, "");
	return /^requests\/[^/]+\/approvals\/[1-9]\d{0,5}\.json$/.test(record) || deliveryFile(record) !== undefined;
}

/**
 * Makes sure that no decision about a project or about governance, and no record of the project's deliveries, was
 * taken out of the records or changed: who can merge could otherwise take a refusal back by deleting its file. What
 * was put back stands again, and what only got another number always did. Throws UserError `unverified`.
 */
export async function refuseTakenOut(repo: Repository, commit: string, project: string): Promise<void> {
	const folders = [approvalsFolder("governance"), `requests/${project}/`];
	const changes = (await fileChanges(repo, commit, folders)).filter(
		({ status, path }) => status !== "A" && isKeptForEver(path),
	);
	if (changes.length === 0) return;
	const standing = new Set(
		(await listTree(repo, commit, "requests/")).map(({ path, blob }) => `${blob} ${folderOf(path)}`),
	);
	const lost = changes.find(({ path, before }) => !standing.has(`${before} ${folderOf(path)}`));
	if (lost === undefined) return;
	const [at, content] = [lost.commit.slice(0, 12), lost.before.slice(0, 12)];
	throw new UserError(
		"unverified",
		`${lost.path} does not stand as it was recorded: commit ${at} ${lost.status === "D" ? "deleted" : "changed"} it. What is recorded stands for ever. Put its content back there (git show ${content}), and ask who made that commit: git show ${at}.`,
	);
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf("/") + 1);
}
