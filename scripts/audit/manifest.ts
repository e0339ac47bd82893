import { decisionActs, isBlocking } from "../approval/data-decisions.ts";
import { describeOpenDecisions } from "../approval/describe-decisions.ts";
import { type ProjectApprovals, projectApprovals } from "../approval/project.ts";
import { checkContext } from "../check/context.ts";
import { checkRequest } from "../check/request.ts";
import type { RuleId } from "../check/rule.ts";
import { recipientsOf } from "../delivery/recipients.ts";
import { manifestRules, statementOf } from "../delivery/statement.ts";
import { formatFieldId, parseFieldId } from "../dictionary/field-id.ts";
import { londonDay } from "../document/day.ts";
import { sha256Of } from "../document/digest.ts";
import { blobId } from "../git/blob.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { planShare } from "../plan/share-plan.ts";
import { decisionPath } from "../records/decision-paths.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import { agreementPath, requestPath, termsPath } from "../records/paths.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { Manifest } from "../schema/types.ts";
import type { AuditContext } from "./context.ts";
import { checkObjectionsDone } from "./objections-done.ts";
import { type Report, reporter } from "./report-manifest.ts";
import { statementDifferences } from "./statement.ts";

type RecordedManifest = SignedFile<"manifest">;

/**
 * Checks a manifest against the records as they stood in the commit that recorded it: the request, agreement, terms,
 * governance and dictionary it names, its recipients' keys, and above all the approvals, which are judged again by
 * the governance in force there.
 */
export async function checkManifest(
	context: AuditContext,
	file: RecordedManifest,
	delivery: DeliveryRecords,
): Promise<readonly Issue[]> {
	const report = reporter(file.path);
	const added = context.history.added(file.path, file.blob);
	const governance = added && (await context.governanceAt(added.commit));
	if (added === undefined || governance === undefined) return [report("this manifest is not part of the history")];
	const manifest = file.value;
	const tree = context.tree(added.commit, manifest.project);
	const issues = [...(await checkTexts(context, tree, manifest, report))];
	if (manifest.request.path !== requestPath(manifest.project))
		issues.push(report("this names another project's request"));
	const { blobs } = governance.inForce;
	for (const name of ["policy", "people", "organisations"] as const) {
		if (manifest.governance[name] !== blobs[name])
			issues.push(report(`${name}.yml is not the version that was in force`));
	}
	// The hub itself wrote the manifest's time, so the time of recording counts where it is later.
	const now = new Date(Math.max(Date.parse(manifest.at), added.at.getTime()));
	try {
		const project = { commit: added.commit, project: manifest.project, now };
		const approvals = await projectApprovals(context, project);
		issues.push(...checkRoles(manifest, approvals, report), ...checkLegalBasis(approvals, report));
		issues.push(...checkObjectionsDone(manifest, approvals, report));
		issues.push(
			...(manifest.rules === undefined
				? [...checkRecipients(manifest, approvals, report), ...checkFields(manifest, approvals, report)]
				: checkStatement(manifest, approvals, delivery, report)),
		);
	} catch (failure) {
		if (!(failure instanceof UserError)) throw failure;
		issues.push(report(`the records it rests on cannot be judged: ${failure.message}`));
	}
	return issues;
}

/** Checks that a manifest names the key that signed it. */
export function checkHubKey({ path, fingerprint, value }: RecordedManifest): readonly Issue[] {
	if (fingerprint === value.hubKey) return [];
	return [reporter(path)(`this says that ${value.hubKey} signed it, but ${fingerprint} did`)];
}

/** Every text that the manifest names must have stood at its place with exactly that content. */
async function checkTexts(
	context: AuditContext,
	tree: FileTree,
	manifest: Manifest,
	report: Report,
): Promise<readonly Issue[]> {
	const named = [
		{ path: manifest.request.path, blob: manifest.request.blob },
		{ path: agreementPath(manifest.agreement.id), blob: manifest.agreement.blob },
		...manifest.dictionary,
	];
	const terms = manifest.terms.map((text) => ({ ...text, path: termsPath(text.terms) }));
	const wanted = new Set([...named, ...terms].map(({ path }) => path));
	const texts = await tree.readAll("", (path) => wanted.has(path));
	const issues: Issue[] = [];
	for (const { path, blob } of named) {
		const bytes = texts.get(path);
		if (bytes !== undefined && blobId(bytes) === blob) continue;
		const ever = context.history.added(path, blob) !== undefined;
		issues.push(
			report(
				`${path} ${ever ? "had been changed when this was recorded" : "never had the content that is named here"}`,
			),
		);
	}
	for (const { path, sha256 } of terms) {
		const bytes = texts.get(path);
		if (bytes === undefined || sha256Of(bytes) !== sha256)
			issues.push(report(`${path} did not have the content that is named here`));
	}
	return issues;
}

