import { decisionActs } from "../../approval/data-decisions.ts";
import { describeOpenDecisions } from "../../approval/describe-decisions.ts";
import { packageCommands, recordCommands } from "../../audit/report-commands.ts";
import { formatMoment } from "../../document/day.ts";
import { verifiedLabel } from "../../governance/evidence.ts";
import { roleLabels } from "../../governance/role-label.ts";
import { personName } from "../../records/lookup.ts";
import { askerFacts, contractFacts, type Fact, lawFacts } from "../../request/case-facts.ts";
import { auditAddress, deliveryAddress, projectAddress } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";
import type { SiteCase, SiteCases } from "../register/cases.ts";
import { type Finding, finding } from "../register/finding.ts";
import { concernLabels } from "../register/labels.ts";
import { deliveryStatuses, projectStatuses, type StatusLabel, shownProject } from "../register/shown-status.ts";
import { type TimelineEntry, timeline } from "../register/timeline.ts";
import { type ActRow, actRows } from "./act-rows.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** One project's case, for an auditor. */
export interface CasePage {
	readonly project: string;
	readonly title: string;
	readonly address: string;
	/** Its page in the register, with what was asked for. */
	readonly registerAddress: string;
	readonly state: StatusLabel;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
	readonly asker: readonly Fact[];
	readonly legalBasis: readonly Fact[];
	readonly approvals: readonly CaseApproval[];
	/** The decisions about data that are not in force, in words. */
	readonly openDecisions: readonly string[];
	/** Who signed the decisions about data that it rests on now. */
	readonly acts: readonly ActRow[];
	/** Which version of the governance they are judged by. */
	readonly governance: string;
	readonly ignored: readonly string[];
	readonly deliveries: readonly {
		readonly delivery: string;
		readonly address: string;
		readonly state: StatusLabel;
		readonly verdict: Verdict;
		readonly made?: string;
		readonly published?: string;
		readonly keptUntil?: string;
	}[];
	readonly timeline: readonly TimelineEntry[];
	readonly commands: { readonly records: string; readonly packages: string; readonly hub: string };
}

/** One needed role's decision as it stands now. */
export interface CaseApproval {
	readonly role: string;
	readonly concerns: string;
	readonly approved: boolean;
	readonly state: string;
	readonly who: string;
	readonly at: string;
	readonly path: string;
	readonly sha256: string;
	readonly scopeDigest: string;
	readonly fingerprint: string;
}

/** See {@link CasePage}. */
export function casePage(
	{ governance, context, verification }: SiteCases,
	site: SiteCase,
	reading: SiteReading,
): CasePage {
	const { project, request, approvals, deliveries, findings } = site;
	const { status, records } = approvals;
	const verified = verification !== undefined;
	const all = [...findings, ...deliveries.flatMap((each) => each.findings)];
	const name = (id: string) => personName(records.people, id);
	const decisions = status.roles.flatMap(({ decision }) => decision ?? []);
	const recorded = deliveries.map((each) => each.recorded);
	const { version, commit } = governance.inForce;
	const doubtful = findings.some(({ severity }) => severity === "error");
	return {
		project,
		title: request.title,
		address: auditAddress(project),
		registerAddress: projectAddress(project),
		state: projectStatuses[shownProject({ ...status, deliveries, doubtful })],
		verdict: verdict(all, verified),
		findings: all.map(finding),
		asker: askerFacts(request, records),
		legalBasis: [...lawFacts(request, records), ...contractFacts(request, records)],
		approvals: status.roles.map(({ role, concerns, state, decision, why, because }) => ({
			role: roleLabels[role],
			concerns: concerns.map((concern) => concernLabels[concern]).join("; "),
			approved: state === "approved",
			state:
				state === "approved" && decision !== undefined
					? `Approved, ${verifiedLabel(decision)}`
					: `${state}: ${why ?? because}`,
			who: decision === undefined ? "" : name(decision.value.approver),
			at: decision === undefined ? "" : formatMoment(decision.value.at),
			path: decision?.path ?? "",
			sha256: decision?.sha256 ?? "",
			scopeDigest: decision?.value.slice ?? "",
			fingerprint: decision?.fingerprint ?? "",
		})),
		openDecisions: describeOpenDecisions(status.decisions),
		acts: actRows(site, decisionActs(status.decisions)),
		governance: `version ${version} of the governance, commit ${commit.slice(0, 12)}`,
		ignored: status.ignored.map(({ path, why }) => `${path}: ${why}`),
		deliveries: deliveries.map((each) => ({
			delivery: each.recorded.delivery,
			address: deliveryAddress(project, each.recorded.delivery),
			state: deliveryStatuses[each.status],
			verdict: verdict(each.findings, verified),
			...(each.recorded.manifest === undefined ? {} : { made: formatMoment(each.recorded.manifest.value.at, true) }),
			...(each.publishedAt === undefined ? {} : { published: formatMoment(each.publishedAt, true) }),
			...(each.keptUntil === undefined ? {} : { keptUntil: each.keptUntil }),
		})),
		timeline: timeline(site, reading.today, {
			people: records.people,
			catalogue: reading.records.catalogue,
			recordedIn: (path, blob) => context.history.added(path, blob)?.commit,
		}),
		commands: {
			records: recordCommands({ approvals, decisions, deliveries: recorded, acts: site.acts }).join("\n"),
			packages: packageCommands(recorded).join("\n"),
			hub: ["npm install", `npx hub audit verify --head ${context.head}`, `npx hub audit report ${project}`].join("\n"),
		},
	};
}
