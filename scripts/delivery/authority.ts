import { isBlocking } from "../approval/data-decisions.ts";
import { describeOpenDecisions } from "../approval/describe-decisions.ts";
import { type ProjectApprovals, projectApprovals } from "../approval/project.ts";
import { recordsReading } from "../approval/records-reading.ts";
import { checkContext } from "../check/context.ts";
import { deliveredRequests } from "../check/delivered.ts";
import { checkRequest } from "../check/request.ts";
import { londonDay } from "../document/day.ts";
import { commitTree } from "../git/commit-tree.ts";
import { fetchBranch, type Repository } from "../git/repository.ts";
import { type GovernanceHistory, refuseAppendOnlyViolation } from "../governance/append-only.ts";
import { governanceHistory, type KnownStates, noGovernance } from "../governance/governance.ts";
import { otherGovernance } from "../governance/other-governance.ts";
import { loneRolesSentence, rolesWithoutSecond } from "../governance/two-holders.ts";
import { hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { deliveriesFolder, governancePath, requestPath } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import { readSignedFiles } from "../records/signed-file.ts";
import { readRecord } from "../schema/read.ts";
import type { SharingRequest } from "../schema/types.ts";
import { checkSignature } from "../signature/ssh.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";

/** Leave to make a delivery: what the records said when they were last looked at. */
export interface Authority {
	/** The records' newest commit. */
	readonly commit: string;
	/** The day in Europe/London on which it was judged. */
	readonly day: string;
	readonly project: string;
	readonly request: SharingRequest;
	/** Git object name of the request. */
	readonly requestBlob: string;
	/** With the governance in force. */
	readonly records: Records;
	/** Every version of the governance so far. */
	readonly history: GovernanceHistory;
	readonly approvals: ProjectApprovals;
	readonly recipients: readonly Recipient[];
}

/** The remote and the branch that records are read from and written to. */
export const recordsBranch = { remote: "origin", branch: "main" } as const;

/** Fetches the records' newest commit. Throws UserError `environment` if there is none. */
export async function newestCommit(repo: Repository): Promise<string> {
	const commit = await fetchBranch(repo, recordsBranch.remote, recordsBranch.branch);
	if (commit !== undefined) return commit;
	throw new UserError(
		"environment",
		`${repo.root}: its remote ${recordsBranch.remote} has no branch ${recordsBranch.branch}, where deliveries are recorded. Push the records there.`,
	);
}

/**
 * Judges, by the newest records and nothing else, whether a project's data may move now: the request
 * meets all rules, every needed role has approved exactly what stands there, and every key of the
 * team is confirmed. Asked again at each step; where neither records nor day have changed, what was
 * found before still holds.
 *
 * @throws UserError `invalid`, `unapproved` or `held`, with all that is missing; `unverified` where records were
 * removed or the governance is in doubt
 */
export async function authorise(repo: Repository, project: string, now: Date, before?: Authority): Promise<Authority> {
	const commit = await newestCommit(repo);
	const day = londonDay(now);
	if (before?.commit === commit && before.day === day) return before;
	const known: KnownStates = new Map();
	const history = await governanceHistory(repo, commit, checkSignature, known);
	const governance = history.at(-1)?.state;
	if (governance === undefined) throw await noGovernance(repo, commit);
	await refuseAppendOnlyViolation(repo, commit, project, history);
	const dropped = await otherGovernance(repo, commit, checkSignature, known);
	if (dropped.length > 0)
		throw new UserError("unverified", "Who may decide is in doubt. Nothing is delivered.", dropped);
	const lone = loneRolesSentence(rolesWithoutSecond(governance.inForce, day));
	if (lone !== undefined)
		throw new UserError(
			"invalid",
			`Nothing is delivered: ${lone}. Name them in ${governancePath("people")}, and have the change approved: hub approve governance`,
		);
	const approvals = await projectApprovals(
		{ ...recordsReading(repo, known), governanceAt: async () => governance },
		{ commit, project, now },
	);
	const { records, context, status } = approvals;
	const { request } = context;
	const requestBlob = records.blobs.get(requestPath(project)) ?? "";
	const { files } = await readSignedFiles(await commitTree(repo, commit).readAll(deliveriesFolder(project)));
	const delivered = deliveredRequests(files, records.people).has(requestBlob);
	const issues = checkRequest(request, checkContext(records, project, day, delivered));
	if (hasErrors(issues)) {
		throw new UserError(
			"invalid",
			`${requestPath(project)} does not meet the rules: run hub check. Nothing is delivered.`,
			await located(repo, commit, project, issues),
		);
	}
	if (records.policy.decisions === undefined) {
		throw new UserError(
			"unapproved",
			`${governancePath("policy")} does not say who signs the decisions about data, so none is signed. Nothing is delivered. Add decisions to it, have the change approved (hub approve governance), then have the decisions signed: hub approve dictionary --for ${project}`,
		);
	}
	if (!status.complete) {
		const missing = status.roles
			.filter(({ state }) => state !== "approved")
			.map(({ role, state, why }) => `  ${role}: ${why ?? state}`);
		const decisions = describeOpenDecisions(status.decisions.filter(isBlocking)).map((line) => `  ${line}`);
		const sign =
			decisions.length === 0 ? [] : [`  Each signs with: hub approve dictionary --for ${project} --key <file>`];
		const ignored = status.ignored.map(({ path, why }) => `  ${path} does not count: ${why}`);
		throw new UserError(
			"unapproved",
			[
				`${project} is not approved as it stands. Nothing is delivered.`,
				...missing,
				...decisions,
				...sign,
				...ignored,
			].join("\n"),
		);
	}
	const { recipients, problems } = recipientsOf(request, records.people, day);
	if (problems.length > 0) {
		throw new UserError(
			"held",
			[
				`The delivery of ${project} is held: a package is sealed to confirmed keys only.`,
				...problems.map((problem) => `  ${problem}`),
			].join("\n"),
		);
	}
	return { commit, day, project, request, requestBlob, records, history, approvals, recipients };
}

/** The issues with their line and column in the request. */
export async function located(
	repo: Repository,
	commit: string,
	project: string,
	issues: readonly Issue[],
): Promise<readonly Issue[]> {
	const path = requestPath(project);
	const bytes = await commitTree(repo, commit).read(path);
	return bytes === undefined ? issues : readRecord("request", bytes, path).locate(issues);
}
