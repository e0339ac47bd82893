import { readFile } from "node:fs/promises";
import { commitTree, listPaths } from "../git/commit-tree.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { type Repository, resolveCommit } from "../git/repository.ts";
import type { GovernanceState } from "../governance/governance.ts";
import { wholeDigest } from "../governance/governed.ts";
import { pendingSentence } from "../governance/pending-change.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { readAllSigned } from "../records/deliveries.ts";
import {
	governanceFolder,
	governancePath,
	isAmongSigned,
	projectAt,
	requestPath,
	requestsFolder,
} from "../records/paths.ts";
import { checkAppendOnly } from "./append-only.ts";
import { auditedCommit, checkNewest } from "./audited-commit.ts";
import { checkChain, checkRulesRise } from "./chain.ts";
import { checkDelivery } from "./check-delivery.ts";
import { type Conclusion, conclusion } from "./conclusion.ts";
import { type AuditContext, auditContext } from "./context.ts";
import { checkPublished } from "./published.ts";
import { checkShareServer } from "./share-server.ts";
import { checkApprovals } from "./signatures.ts";
import { checkTrust, parseTrust } from "./trust.ts";

/** What an auditor asks to be verified. */
export interface VerificationOptions {
	/** Folder of the records repository; what is committed there counts, not what is being edited. */
	readonly root: string;
	/** A commit the auditor has kept, which must still be part of the history. */
	readonly head?: string;
	/** File of the first governance's fingerprints, handed over outside the repository. */
	readonly trust?: string;
	/** Folder with the published packages. */
	readonly published?: string;
	/** Compare the data in the share databases too; their address is in this environment. */
	readonly data?: { readonly env: Readonly<Record<string, string | undefined>> };
}

/** What an audit found. */
export interface Verification extends Conclusion {
	/** The commit that was verified. */
	readonly commit: string;
	/** Digest of the first governance, for the auditor's own list. */
	readonly firstGovernance: string;
	readonly findings: readonly Issue[];
	readonly checked: {
		readonly signatures: number;
		readonly manifests: number;
		readonly packages: number;
		readonly copies: number;
	};
}

/**
 * Verifies the records of a repository, trusting nobody: every signature, every manifest against the records and the
 * governance of its time, the chain of manifests, and that nothing recorded was ever changed or deleted. Throws
 * UserError if there is no such repository, commit or file.
 */
export async function verifyRecords(options: VerificationOptions): Promise<Verification> {
	const { repo, commit } = await auditedCommit(options.root);
	return verifyCommit(await auditContext(repo, commit), options);
}

/** As {@link verifyRecords}, for a commit whose history has been read already. */
export async function verifyCommit(
	context: AuditContext,
	options: Omit<VerificationOptions, "root">,
): Promise<Verification> {
	const { repo, head: commit } = context;
	const findings: Issue[] = [...(await checkNewest(repo, commit))];
	if (options.head !== undefined) findings.push(...(await checkKept(repo, options.head, commit)));
	const governance = await context.governanceAt(commit);
	if (governance === undefined) throw new UserError("invalid", `${governanceFolder}: there is no governance in force.`);
	const { first } = governance;
	findings.push(...(await context.otherGovernances()), ...checkPending(governance));
	const trust = options.trust === undefined ? undefined : parseTrust(await readTrust(options.trust), options.trust);
	if (trust !== undefined) findings.push(...checkTrust(first, trust));
	findings.push(...(await checkAppendOnly(context, context.governances)));
	const recorded = await commitTree(repo, commit).readAll(requestsFolder, isAmongSigned);
	const { approvals, deliveries, strays } = await readAllSigned(recorded, context.check);
	findings.push(...strays);
	findings.push(...(await checkApprovals(context, approvals)));
	findings.push(...(await mapConcurrently(deliveries, (delivery) => checkDelivery(context, delivery, options))).flat());
	const manifests = deliveries.flatMap(({ manifest }) => manifest ?? []);
	for (const project of new Set(deliveries.map((delivery) => delivery.project))) {
		const own = manifests.filter(({ value }) => value.project === project);
		findings.push(...(await checkChain(context, own)));
	}
	findings.push(...(await checkRulesRise(context, manifests)));
	const published = options.published === undefined ? undefined : await checkPublished(options.published, deliveries);
	findings.push(...(published?.issues ?? []));
	if (options.data !== undefined) {
		const projects = [...(await requestedProjects(repo, commit)), ...deliveries.map(({ project }) => project)];
		findings.push(...(await checkShareServer(options.data.env, { projects: new Set(projects), deliveries })));
	}
	const packages = published?.compared ?? 0;
	return {
		commit,
		firstGovernance: wholeDigest(first),
		findings,
		checked: {
			signatures: context.signatures(),
			manifests: manifests.length,
			packages,
			copies: options.data === undefined ? 0 : manifests.length,
		},
		...conclusion({
			...options,
			trust,
			packages,
			withoutRules: manifests.filter(({ value }) => value.rules === undefined).length,
		}),
	};
}

/** A change of governance that nobody has approved is not in force, but whoever audits should know that it stands there. */
function checkPending(state: GovernanceState): readonly Issue[] {
	const file = governancePath("policy");
	const waits = pendingSentence(state);
	return [
		...state.issues.map((issue) => ({ ...issue, severity: "warning" as const })),
		...(waits === undefined
			? []
			: [{ ...warning("pending-governance", [], waits, "They approve it with hub approve governance."), file }]),
	];
}

/** The projects that have a request at a commit. */
async function requestedProjects(repo: Repository, commit: string): Promise<readonly string[]> {
	const paths = await listPaths(repo, commit, requestsFolder);
	return paths.flatMap((path) => {
		const project = projectAt(path);
		return project !== undefined && path === requestPath(project) ? [project] : [];
	});
}

async function checkKept(repo: Repository, kept: string, commit: string): Promise<readonly Issue[]> {
	const found = await resolveCommit(repo, kept);
	if (found !== undefined && (await repo.holds(["merge-base", "--is-ancestor", found, commit]))) return [];
	const fix = "The history was rewritten since you kept it. Ask for the repository as it was then.";
	return [error("history", [], `the commit ${kept} that you kept is not part of this history`, fix)];
}

async function readTrust(file: string): Promise<string> {
	return readFile(file, "utf8").catch(() => {
		throw new UserError("usage", `${file}: this file cannot be read. Name the file of trusted fingerprints.`);
	});
}
