import { instant } from "../document/day.ts";
import { listPaths } from "../git/commit-tree.ts";
import { type CurrentBranch, currentBranch, recordFiles } from "../git/record-files.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { approverProblem } from "../governance/evidence.ts";
import { isKeyOf } from "../governance/signer.ts";
import { UserError } from "../issue/user-error.ts";
import { approvalPath, approvalsFolder, freeNumber } from "../records/paths.ts";
import type { Approval, Person } from "../schema/types.ts";
import { keyOwner, type OwnedKey, signWith } from "./key-owner.ts";
import { readSubject, type Subject, type SubjectRole } from "./subject.ts";

/** What a person decides. */
export interface DecisionToSign {
	/** Folder of the records repository. */
	readonly root: string;
	/** The project, or `governance`. */
	readonly project: string;
	/** File of the person's SSH private key. */
	readonly key: string;
	readonly decision: Approval["decision"];
	/** Why; needed to return or refuse. */
	readonly reason?: string;
	readonly now: Date;
	/** Is given what is about to be signed, in plain words, line by line, before the key's passphrase is asked for. */
	show?(lines: readonly string[]): void;
}

/** A signed decision, and where it stands. */
export interface SignedDecision {
	readonly path: string;
	readonly approval: Approval;
	readonly subject: Subject;
	/** Whether the same decision about the same text stood there before. */
	readonly already: boolean;
}

/**
 * Signs a decision about what is committed on the current branch, and commits it there. The person and the role
 * follow from the key. Throws UserError `key` if the key's owner cannot decide here, `invalid` if there is nothing to
 * decide, a governing role would be left without two holders or the text has uncommitted changes, `usage` if a reason is missing.
 */
export async function approve({
	root,
	project,
	key,
	decision,
	reason,
	now,
	show,
}: DecisionToSign): Promise<SignedDecision> {
	if (decision !== "approve" && (reason ?? "").trim() === "") {
		throw new UserError("usage", `To ${decision} a request, say why with --reason.`);
	}
	const repo = openRepository(root);
	const branch = await currentBranch(repo);
	const subject = await readSubject(repo, branch.head, project, now);
	await refuseUncommitted(repo, subject);
	if (decision === "approve" && subject.unfit !== undefined) {
		throw new UserError(
			"invalid",
			`${subject.path}: ${subject.unfit}. Whoever is lost, the others must be able to go on.`,
		);
	}
	const owned = await keyOwner(key, subject.people, subject.id, now, subject.barred);
	const { person } = owned;
	const role = roleFor(subject, person, decision);
	// What another's key has signed in their name counts for nothing, and must not keep them from deciding.
	const own = subject.approvals.filter(
		({ value, fingerprint }) =>
			value.approver === person.id && value.role === role.role && isKeyOf(person, fingerprint),
	);
	const latest = own.toSorted((a, b) => (a.value.at < b.value.at ? -1 : 1)).at(-1);
	if (latest?.value.slice === role.scopeDigest && latest.value.decision === decision) {
		return { path: latest.path, approval: latest.value, subject, already: true };
	}
	const approval: Approval = {
		schemaVersion: 1,
		subject: subject.id,
		approver: person.id,
		role: role.role,
		decision,
		...(reason === undefined ? {} : { reason: reason.trim() }),
		blob: subject.blob,
		slice: role.scopeDigest,
		at: after(latest?.value.at, now),
	};
	// By the very rule that a delivery goes by, so that nobody signs what would count for nothing.
	const why = approverProblem({ value: approval, fingerprint: owned.fingerprint }, subject.people, now);
	if (why !== undefined) {
		const clock =
			latest === undefined ? "" : ` The last decision of ${person.id} is of ${latest.value.at}: check the clock.`;
		throw new UserError("key", `What would be signed about ${subject.id} would not count: ${why}.${clock}`);
	}
	show?.(await subject.describe(latest));
	const path = await signAndRecord(repo, branch, approval, owned, now);
	return { path, approval, subject, already: false };
}

async function refuseUncommitted(repo: Repository, { path }: Subject): Promise<void> {
	const changed = await repo.raw(["status", "--porcelain", "--untracked-files=no", "--", path]);
	if (changed.trim() === "") return;
	throw new UserError(
		"invalid",
		`${path}: this has changes that are not committed. Commit or undo them, so that you sign what you see.`,
	);
}

/** The role in which a person decides: the first that still needs them, among those they hold. */
function roleFor(subject: Subject, person: Person, decision: Approval["decision"]): SubjectRole {
	const held = subject.roles.filter(({ role }) => person.roles.includes(role));
	if (held.length === 0) {
		const needed = subject.roles.map(({ role }) => role).join(", ");
		throw new UserError("key", `${person.id} holds none of the roles that decide about ${subject.id}: ${needed}.`);
	}
	const own = held.find((role) => role.decision?.value.approver === person.id && role.state !== "void");
	const role = own ?? held.find(({ state }) => state !== "approved") ?? held[0];
	if (own?.state === "approved" && decision === "approve" && held.some(({ state }) => state !== "approved")) {
		const others = held.filter(({ state }) => state !== "approved").map(({ role: other }) => other);
		throw new UserError(
			"key",
			`${person.id} has approved ${subject.id} as ${own.role} already, and one person counts once: somebody else must approve as ${others.join(" and ")}.`,
		);
	}
	return role as SubjectRole;
}

/** The time of signing: later than the person's last decision, since the latest one counts. */
function after(last: string | undefined, now: Date): string {
	const next = last === undefined ? 0 : new Date(last).getTime() + 1000;
	return instant(new Date(Math.max(now.getTime(), next)));
}

async function signAndRecord(
	repo: Repository,
	branch: CurrentBranch,
	approval: Approval,
	owned: OwnedKey,
	now: Date,
): Promise<string> {
	const bytes = Buffer.from(`${JSON.stringify(approval, null, 2)}\n`);
	const signature = await signWith(owned, bytes, "approval");
	const path = await nextPath(repo, branch, approval.subject);
	const verb = { approve: "Approve", return: "Return", refuse: "Refuse" }[approval.decision];
	const message = `${verb} ${approval.subject} as ${approval.role}`;
	await recordFiles(repo, branch, {
		files: new Map([
			[path, bytes],
			[`${path}.sig`, signature],
		]),
		message,
		now,
	});
	return path;
}

/** The path of the next decision: its number is the first under which there is no file, of whatever kind. */
async function nextPath(repo: Repository, { head }: CurrentBranch, subject: string): Promise<string> {
	const paths = await listPaths(repo, head, approvalsFolder(subject));
	const pathOf = (number: number) => approvalPath(subject, number);
	return pathOf(freeNumber(paths, 1, (number) => [pathOf(number)]));
}
