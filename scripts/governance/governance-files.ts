import { blobId } from "../git/blob.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import { governanceFolder, governancePath } from "../records/paths.ts";
import { readRecord } from "../schema/read.ts";
import type { OrganisationList, PeopleList, Policy, SigningKey } from "../schema/types.ts";
import { fingerprintOf } from "../signature/ssh.ts";
import { governanceDigest, isGoverned } from "./governed.ts";

/** The three files that say who may decide what, and whatever else of their folder is governed, as they stand together. */
export interface GovernanceFiles {
	readonly policy: Policy;
	readonly organisations: OrganisationList;
	readonly people: PeopleList;
	/** The git object name of each of the three files. */
	readonly blobs: { readonly policy: string; readonly organisations: string; readonly people: string };
	/** The git object names of the folder's other governed files, by path: see `isGoverned`. */
	readonly others: Readonly<Record<string, string>>;
	/** See `governanceDigest`. */
	readonly digest: string;
}

const theThree: ReadonlySet<string> = new Set((["policy", "organisations", "people"] as const).map(governancePath));

/**
 * Reads the governance files of a tree. Without a value where one of them is missing or wrong, or where a person or a
 * key stands twice, so that nobody could tell whose decision it is.
 */
export async function readGovernance(tree: FileTree): Promise<{ value?: GovernanceFiles; issues: readonly Issue[] }> {
	const issues: Issue[] = [];
	const file = async <F extends "policy" | "organisations" | "people">(format: F) => {
		const path = governancePath(format);
		const bytes = await tree.read(path);
		if (bytes === undefined) {
			issues.push({
				...error("governance", [], "this file is missing", "Every records repository needs it."),
				file: path,
			});
			return undefined;
		}
		const read = readRecord(format, bytes, path);
		issues.push(...read.issues);
		return read.value === undefined ? undefined : { value: read.value, blob: blobId(bytes), locate: read.locate };
	};
	const policy = await file("policy");
	const organisations = await file("organisations");
	const people = await file("people");
	if (people !== undefined) issues.push(...people.locate(doubles(people.value)));
	if (policy === undefined || organisations === undefined || people === undefined || issues.length > 0)
		return { issues };
	const parts = { policy: policy.value, organisations: organisations.value, people: people.value };
	const blobs = { policy: policy.blob, organisations: organisations.blob, people: people.blob };
	const rest = await tree.readAll(governanceFolder, (path) => isGoverned(path) && !theThree.has(path));
	const others = Object.fromEntries([...rest].map(([path, bytes]) => [path, blobId(bytes)]));
	return { value: { ...parts, blobs, others, digest: governanceDigest(parts) }, issues };
}

function doubles(people: PeopleList): readonly Issue[] {
	const seen = new Set<string>();
	const issues: Issue[] = [];
	const once = (what: string, path: Issue["path"], message: string): void => {
		if (seen.has(what)) issues.push(error("governance", path, message, "Leave it in one place only."));
		seen.add(what);
	};
	const keys = (list: readonly SigningKey[], path: Issue["path"]): void => {
		for (const [index, { key }] of list.entries()) {
			once(fingerprintOf(key), [...path, index, "key"], "this signing key stands here a second time");
		}
	};
	for (const [index, { id, signingKeys }] of people.people.entries()) {
		once(id, ["people", index, "id"], "this person stands here a second time");
		keys(signingKeys ?? [], ["people", index, "signingKeys"]);
	}
	keys(people.hub.signingKeys, ["hub", "signingKeys"]);
	return issues;
}
