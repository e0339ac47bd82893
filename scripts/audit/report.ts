import type { RootContent } from "mdast";
import { type ProjectApprovals, projectApprovals } from "../approval/project.ts";
import { formatMoment } from "../document/day.ts";
import { code, factTable, heading, markdown, paragraph, strong, table } from "../document/markdown.ts";
import { commitTree } from "../git/commit-tree.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { verifiedLabel } from "../governance/evidence.ts";
import { readAllSigned } from "../records/deliveries.ts";
import { deliveriesFolder } from "../records/paths.ts";
import { askerFacts, contractFacts, lawFacts } from "../request/case-facts.ts";
import { auditedCommit } from "./audited-commit.ts";
import { auditContext } from "./context.ts";
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
	const sections = await mapConcurrently(deliveries, (delivery) => deliverySection(context, delivery));
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
		...asked(found),
		...sections.flat(),
		...(deliveries.length === 0 ? [heading(2, ["Deliveries"]), paragraph("Nothing has been delivered.")] : []),
		...ownCommands(found, deliveries),
	]);
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

function asked({ context: { request } }: ProjectApprovals): readonly RootContent[] {
	const rows = request.fields.map(({ field, treatment, reason }) => [code(field), treatment, reason]);
	return [heading(2, ["What is asked for"]), table(["Field", "Treatment", "Why it is needed"], rows)];
}
