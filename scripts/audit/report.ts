import { type ProjectStanding, projectStanding } from "../approval/project.ts";
import { commitTree } from "../git/tree.ts";
import { atOnce } from "../records/at-once.ts";
import { auditedCommit } from "./audited-commit.ts";
import { auditContext } from "./context.ts";
import { bold, code, escaped, table } from "./markdown.ts";
import { recordedDeliveries } from "./recorded.ts";
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
	const governance = await context.governanceAt(commit);
	const standing = await projectStanding(
		repo,
		{ commit, project, now },
		{ check: context.check, ...(governance && { governance }) },
	);
	const files = await commitTree(repo, commit).readAll(`requests/${project}/deliveries/`);
	const { deliveries } = recordedDeliveries(files);
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

function whoAndWhy({ context: { request }, records }: ProjectStanding): string {
	const name = (id: string): string => {
		const person = records.people.people.find((candidate) => candidate.id === id);
		return person === undefined ? id : `${person.name}${person.job === undefined ? "" : `, ${person.job}`} (${id})`;
	};
	const organisation = records.organisations.organisations.find(({ id }) => id === request.organisation);
	const purposes = records.vocabularies.get("purposes")?.terms ?? [];
	return [
		"## Who asked, and what for",
		"",
		...table(
			["", ""],
			[
				["Requester", name(request.requester)],
				...(request.writtenBy === undefined ? [] : [["Written on their behalf by", name(request.writtenBy)]]),
				[
					"For",
					organisation === undefined
						? request.organisation
						: `${organisation.name}, ${organisation.kind}, ${organisation.country}`,
				],
				["Team", request.team.map(name).join("; ")],
				[
					"Purposes",
					request.purposes.map((id) => `${purposes.find((term) => term.id === id)?.label ?? ""} (${id})`).join("; "),
				],
				["Summary", request.summary],
				["Benefit", request.benefit],
			],
		),
	].join("\n");
}

function law({ context: { request }, records }: ProjectStanding): string {
	const { law: ground, agreement, acceptedTerms, retention } = request;
	const { basis, consentPurpose, reference, expires } = ground.confidentiality;
	const contract = records.agreements.get(agreement);
	return [
		"## On what ground",
		"",
		...table(
			["", ""],
			[
				["UK GDPR", `Article ${ground.article6}, Article ${ground.article9}`],
				[
					"Confidentiality",
					[basis, consentPurpose && `for ${consentPurpose}`, reference, expires && `until ${expires}`]
						.filter(Boolean)
						.join(", "),
				],
				[
					"Ethics",
					ground.ethics === undefined
						? "none given"
						: [ground.ethics.reference, ground.ethics.expires && `until ${ground.ethics.expires}`]
								.filter(Boolean)
								.join(", "),
				],
				["Impact assessment", ground.dpia],
				...(ground.transfer === undefined ? [] : [["Transfer abroad", ground.transfer]]),
				[
					"Agreement",
					contract === undefined
						? agreement
						: `${contract.title}, ${contract.reference}, ${contract.from} to ${contract.until}`,
				],
				["Terms accepted", acceptedTerms.map(({ terms, by, on }) => `${terms} by ${by} on ${on}`).join("; ")],
				["Kept for", `${retention.months} months; then: ${retention.destruction}`],
			],
		),
	].join("\n");
}

function approvals({ status, governance }: ProjectStanding): string {
	const rows = status.roles.map(({ role, concerns, because, state, decision, why }) => [
		role,
		concerns.join(", "),
		state === "approved" ? "approved, signature verified" : bold(`${state}: ${why ?? ""}`),
		decision === undefined ? "" : decision.approval.approver,
		decision === undefined ? "" : decision.approval.at,
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
