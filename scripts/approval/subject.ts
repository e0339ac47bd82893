import { checkContext } from "../check/context.ts";
import { judge } from "../check/judge.ts";
import { londonDay } from "../document/day.ts";
import { commitTree } from "../git/commit-tree.ts";
import type { Repository } from "../git/repository.ts";
import type { Settled } from "../governance/decision.ts";
import { governanceInForce } from "../governance/governance.ts";
import { changedParts } from "../governance/pending-change.ts";
import type { SignedApproval } from "../governance/signed-approval.ts";
import { readApprovals } from "../governance/signed-approval.ts";
import { loneRolesSentence, rolesWithoutSecond } from "../governance/two-holders.ts";
import { UserError } from "../issue/user-error.ts";
import { governanceFolder, requestPath } from "../records/paths.ts";
import { diffRequests } from "../request/diff.ts";
import { describeRequest } from "../request/show.ts";
import type { Concern, PeopleList, Role } from "../schema/types.ts";
import { approvalsNeeded } from "./needed.ts";
import { projectApprovals } from "./project.ts";
import { type RecordsReading, recordsReading } from "./records-reading.ts";
import { approvalScope, approvalScopeDigest } from "./scope.ts";
import { describeScopeChanges } from "./scope-changes.ts";
import { type ApprovalContext, barred } from "./status.ts";

/** A role that must decide about a subject, and how things stand with it. */
export type SubjectRole = Settled & {
	readonly role: Role;
	readonly scopeDigest: string;
	readonly concerns: readonly Concern[];
};

/** What a person is about to decide on: a request, or a change of governance. */
export interface Subject {
	/** The project, or `governance`. */
	readonly id: string;
	/** The git object name of the text. */
	readonly blob: string;
	/** The file or folder in which no change may be uncommitted. */
	readonly path: string;
	/** The people in force. */
	readonly people: PeopleList;
	readonly roles: readonly SubjectRole[];
	readonly approvals: readonly SignedApproval[];
	/** Why nobody can approve it as it stands; it can be returned or refused all the same. */
	readonly unfit?: string;
	/** Why a person cannot decide about it, or undefined if they can. */
	barred(person: string): string | undefined;
	/** What it says in plain words, line by line, and what has changed since a person's last decision about it. */
	describe(last?: SignedApproval): Promise<readonly string[]>;
}

/** Reads what a person is about to decide on from a commit. Throws UserError `invalid` if there is nothing to decide. */
export async function readSubject(repo: Repository, commit: string, id: string, now: Date): Promise<Subject> {
	return id === "governance" ? governanceSubject(repo, commit, londonDay(now)) : requestSubject(repo, commit, id, now);
}

async function requestSubject(repo: Repository, commit: string, project: string, now: Date): Promise<Subject> {
	const reading = recordsReading(repo);
	const { context, status, records, signed } = await projectApprovals(reading, { commit, project, now });
	const path = requestPath(project);
	return {
		id: project,
		blob: records.blobs.get(path) ?? "",
		path,
		people: records.people,
		roles: status.roles.map((role) => ({
			...role,
			scopeDigest: approvalScopeDigest(role.concerns, project, context.request, records),
		})),
		approvals: signed,
		barred: (person) => barred(person, context),
		describe: async (last) => [
			...describeRequest(project, context.request, records),
			...(last === undefined ? [] : await changesSinceDecision(reading, commit, last, context)),
			...brokenRules(context),
		],
	};
}

/** Says that a request breaks rules: then no delivery is made of it, whoever approves. */
function brokenRules({ project, request, records, now }: ApprovalContext): readonly string[] {
	const broken = judge(request, checkContext(records, project, londonDay(now))).filter(
		({ severity }) => severity === "error",
	);
	if (broken.length === 0) return [];
	const count = `${broken.length} ${broken.length === 1 ? "rule" : "rules"}`;
	return [
		"",
		`As it stands this request breaks ${count}, so nothing is delivered whoever approves: hub check ${requestPath(project)}`,
		...broken.map(({ message }) => `  ${message}`),
	];
}

/** What has changed since somebody decided, in the request and in all that the decision rested on. */
async function changesSinceDecision(
	reading: RecordsReading,
	head: string,
	{ path, value }: SignedApproval,
	{ project, request, records, now }: ApprovalContext,
): Promise<readonly string[]> {
	const { approver, at, slice } = value;
	const concerns = approvalsNeeded(request, records).find(({ role }) => role === value.role)?.concerns ?? [];
	if (approvalScopeDigest(concerns, project, request, records) === slice)
		return ["", `The request and what it rests on read as they did when ${approver} decided on them at ${at}.`];
	const log = ["log", "--format=%H", "--full-history", "--diff-filter=A", head, "--", path];
	const recorded = (await reading.repo.raw(log)).trim().split("\n").at(-1) ?? "";
	const then = await projectApprovals(reading, { commit: recorded, project, now }).catch((failure) => {
		if (failure instanceof UserError) return undefined;
		throw failure;
	});
	if (then === undefined)
		return ["", `What ${approver} decided on at ${at} cannot be read from this repository any more.`];
	const before = then.context;
	const changes = [
		...diffRequests(before.request, request, records),
		...describeScopeChanges(
			approvalScope(concerns, before.request, before.records),
			approvalScope(concerns, request, records),
		),
	];
	return [
		"",
		`Changed since ${approver} decided on it at ${at}`,
		...(changes.length === 0
			? [`  This cannot be told from the records: compare with git diff ${recorded.slice(0, 12)} ${head.slice(0, 12)}`]
			: changes.map((change) => `  ${change}`)),
	];
}

async function governanceSubject(repo: Repository, commit: string, today: string): Promise<Subject> {
	const { inForce, pending, issues } = await governanceInForce(repo, commit);
	if (pending === undefined) {
		const what = `${governanceFolder}: there is no change of governance to decide on. Commit the change first.`;
		throw new UserError("invalid", what, issues);
	}
	const { approvals } = await readApprovals(commitTree(repo, commit), "governance");
	const unfit = loneRolesSentence(rolesWithoutSecond(pending.files, today));
	return {
		id: "governance",
		...(unfit === undefined ? {} : { unfit }),
		blob: pending.files.blobs.policy,
		path: governanceFolder,
		people: inForce.people,
		roles: pending.roles.map((role) => ({ ...role, scopeDigest: pending.scopeDigest, concerns: [] })),
		approvals,
		barred: () => undefined,
		describe: async () => [
			`A change of ${changedParts(inForce, pending.files)}, from version ${inForce.version} of the governance.`,
			`It reads: git diff ${inForce.commit.slice(0, 12)} HEAD -- ${governanceFolder}`,
		],
	};
}
