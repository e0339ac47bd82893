import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { approve } from "../approval/approve.ts";
import { approvalsNeeded } from "../approval/needed.ts";
import { checkCommand } from "../check/command.ts";
import { folderTree } from "../git/file-tree.ts";
import { openRepository } from "../git/repository.ts";
import { productFolder } from "../issue/product.ts";
import { personName } from "../records/lookup.ts";
import { requestPath } from "../records/paths.ts";
import { readRecords } from "../records/records.ts";
import { readRecord } from "../schema/read.ts";
import type { SharingRequest } from "../schema/types.ts";
import { type SignedByOne, signAllDecisions } from "./decisions.ts";
import { actAs, commitAll, type DemoKeys } from "./records.ts";
import type { Workplace } from "./workplace.ts";

/** The sample requests, in the order in which they are run and reported. */
export const samples = ["sepsis-outcomes", "cardiozen-trial"] as const;

/** What became of one sample request on its way to being merged. */
export interface MergedSample {
	readonly project: string;
	readonly request: SharingRequest;
	/** Who signed the decisions about the data that it rests on; nobody where an earlier request had them signed. */
	readonly decisions: readonly SignedByOne[];
	/** Who approved, in which role. */
	readonly approvals: readonly { readonly name: string; readonly role: string }[];
}

/**
 * Takes one sample request the way a pull request goes: a branch with the request, its check, the
 * approvals it needs, each signed with the approver's own key, and the merge into `main`.
 */
export async function mergeSample(
	workplace: Workplace,
	project: string,
	keys: DemoKeys,
	now: () => Date,
): Promise<MergedSample> {
	const { records } = workplace;
	const repository = openRepository(records);
	const file = requestPath(project);
	await repository.raw(["switch", "--quiet", "--create", project]);
	await cp(join(productFolder(), file), join(records, file));
	const request = await readSample(join(records, file));
	const { records: read } = await readRecords(folderTree(records));
	if (read === undefined) throw new Error("The demonstration's own governance cannot be read.");
	const nameOf = (id: string): string => personName(read.people, id);
	await actAs(records, nameOf(request.writtenBy ?? request.requester));
	await commitAll(records, `Ask for data: ${request.title}`);
	await checkCommand({ root: records, files: [file], format: "text", now: now(), print: () => {} });
	const decisions = await signAllDecisions(records, project, read.people, keys, now);
	const approvals: { name: string; role: string }[] = [];
	const involved = [request.requester, request.writtenBy, ...request.team];
	for (const { role } of approvalsNeeded(request, read)) {
		const approver = read.people.people.find(({ id, roles }) => roles.includes(role) && !involved.includes(id));
		const key = approver && keys.people.get(approver.id)?.signing.file;
		if (approver === undefined || key === undefined) throw new Error(`Nobody in the demonstration is ${role}.`);
		await actAs(records, approver.name);
		await approve({ root: records, project, key, decision: "approve", now: now() });
		approvals.push({ name: approver.name, role });
	}
	await mergeBranch(workplace, project, `Merge the request ${project}`);
	return { project, request, decisions, approvals };
}

/** Merges a branch of the records repository into `main`, as the custodian, and pushes both. */
export async function mergeBranch({ records }: Workplace, branch: string, message: string): Promise<void> {
	const repository = openRepository(records);
	await actAs(records, "Robbie Records");
	await repository.raw(["push", "--quiet", "origin", branch]);
	await repository.raw(["switch", "--quiet", "main"]);
	await repository.raw(["pull", "--quiet", "--ff-only"]);
	await repository.raw(["merge", "--quiet", "--no-ff", "--message", message, branch]);
	await repository.raw(["push", "--quiet", "origin", "main"]);
}

async function readSample(file: string): Promise<SharingRequest> {
	const { value } = readRecord("request", await readFile(file), file);
	if (value === undefined) throw new Error(`The sample ${file} cannot be read.`);
	return value;
}
