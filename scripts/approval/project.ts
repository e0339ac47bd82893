import { commitTree } from "../git/commit-tree.ts";
import type { RecordsTree } from "../git/file-tree.ts";
import type { Repository } from "../git/repository.ts";
import { requestAuthors } from "../governance/authors.ts";
import { type GovernanceState, governanceInForce } from "../governance/governance.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import { readApprovals, type SignedApproval } from "../governance/signed-approval.ts";
import type { Issue } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { requestAt, requestPath, requestsFolder } from "../records/paths.ts";
import { type Records, type RecordsRead, readRecords } from "../records/records.ts";
import { checkSignature } from "../signature/ssh.ts";
import { type ApprovalContext, type ApprovalStatus, approvalStatus } from "./status.ts";

/** All that is known of one project's approvals at one commit. */
export interface ProjectStanding {
	readonly commit: string;
	readonly context: ApprovalContext;
	/**
	 * The records with the governance in force, which every judgement about the project is to use. Of the requests it
	 * holds this one only.
	 */
	readonly records: Records;
	readonly governance: GovernanceState;
	readonly approvals: readonly SignedApproval[];
	readonly status: ApprovalStatus;
	/** What stands among the approvals without being one. */
	readonly strays: readonly Issue[];
}

/**
 * Reads a project's request and approvals at a commit and judges them by the governance in force there.
 *
 * @param known The commit's governance, signatures, records, files and authors, where the caller knows them already.
 * Throws UserError `usage` if that is no project's name, `invalid` if the records cannot be read or there is no such request.
 */
export async function projectStanding(
	repo: Repository,
	{ commit, project, now }: { readonly commit: string; readonly project: string; readonly now: Date },
	known: {
		readonly governance?: GovernanceState;
		readonly check?: typeof checkSignature;
		readonly read?: (commit: string, project: string) => Promise<RecordsRead>;
		readonly tree?: RecordsTree;
		/** As `requestAuthors` gives them. */
		readonly authors?: readonly string[];
	} = {},
): Promise<ProjectStanding> {
	if (!/^[a-z](?:-?[a-z0-9]){2,39}$/.test(project) || project === "governance") {
		throw new UserError(
			"usage",
			"This is not the name of a project: small letters, digits and single hyphens, 3 to 40 characters.",
		);
	}
	const check = known.check ?? checkSignature;
	const tree = known.tree ?? commitTree(repo, commit);
	const governance = known.governance ?? (await governanceInForce(repo, commit, check));
	const { records: read, issues: problems } = await (known.read?.(commit, project) ?? readRecords(tree, project));
	if (read === undefined)
		throw new UserError("invalid", `The records of commit ${tree.label} cannot be read.`, problems);
	const records = recordsInForce(read, governance.inForce);
	const request = records.requests.get(project);
	if (request === undefined) {
		const file = requestPath(project);
		const about = problems.filter((issue) => issue.file === file);
		const projects = (await tree.list(requestsFolder)).flatMap((path) => requestAt(path) ?? []);
		const meant = about.length > 0 ? undefined : suggestion(project, projects);
		throw new UserError(
			"invalid",
			`${file}: there is no readable request for this project in commit ${tree.label}.${meant === undefined ? "" : ` ${meant}`}`,
			about,
		);
	}
	const authors = known.authors ?? (await requestAuthors(repo, commit, project));
	const context = { project, request, records, authors, now };
	const { approvals, strays } = await readApprovals(tree, project, check);
	return { commit, context, records, governance, approvals, status: approvalStatus(approvals, context), strays };
}
