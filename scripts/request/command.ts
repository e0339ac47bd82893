import { resolve } from "node:path";
import { commitTree } from "../git/commit-tree.ts";
import { type FileTree, folderTree } from "../git/file-tree.ts";
import { openRepository, refuseInnerFolder, resolveCommit } from "../git/repository.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { linkInstead } from "../records/link.ts";
import { requestPath } from "../records/paths.ts";
import { type Records, readRecords } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { onOneLine, quoted } from "../text/quote.ts";
import { diffRequests } from "./diff.ts";
import { describeRequest } from "./show.ts";

interface CommandOptions {
	readonly root: string;
	readonly project: string;
	readonly print: (line: string) => void;
}

/**
 * `hub request show`: prints a request of the working folder in plain words. Throws UserError `invalid` if it cannot be
 * read.
 *
 * @param options.notes Says what of these records is not in force, so that the words above are not yet so.
 */
export async function showCommand({
	root,
	project,
	notes,
	print,
}: CommandOptions & { readonly notes?: (records: Records) => Promise<readonly string[]> }): Promise<void> {
	const { records, request } = await readVersion(folderTree(resolve(root)), project);
	if (request === undefined) throw missing(project, resolve(root), records);
	for (const line of describeRequest(project, request, records)) print(line);
	const said = (await notes?.(records)) ?? [];
	if (said.length > 0) print("");
	for (const note of said) print(`Note: ${onOneLine(note)}`);
}

/**
 * `hub request diff`: prints what changed in a request between two git versions, or since one.
 *
 * @param options.from The version before, by default `origin/main`.
 * @param options.to The version after, by default the working folder.
 */
export async function diffCommand({
	root,
	project,
	from = "origin/main",
	to,
	print,
}: CommandOptions & { readonly from?: string; readonly to?: string }): Promise<void> {
	const before = await readVersion(await versionTree(root, from), project);
	const { records, request: after } = await readVersion(
		to === undefined ? folderTree(resolve(root)) : await versionTree(root, to),
		project,
	);
	if (before.request === undefined && after === undefined)
		throw missing(project, `${from} or ${to ?? "the working folder"}`, records);
	if (after === undefined) return print("The request is withdrawn.");
	if (before.request === undefined) {
		print("A new request:");
		for (const line of describeRequest(project, after, records)) print(line);
		return;
	}
	const changes = diffRequests(before.request, after, records);
	for (const change of changes) print(change);
	if (changes.length === 0) print("Both versions ask for the same.");
}

async function versionTree(root: string, version: string): Promise<FileTree> {
	const repository = openRepository(root);
	await refuseInnerFolder(repository);
	const commit = await resolveCommit(repository, version);
	if (commit !== undefined) return commitTree(repository, commit);
	throw new UserError("usage", `git knows no version ${quoted(version)}. Name a branch, a tag or a commit.`);
}

async function readVersion(tree: FileTree, project: string): Promise<{ records: Records; request?: SharingRequest }> {
	const { records, issues } = await readRecords(tree);
	if (records === undefined) throw new UserError("invalid", `The records of ${tree.label} cannot be read.`, issues);
	const request = records.requests.get(project);
	const link = request === undefined ? await linkInstead(tree, requestPath(project)) : undefined;
	const own = link === undefined ? issues.filter(({ file }) => file === requestPath(project)) : [link];
	if (request === undefined && own.length > 0) {
		throw new UserError("invalid", `The request ${quoted(project)} in ${tree.label} cannot be read.`, own);
	}
	return { records, ...(request === undefined ? {} : { request }) };
}

function missing(project: string, where: string, { requests }: Records): UserError {
	const fix = suggestion(project, requests.keys(), "Name a folder of requests/.");
	return new UserError("invalid", `There is no request ${quoted(project)} in ${where}. ${fix}`);
}
