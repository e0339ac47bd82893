import { type GovernanceState, noGovernance } from "../governance/governance.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import { readApprovals, type SignedApproval } from "../governance/signed-approval.ts";
import type { Issue } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { linkInstead } from "../records/link.ts";
import { requestAt, requestPath, requestsFolder } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import { isRecordId } from "../schema/record-id.ts";
import { decidedRecords } from "./data-decisions.ts";
import type { RecordsReading } from "./records-reading.ts";
import { type ApprovalContext, type ApprovalStatus, approvalStatus } from "./status.ts";

/** All that is known of one project's approvals at one commit. */
export interface ProjectApprovals {
	readonly commit: string;
	readonly context: ApprovalContext;
	/**
	 * The records with the governance and the decisions about data in force, which every judgement about the project is to use. Of the requests it
	 * holds this one only.
	 */
	readonly records: Records;
	readonly governance: GovernanceState;
	readonly signed: readonly SignedApproval[];
	readonly status: ApprovalStatus;
	/** What stands among the approvals without being one. */
	readonly strays: readonly Issue[];
}

/**
 * Reads a project's request and approvals at a commit and judges them by the governance in force there.
 *
 * Throws UserError `usage` if that is no project's name, `invalid` if the records cannot be read or there is no such request.
 */
export async function projectApprovals(
	reading: RecordsReading,
	{ commit, project, now }: { readonly commit: string; readonly project: string; readonly now: Date },
): Promise<ProjectApprovals> {
	if (!isRecordId(project) || project === "governance") {
		throw new UserError(
			"usage",
			"This is not the name of a project: small letters, digits and single hyphens, 3 to 40 characters.",
		);
	}
	const tree = reading.tree(commit, project);
	const governance = await reading.governanceAt(commit);
	if (governance === undefined) throw await noGovernance(reading.repo, commit);
	const { records: read, issues: problems } = await reading.read(commit, project);
	if (read === undefined)
		throw new UserError("invalid", `The records of commit ${tree.label} cannot be read.`, problems);
	const governed = recordsInForce(read, governance.inForce);
	const request = governed.requests.get(project);
	if (request === undefined) {
		const file = requestPath(project);
		const link = await linkInstead(tree, file);
		const about = link === undefined ? problems.filter((issue) => issue.file === file) : [link];
		const projects = (await tree.list(requestsFolder)).flatMap((path) => requestAt(path) ?? []);
		const meant = about.length > 0 ? undefined : suggestion(project, projects);
		throw new UserError(
			"invalid",
			`${file}: there is no readable request for this project in commit ${tree.label}.${meant === undefined ? "" : ` ${meant}`}`,
			about,
		);
	}
	const { records, decisions } = await decidedRecords(reading, commit, request, governed);
	const authors = await reading.authors(commit, project);
	const context = { project, request, records, decisions, authors, now };
	const { approvals: signed, strays } = await readApprovals(tree, project, reading.check);
	return { commit, context, records, governance, signed, status: approvalStatus(signed, context), strays };
}
