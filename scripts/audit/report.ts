import type { RootContent } from "mdast";
import { decisionActs } from "../approval/data-decisions.ts";
import { describeOpenDecisions } from "../approval/describe-decisions.ts";
import { type ProjectApprovals, projectApprovals } from "../approval/project.ts";
import { formatMoment } from "../document/day.ts";
import { code, factTable, heading, markdown, paragraph, strong, table } from "../document/markdown.ts";
import { commitTree } from "../git/commit-tree.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { readActs, type SigningAct } from "../governance/data/act.ts";
import { verifiedLabel } from "../governance/evidence.ts";
import { type DeliveryRecords, readAllSigned } from "../records/deliveries.ts";
import { deliveriesFolder } from "../records/paths.ts";
import { askerFacts, contractFacts, lawFacts } from "../request/case-facts.ts";
import { counted } from "../text/count.ts";
import { auditedCommit } from "./audited-commit.ts";
import { type AuditContext, auditContext } from "./context.ts";
import { ownCommands } from "./report-commands.ts";
import { deliverySection } from "./report-delivery.ts";

/**
 * One project's case on one page, as Markdown: who asked for what and why, on which legal basis, who approved it,
 * what was shared when and with whom, and the commands with which an auditor checks it all without the hub. Reads
 * what is committed. Throws UserError `invalid` if there is no such project.
 */
export async function auditReport({
	root,
	project,
	now,
}: {
	readonly root: string;
	readonly project: string;
	readonly now: Date;
}): Promise<string> {
	const { repo, commit } = await auditedCommit(root);
	const context = await auditContext(repo, commit);
	const found = await projectApprovals(context, { commit, project, now });
	const files = await commitTree(repo, commit).readAll(deliveriesFolder(project));
	const { deliveries } = await readAllSigned(files, context.check);
	const acts = await actsOf(context, commit, found, deliveries);
	const sections = await mapConcurrently(deliveries, (delivery) => deliverySection(context, delivery, acts));
	return markdown([
		heading(1, [found.context.request.title]),
		paragraph(
			...[
				"Project ",
				code(project),
				", as recorded in commit ",
				code(commit),
				". Written by ",
				code("hub audit report"),
			],
			"; check it with the commands at the end.",
		),
		...whoAndWhy(found),
		...law(found),
		...approvals(found),
		...decisionsAboutData(found, acts),
		...asked(found),
		...sections.flat(),
		...(deliveries.length === 0 ? [heading(2, ["Deliveries"]), paragraph("Nothing has been delivered.")] : []),
		...ownCommands(found, deliveries, acts),
	]);
}

/** The signing acts about data that the case rests on now, and those that its deliveries rested on. */
function actsOf(
	context: AuditContext,
	commit: string,
	{ status }: ProjectApprovals,
	deliveries: readonly DeliveryRecords[],
): Promise<readonly SigningAct[]> {
	const before = deliveries.flatMap(({ manifest }) => manifest?.value.decisions ?? []);
	const digests = [...new Set([...decisionActs(status.decisions), ...before])];
	return readActs(commitTree(context.repo, commit), digests, context.check);
}

function whoAndWhy({ context: { request }, records }: ProjectApprovals): readonly RootContent[] {
	const { summary, benefit } = request;
	const facts = [
		...askerFacts(request, records),
		{ label: "Summary", text: summary },
		{ label: "Benefit", text: benefit },
	];
	return [heading(2, ["Who asked, and what for"]), factTable(facts)];
}

function law({ context: { request }, records }: ProjectApprovals): readonly RootContent[] {
	const facts = [...lawFacts(request, records), ...contractFacts(request, records)];
	return [heading(2, ["On which legal basis"]), factTable(facts)];
}

function approvals({ status, governance }: ProjectApprovals): readonly RootContent[] {
	const { version, commit } = governance.inForce;
	const rows = status.roles.map(({ role, concerns, because, state, decision, why }) => [
		role,
		concerns.join(", "),
		state === "approved" && decision !== undefined
			? `approved, ${verifiedLabel(decision)}`
			: strong(`${state}: ${why ?? ""}`),
		decision === undefined ? "" : decision.value.approver,
		decision === undefined ? "" : formatMoment(decision.value.at),
		decision === undefined ? because : code(decision.fingerprint),
	]);
	return [
		heading(2, ["Who approved it"]),
		paragraph(`As it stands now, by version ${version} of the governance (commit `, code(commit.slice(0, 12)), ")."),
		table(["Role", "Answers for", "State", "Who", "When", "Key"], rows),
		...status.ignored.map(({ path, why }) => paragraph(code(path), ` counts for nothing: ${why}.`)),
	];
}

function decisionsAboutData({ status }: ProjectApprovals, acts: readonly SigningAct[]): readonly RootContent[] {
	if (status.decisions.length === 0) return [];
	const now = new Set(decisionActs(status.decisions));
	const rows = acts
		.filter(({ sha256 }) => now.has(sha256))
		.map(({ value, path, fingerprint }) => [
			value.signer,
			formatMoment(value.at),
			counted(value.decisions.length, "decision"),
			code(path),
			code(fingerprint),
		]);
	const open = describeOpenDecisions(status.decisions);
	return [
		heading(2, ["Who decided about the data"]),
		...(open.length === 0 ? [paragraph("Every decision that the request rests on is in force.")] : []),
		...open.map((line) => paragraph(strong(line))),
		...(rows.length === 0 ? [] : [table(["Who", "When", "What", "Signing act", "Key"], rows)]),
	];
}

function asked({ context: { request } }: ProjectApprovals): readonly RootContent[] {
	const rows = request.fields.map(({ field, treatment, reason }) => [code(field), treatment, reason]);
	return [heading(2, ["What is asked for"]), table(["Field", "Treatment", "Why it is needed"], rows)];
}