/** The approvals of every needed role must count, and be the very files that the manifest names. */
function checkRoles(manifest: Manifest, { status, signed }: ProjectApprovals, report: Report): readonly Issue[] {
	const issues: Issue[] = [];
	for (const { role, state, why } of status.roles) {
		if (state !== "approved")
			issues.push(report(`the approval as ${role} did not count when this was recorded: ${why ?? state}`));
		else if (!manifest.approvals.some((named) => named.role === role))
			issues.push(report(`the approval as ${role} is not named`));
	}
	issues.push(...checkDecisions(manifest, status, report));
	const ignored = new Map(status.ignored.map(({ path, why }) => [path, why]));
	for (const { path, sha256, role, approver } of manifest.approvals) {
		const found = signed.find((candidate) => candidate.path === path);
		if (found?.sha256 !== sha256) issues.push(report(`${path} did not have the content that is named here`));
		else if (found.value.role !== role || found.value.approver !== approver || found.value.decision !== "approve") {
			issues.push(report(`${path} is no approval of ${approver} as ${role}`));
		} else if (ignored.has(path)) issues.push(report(`${path} counted for nothing: ${ignored.get(path)}`));
	}
	return issues;
}

/** Every decision about data must have been in force, and the acts named be those by which it was. */
function checkDecisions(
	manifest: Manifest,
	{ decisions }: ProjectApprovals["status"],
	report: Report,
): readonly Issue[] {
	// Fewer things were decided about before manifests named their rules: what was not asked about was not signed.
	const isOld = manifest.rules === undefined;
	const blocking = decisions.filter((status) => isBlocking(status) && !(isOld && status.state === "undecided"));
	const open = describeOpenDecisions(blocking);
	const acts = decisionActs(decisions);
	const named = new Set(manifest.decisions ?? []);
	return [
		...open.map((line) => report(`a decision about data was not in force when this was recorded: ${line}`)),
		...acts.filter((act) => !isOld && !named.has(act)).map((act) => report(`${decisionPath(act)} is not named`)),
		...[...named]
			.filter((act) => !acts.includes(act))
			.map((act) => report(`${decisionPath(act)} decided nothing of it`)),
	];
}

/** The rules about the legal basis of a delivery. A past delivery is held to no others, since those may be newer. */
const legalBasisRules: ReadonlySet<string> = new Set<RuleId>([
	...(["agreement-recipient", "agreement-not-begun", "agreement-ended", "agreement-purpose"] as const),
	...(["section-251", "section-251-expired", "ethics-expired", "terms-not-accepted", "terms-changed"] as const),
	...(["retention-policy", "retention-agreement"] as const),
]);

/** Checks that the legal basis held on the day of the delivery, since approvals do not lapse when an agreement ends. */
function checkLegalBasis(
	{ context: { project, request, records, now } }: ProjectApprovals,
	report: Report,
): readonly Issue[] {
	return checkRequest(request, checkContext(records, project, londonDay(now)))
		.filter(({ severity, rule }) => severity === "error" && legalBasisRules.has(rule))
		.map(({ message }) => report(`it had no legal basis when this was recorded: ${message}`));
}

/** The password may be sealed only to keys of the team that were confirmed and unrevoked when this was recorded. */
function checkRecipients(manifest: Manifest, { context, records }: ProjectApprovals, report: Report): readonly Issue[] {
	const { recipients } = recipientsOf(context.request, records.people, londonDay(context.now));
	return manifest.recipients.flatMap(({ person, keySha256 }) =>
		recipients.some((allowed) => allowed.person === person && allowed.keySha256 === keySha256)
			? []
			: [report(`${person} could open the package with a key that was not a confirmed key of the team`)],
	);
}

/** A manifest that names its rules must say what these make of the records of its time: no more, no less, nothing else. */
function checkStatement(
	manifest: Manifest,
	approvals: ProjectApprovals,
	{ queries, answers }: DeliveryRecords,
	report: Report,
): readonly Issue[] {
	if (manifest.rules !== manifestRules) {
		const says = `it was made by version ${manifest.rules} of the rules, which this hub does not know: use a newer one`;
		return [report(says)];
	}
	const { project, request, now } = approvals.context;
	const { records } = approvals;
	const authority = {
		project,
		request,
		requestBlob: records.blobs.get(requestPath(project)) ?? "",
		records,
		recipients: recipientsOf(request, records.people, londonDay(now)).recipients,
		approvals,
	};
	const asked = queries.flatMap(({ value: query }) => {
		const answer = answers.find((candidate) => candidate.value.query === query.query);
		return query.share === manifest.share && answer !== undefined ? [{ query, answerPath: answer.path }] : [];
	});
	const statement = statementOf(authority, planShare(request, records), manifest.delivery);
	return statementDifferences(manifest, statement, asked).map(report);
}

/** What was shared must be what was asked for and approved: each field, with its treatment. */
function checkFields(manifest: Manifest, { context }: ProjectApprovals, report: Report): readonly Issue[] {
	const asked = new Map(context.request.fields.map(({ field, treatment }) => [plain(field), treatment]));
	const shared = new Map(manifest.fields.map(({ field, treatment }) => [plain(field), treatment]));
	const beyond = [...shared].filter(([field, treatment]) => asked.get(field) !== treatment);
	const without = [...asked.keys()].filter((field) => !shared.has(field));
	return [
		...beyond.map(([field, treatment]) =>
			report(`${field} was shared with the treatment ${treatment}, which was not asked for`),
		),
		...without.map((field) => report(`${field} was asked for, but is not named`)),
	];
}

/** A field's id as the dictionary writes it. */
function plain(id: string): string {
	const name = parseFieldId(id);
	return name === undefined ? id : formatFieldId(name);
}
