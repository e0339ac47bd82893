import { checkedText } from "../../audit/command.ts";
import { instant } from "../../document/day.ts";
import { hasErrors } from "../../issue/issue.ts";
import type { Chart } from "../page/chart.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import type { SiteReading } from "../reading/reading.ts";
import { audienceView } from "../register/audience-view.ts";
import { type SiteCases, siteCases } from "../register/cases.ts";
import { deliveriesOverTime, sensitivitiesShared, timeToDelivery } from "../register/charts.ts";
import { type Finding, finding } from "../register/finding.ts";
import type { StatusLabel } from "../register/shown-status.ts";
import { type AccessRow, accessRows } from "./access.ts";
import { type CasePage, casePage } from "./case-page.ts";
import { type DeliveryPage, deliveryPage } from "./delivery-page.ts";
import { type Stage, stages } from "./stages.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** What the audit pages show. They are on the internal site only; the public site gets an empty object. */
export interface AuditContents {
	readonly stages: readonly Stage[];
	readonly verification: VerificationSummary;
	readonly charts: readonly Chart[];
	readonly pages: readonly ListPage<CaseEntry>[];
	readonly cases: readonly CasePage[];
	readonly deliveries: readonly DeliveryPage[];
	readonly access: readonly ListPage<AccessRow>[];
}

/** A project in the list of cases. */
export interface CaseEntry {
	readonly title: string;
	readonly address: string;
	readonly state: StatusLabel;
	readonly verdict: Verdict;
	readonly deliveries: number;
}

/** What an audit of all records found when the site was made. */
export interface VerificationSummary {
	readonly verdict: Verdict;
	readonly commit: string;
	readonly at: string;
	/** What was checked, in a sentence; absent if nothing was. */
	readonly checked?: string;
	readonly firstGovernance?: string;
	/** The first of them; `more` says how many are not shown. */
	readonly findings: readonly Finding[];
	readonly more: number;
	/** What follows from it; empty if something does not verify. */
	readonly proves: readonly string[];
	readonly leavesOpen: readonly string[];
}

const pageSize = 100;
const mostFindings = 100;

/** See {@link AuditContents}. */
export async function auditContents(reading: SiteReading): Promise<AuditContents | Record<string, never>> {
	if (!reading.shows.auditPages) return {};
	const all = await siteCases(reading);
	const { cases } = all;
	const pages = cases.map((each) => casePage(all, each, reading));
	const deliveries: DeliveryPage[] = [];
	const view = audienceView(reading);
	for (const each of cases) {
		for (const delivery of each.deliveries) deliveries.push(await deliveryPage(all, each, delivery, view));
	}
	const charts = [deliveriesOverTime(cases, reading.today), sensitivitiesShared(cases), timeToDelivery(cases)];
	return {
		stages,
		verification: summary(all, reading),
		charts: charts.filter((chart) => chart !== undefined),
		pages: paginate(
			pages.map(({ title, address, state, verdict: found, deliveries: own }) => ({
				title,
				address,
				state,
				verdict: found,
				deliveries: own.length,
			})),
			pageSize,
		),
		cases: pages,
		deliveries,
		access: paginate(accessRows(cases, reading.today), pageSize),
	};
}

function summary(
	{ verification, context, findings: others, cases }: SiteCases,
	{ now }: SiteReading,
): VerificationSummary {
	const findings = verification?.findings ?? [
		...others,
		...cases.flatMap((each) => [...each.findings, ...each.deliveries.flatMap((one) => one.findings)]),
	];
	const inOrder = findings.toSorted((one, other) =>
		one.severity < other.severity ? -1 : Number(one.severity > other.severity),
	);
	return {
		verdict: verdict(findings, verification !== undefined),
		commit: context.head,
		at: instant(now),
		...(verification === undefined
			? {}
			: { checked: checkedText(verification), firstGovernance: verification.firstGovernance }),
		findings: inOrder.slice(0, mostFindings).map(finding),
		more: Math.max(0, inOrder.length - mostFindings),
		proves: hasErrors(findings) ? [] : (verification?.proves ?? []),
		leavesOpen: [...(verification?.leavesOpen ?? []), ...transcription],
	};
}

/** What rests on the hub's word even if everything verifies. */
const transcription: readonly string[] = [
	"What was said in reviews on the website that holds these records: a decision counts by its approver’s own signature. Where a review there is taken over, it rests on the hub’s transcription of it, and not on the approver’s key.",
];
