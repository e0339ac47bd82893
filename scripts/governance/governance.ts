import { historyClock } from "../git/clock.ts";
import { commitTree } from "../git/commit-tree.ts";
import { readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import { error, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { governanceFolder, governancePath } from "../records/paths.ts";
import type { Role } from "../schema/types.ts";
import { checkSignature } from "../signature/ssh.ts";
import { rolesWithoutPerson } from "./bootstrap.ts";
import { canonicalDigest } from "./canonical.ts";
import { type Settled, settle } from "./decision.ts";
import { approverProblem } from "./evidence.ts";
import { type GovernanceFiles, readGovernance } from "./governance-files.ts";
import { governancePaths, wholeDigest } from "./governed.ts";
import { readApprovals, type SignedApproval } from "./signed-approval.ts";

/** Governance as it came into force, and what it says. */
export interface Governance extends GovernanceFiles {
	/** The newest commit in which nothing waited for approval: what waits since then shows in a diff from it. */
	readonly commit: string;
	/** 0 for the first version, which is trusted, and one more for each approved change. */
	readonly version: number;
	/** Digest of this version and all before it, in their order. An approval names it, so that none can be used twice. */
	readonly chain: string;
}

/** A change of governance that stands in the records without being in force. */
export interface PendingGovernance {
	readonly files: GovernanceFiles;
	/** What an approval of this change must name as the digest of its scope. */
	readonly scopeDigest: string;
	/** The roles that must approve it, by the version in force. */
	readonly roles: readonly (Settled & { readonly role: Role })[];
}

/** The governance of a commit. */
export interface GovernanceState {
	readonly inForce: Governance;
	/** The first version, which is to be trusted. */
	readonly first: Governance;
	readonly pending?: PendingGovernance;
	/** What is wrong with the commit's governance files, where they cannot be read. */
	readonly issues: readonly Issue[];
}

/** States of governance by commit; undefined where there was none yet. */
export type KnownStates = Map<string, GovernanceState | undefined>;

/**
 * The states of governance along a commit's first-parent history, oldest first: one for each commit that changed
 * something in it. The first version is taken as it is, from the first commit in which each role that must approve a
 * change of governance has somebody of its own; nothing after that commit can make another one the first. A later
 * version comes into force with the first commit in which the roles that the version before asks for have approved
 * it, signed by keys of the version before. Empty if there never was any governance.
 *
 * @param known what earlier calls for the same repository found, by commit; this call adds to it
 */
export async function governanceHistory(
	repo: Repository,
	head: string,
	check = checkSignature,
	known: KnownStates = new Map(),
): Promise<readonly { readonly commit: string; readonly state: GovernanceState }[]> {
	const [log, clock] = await Promise.all([
		readLog(repo, head, ["--first-parent", "--reverse"], governancePaths),
		historyClock(repo, head),
	]);
	const history: { commit: string; state: GovernanceState }[] = [];
	let before: GovernanceState | undefined;
	for (const { commit, seconds } of log) {
		const now = new Date((clock.get(commit) ?? seconds) * 1000);
		// A commit's first-parent history never changes, so its state does not either.
		if (!known.has(commit)) known.set(commit, await nextState(repo, commit, before, now, check));
		before = known.get(commit);
		if (before !== undefined) history.push({ commit, state: before });
	}
	return history;
}

/**
 * The governance in force at a commit. Throws UserError `invalid` if there is none.
 */
export async function governanceInForce(
	repo: Repository,
	head: string,
	check = checkSignature,
): Promise<GovernanceState> {
	const state = (await governanceHistory(repo, head, check)).at(-1)?.state;
	if (state !== undefined) return state;
	throw await noGovernance(repo, head);
}

/** Why no governance has come into force up to a commit, for whoever needs one. */
export async function noGovernance(repo: Repository, head: string): Promise<UserError> {
	const { value: files, issues } = await readGovernance(commitTree(repo, head));
	const fix = "Name somebody in people.yml for each role under governanceApprovals: one person counts once.";
	const waiting = (files === undefined ? [] : rolesWithoutPerson(files)).map((role) => ({
		...error(
			"governance",
			["governanceApprovals"],
			`${role} has nobody of its own, so this cannot be the first version`,
			fix,
		),
		file: governancePath("policy"),
	}));
	return new UserError(
		"invalid",
		`${repo.root}: no governance is in force here, so this is no records repository yet. Commit ${governanceFolder} with policy.yml, organisations.yml and people.yml filled in, or name the records with --root.`,
		[...issues, ...waiting],
	);
}

async function nextState(
	repo: Repository,
	commit: string,
	before: GovernanceState | undefined,
	now: Date,
	check: typeof checkSignature,
): Promise<GovernanceState | undefined> {
	const tree = commitTree(repo, commit);
	const { value: files, issues } = await readGovernance(tree);
	if (files === undefined) return before && { inForce: before.inForce, first: before.first, issues };
	if (before === undefined) {
		if (rolesWithoutPerson(files).length > 0) return undefined;
		const first = { ...files, commit, version: 0, chain: files.digest };
		return { inForce: first, first, issues };
	}
	const waits = isChanged(files, before.inForce);
	const { approvals } = waits ? await readApprovals(tree, "governance", check) : { approvals: [] };
	return { ...changed(before.inForce, files, { commit, approvals, now }), first: before.first, issues };
}

interface Change {
	readonly commit: string;
	readonly approvals: readonly SignedApproval[];
	readonly now: Date;
}

/**
 * What is in force once a commit holds these files. Where both the three files and others have changed, the three alone
 * may be what was approved: they come into force, and the others wait.
 */
function changed(
	inForce: Governance,
	files: GovernanceFiles,
	change: Change,
): Pick<GovernanceState, "inForce" | "pending"> {
	if (!isChanged(files, inForce)) return { inForce: { ...inForce, ...files, commit: change.commit } };
	const othersAsBefore = { ...files, others: inForce.others };
	const others = !isSame(files.others, inForce.others);
	const three = files.digest !== inForce.digest;
	const pending = pendingChange(inForce, files, change);
	if (isApproved(pending)) {
		const { version, scopeDigest: chain } = { ...pending, version: inForce.version + 1 };
		return { inForce: { ...files, commit: change.commit, version, chain } };
	}
	if (!three) return { inForce: { ...inForce, ...othersAsBefore }, pending };
	const alone = others ? pendingChange(inForce, othersAsBefore, change) : pending;
	if (!isApproved(alone)) return { inForce, pending };
	const { commit, version } = inForce;
	return changed({ ...othersAsBefore, commit, version: version + 1, chain: alone.scopeDigest }, files, change);
}

/** A change as the roles of the version in force have decided on it so far. */
function pendingChange(inForce: Governance, files: GovernanceFiles, { approvals, now }: Change): PendingGovernance {
	const from = { change: 1, from: inForce.chain, to: files.digest };
	// Left out where they are as before, so that approvals from before other files were governed still count.
	const scopeDigest = canonicalDigest(isSame(files.others, inForce.others) ? from : { ...from, others: files.others });
	const counting = approvals.filter((signed) => {
		// A branch may be merged by a machine whose clock is behind; the later moment is the stricter one.
		const relied = new Date(Math.max(now.getTime(), Date.parse(signed.value.at)));
		return approverProblem(signed, inForce.people, relied) === undefined;
	});
	const needs = inForce.policy.governanceApprovals.map((role) => ({ role, scopeDigest }));
	const settled = settle(needs, counting);
	const roles = needs.map(({ role }, index) => ({ role, ...(settled[index] as Settled) }));
	return { files, scopeDigest, roles };
}

function isChanged(files: GovernanceFiles, inForce: Governance): boolean {
	return wholeDigest(files) !== wholeDigest(inForce);
}

function isApproved({ roles }: PendingGovernance): boolean {
	return roles.every(({ state }) => state === "approved");
}

function isSame(one: GovernanceFiles["others"], other: GovernanceFiles["others"]): boolean {
	return canonicalDigest(one) === canonicalDigest(other);
}
