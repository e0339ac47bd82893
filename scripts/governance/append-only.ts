import { type FileChange, fileChanges } from "../git/changes.ts";
import { listTree, readBlobs } from "../git/commit-tree.ts";
import type { Repository } from "../git/repository.ts";
import { UserError } from "../issue/user-error.ts";
import {
	approvalsFolder,
	projectFolder,
	recordOf,
	requestsFolder,
	signaturePath,
	signedPath,
} from "../records/paths.ts";
import { readSignedFile } from "../records/signed-file.ts";
import { checkSignature } from "../signature/ssh.ts";
import type { GovernanceState } from "./governance.ts";
import { signerOf } from "./signer.ts";

/** Every version of the governance that was in force in a history. */
export type GovernanceHistory = readonly { readonly state: GovernanceState }[];

/**
 * Finds the changes that removed a recorded decision, manifest, event, query, answer or signature, or changed its
 * content. A file counts as recorded only if it was well formed and signed by a key that was in force at some time:
 * whoever can merge may add other files, and those may be removed again. A record that only got another number is no
 * violation: its bytes are still in the same folder.
 *
 * @param changes all changes to look at, with those that added the same files
 * @param options.requiredAt the commit in which the content must still exist: that of the change itself, if putting it
 * back later is not to excuse the change; or the newest, if it is
 */
export async function appendOnlyViolations(
	repo: Repository,
	changes: readonly FileChange[],
	{
		history,
		requiredAt,
		check = checkSignature,
	}: {
		readonly history: GovernanceHistory;
		readonly requiredAt: (change: FileChange) => string;
		readonly check?: typeof checkSignature;
	},
): Promise<readonly FileChange[]> {
	const listings = new Map<string, Promise<ReadonlySet<string>>>();
	const violations: FileChange[] = [];
	for (const change of changes) {
		const { status, path, before } = change;
		if (status === "A" || signedPath(recordOf(path)) === undefined) continue;
		const commit = requiredAt(change);
		const listing = listings.get(commit) ?? contentsByFolder(repo, commit);
		listings.set(commit, listing);
		if ((await listing).has(`${before} ${folderOf(path)}`)) continue;
		if (await wasRecorded(repo, change, changes, history, check)) violations.push(change);
	}
	return violations;
}

/**
 * Makes sure that no decision about a project or about governance, and no record of the project's deliveries, was
 * removed from the records or changed: who can merge could otherwise take a refusal back by deleting its file. Throws
 * UserError `unverified`.
 */
export async function refuseAppendOnlyViolation(
	repo: Repository,
	commit: string,
	project: string,
	history: GovernanceHistory,
): Promise<void> {
	const changes = await fileChanges(repo, commit, [approvalsFolder("governance"), projectFolder(project)]);
	const [violation] = await appendOnlyViolations(repo, changes, { history, requiredAt: () => commit });
	if (violation === undefined) return;
	const [at, content] = [violation.commit.slice(0, 12), violation.before.slice(0, 12)];
	throw new UserError(
		"unverified",
		`${violation.path} does not stand as it was recorded: commit ${at} ${violation.status === "D" ? "deleted" : "changed"} it. What is recorded stands for ever. Put its content back there (git show ${content}), and ask who made that commit: git show ${at}.`,
	);
}

async function contentsByFolder(repo: Repository, commit: string): Promise<ReadonlySet<string>> {
	return new Set((await listTree(repo, commit, requestsFolder)).map(({ path, blob }) => `${blob} ${folderOf(path)}`));
}

function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf("/") + 1);
}

/**
 * Whether the content that a change removed was a record or the signature of one. It is tried together with every
 * content that the other file of the pair ever had.
 */
async function wasRecorded(
	repo: Repository,
	{ path, before }: FileChange,
	changes: readonly FileChange[],
	history: GovernanceHistory,
	check: typeof checkSignature,
): Promise<boolean> {
	const at = signedPath(recordOf(path));
	if (at === undefined) return false;
	const isSignature = path !== at.path;
	const otherPath = isSignature ? at.path : signaturePath(at.path);
	const others = new Set(
		changes.filter((other) => other.path === otherPath).flatMap((other) => [other.before, other.after]),
	);
	const contents = await readBlobs(
		repo,
		[before, ...others].filter((blob) => !/^0+$/.test(blob)),
	);
	const own = contents.get(before);
	for (const blob of others) {
		const other = contents.get(blob);
		if (own === undefined || other === undefined) continue;
		const files = new Map([
			[path, own],
			[otherPath, other],
		]);
		const found = await readSignedFile(at, files, check);
		if ("value" in found && isKnown(found.fingerprint, history)) return true;
	}
	return false;
}

function isKnown(fingerprint: string, history: GovernanceHistory): boolean {
	return history.some(({ state }) => signerOf(state.inForce.people, fingerprint).kind !== "nobody");
}
