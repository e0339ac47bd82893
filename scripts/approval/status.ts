import { peopleNamed } from "../governance/authors.ts";
import type { RuleStatus } from "../governance/data/status.ts";
import { type Settled, settle } from "../governance/decision.ts";
import { approverProblem } from "../governance/evidence.ts";
import type { SignedApproval } from "../governance/signed-approval.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { isBlocking } from "./data-decisions.ts";
import { approvalsNeeded, type NeededApproval } from "./needed.ts";
import { approvalScopeDigest } from "./scope.ts";

/** One needed role, and the decision that settles it. */
export type RoleStatus = NeededApproval & Settled;

/** How things stand with a request's approvals. */
export interface ApprovalStatus {
	/** The needed roles in the policy's order. */
	readonly roles: readonly RoleStatus[];
	/** Whether every needed role has approved, each by another person, and every decision about the data is in force. */
	readonly complete: boolean;
	/** How things stand with the decisions about data that the request rests on. */
	readonly decisions: readonly RuleStatus[];
	/** Well-signed decisions that count for nothing, and why. */
	readonly ignored: readonly { readonly path: string; readonly why: string }[];
}

/** What the approvals of one request are judged by. */
export interface ApprovalContext {
	readonly project: string;
	readonly request: SharingRequest;
	/** The records with the governance and the decisions about data in force: see `projectApprovals`. */
	readonly records: Records;
	/** See `decidedRecords`. */
	readonly decisions: readonly RuleStatus[];
	/** The git names of the request's authors: see `requestAuthors`. */
	readonly authors: readonly string[];
	readonly now: Date;
}

/**
 * Judges the signed decisions about a request. A decision may count if it is signed with a counting key of the person
 * it names, who holds the role, has not left, and is neither requester, author, writer on behalf nor member of the
 * team; then see `settle`.
 */
export function approvalStatus(approvals: readonly SignedApproval[], context: ApprovalContext): ApprovalStatus {
	const { project, request, records, decisions, now } = context;
	const ignored: { path: string; why: string }[] = [];
	const counting = approvals.filter((signed) => {
		const why = approverProblem(signed, records.people, now) ?? barred(signed.value.approver, context);
		if (why !== undefined) ignored.push({ path: signed.path, why });
		return why === undefined;
	});
	const needed = approvalsNeeded(request, records);
	const settled = settle(
		needed.map(({ role, concerns }) => ({
			role,
			scopeDigest: approvalScopeDigest(concerns, project, request, records),
		})),
		counting,
	);
	const roles = needed.map((need, index): RoleStatus => ({ ...need, ...(settled[index] as Settled) }));
	const approved = roles.length > 0 && roles.every(({ state }) => state === "approved");
	return { roles, complete: approved && !decisions.some(isBlocking), decisions, ignored };
}

/** Why a person cannot decide about this request, or undefined if they can: nobody judges a request of their own. */
export function barred(person: string, { request, records, authors }: ApprovalContext): string | undefined {
	if (person === request.requester) return `${person} is the requester`;
	if (person === request.writtenBy) return `${person} wrote the request on the requester's behalf`;
	if (request.team.includes(person)) return `${person} is on the team that receives the data`;
	if (peopleNamed(authors, records.people).some(({ id }) => id === person)) {
		return `${person} is an author of the request in git`;
	}
	return undefined;
}
