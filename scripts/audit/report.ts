import { type ProjectStanding, projectStanding } from "../approval/project.ts";
import { commitTree } from "../git/commit-tree.ts";
import { atOnce } from "../git/map-concurrently.ts";
import { readAllSigned } from "../records/deliveries.ts";
import { deliveriesFolder } from "../records/paths.ts";
import { auditedCommit } from "./audited-commit.ts";
import { askerFacts, groundFacts } from "./case-facts.ts";
import { auditContext } from "./context.ts";
import { bold, code, escaped, factTable, table } from "./markdown.ts";
import { ownCommands } from "./report-commands.ts";
import { deliverySection } from "./report-delivery.ts";

/**
 * One project's case on one page, as Markdown: who asked for what and why, on which legal ground, who approved it,
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
	const standing = await projectStanding(context, { commit, project, now });
	const files = await commitTree(repo, commit).readAll(deliveriesFolder(project));
	const { deliveries } = await readAllSigned(files, context.check);
	const sections = [
		`# ${escaped(standing.context.request.title)}`,
		`Project \`${project}\`, as recorded in commit \`${commit}\`. Written by \`hub audit report\`; check it with the commands at the end.`,
		whoAndWhy(standing),
		law(standing),
		approvals(standing),
		asked(standing),
	];
	sections.push(...(await atOnce(deliveries, (delivery) => deliverySection(context, delivery))));
	if (deliveries.length === 0) sections.push("## Deliveries\n\nNothing has been delivered.");
	sections.push(ownCommands(standing, deliveries));
	return `${sections.join("\n\n")}\n`;
}

function whoAndWhy(standing: ProjectStanding): string {
	const { summary, benefit } = standing.context.request;
	const facts = [...askerFacts(standing), { label: "Summary", text: summary }, { label: "Benefit", text: benefit }];
	return ["## Who asked, and what for", "", ...factTable(facts)].join("\n");
}

function law(standing: ProjectStanding): string {
	return ["## On what ground", "", ...factTable(groundFacts(standing))].join("\n");
}

function approvals({ status, governance }: ProjectStanding): string {
	const rows = status.roles.map(({ role, concerns, because, state, decision, why }) => [
		role,
		concerns.join(", "),
		state === "approved" ? "approved, signature verified" : bold(`${state}: ${why ?? ""}`),
		decision === undefined ? "" : decision.value.approver,
		decision === undefined ? "" : decision.value.at,
		decision === undefined ? because : code(decision.fingerprint),
	]);
	return [
		"## Who approved it",
		"",
		`As it stands now, by version ${governance.inForce.version} of the governance (commit \`${governance.inForce.commit.slice(0, 12)}\`).`,
		"",
		...table(["Role", "Answers for", "State", "Who", "When", "Key"], rows),
		...status.ignored.map(({ path, why }) => `\n\`${path}\` counts for nothing: ${escaped(why)}.`),
	].join("\n");
}

function asked({ context: { request } }: ProjectStanding): string {
	return [
		"## What is asked for",
		"",
		...table(
			["Field", "Treatment", "Why it is needed"],
			request.fields.map(({ field, treatment, reason }) => [code(field), treatment, reason]),
		),
	].join("\n");
}
