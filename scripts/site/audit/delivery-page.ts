import { openedCommands, packageCommands, recordCommands } from "../../audit/report-commands.ts";
import { formatDay, formatMoment } from "../../document/day.ts";
import { answeredQueries } from "../../records/deliveries.ts";
import type { Fact } from "../../request/case-facts.ts";
import { describeObjections } from "../../request/objection-words.ts";
import type { Manifest } from "../../schema/types.ts";
import { auditAddress, deliveryAddress, projectAddress } from "../page/address.ts";
import type { AudienceView } from "../register/asked-data.ts";
import type { SiteCase, SiteCases } from "../register/cases.ts";
import { type Finding, finding } from "../register/finding.ts";
import { answerLabels } from "../register/labels.ts";
import { deliveryStatuses, type ShownDelivery, type StatusLabel } from "../register/shown-status.ts";
import { type MadePackage, madePackage, personWithId } from "./made-package.ts";
import { type RecordRow, recordRows } from "./record-rows.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** One delivery down to its hashes, for an auditor. */
export interface DeliveryPage {
	readonly project: string;
	/** The project's title. */
	readonly title: string;
	readonly delivery: string;
	readonly address: string;
	readonly caseAddress: string;
	/** The project's page in the register. */
	readonly registerAddress: string;
	readonly state: StatusLabel;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
	readonly facts: readonly Fact[];
	/** Everything that is known once a package was made; absent while the delivery is held. */
	readonly made?: MadePackage;
	readonly queries: readonly {
		readonly query: number;
		readonly field: string;
		readonly expected: string;
		readonly rows: string;
		readonly owner: string;
		readonly asked: string;
		readonly answer: string;
		readonly reason: string;
	}[];
	/** Every signed record: manifest, queries, answers, events. */
	readonly records: readonly RecordRow[];
	/** What an auditor runs in a clone of the records, beside the package, and in the folder that it was opened into. */
	readonly commands: { readonly records: string; readonly packages: string; readonly opened: string };
}

/** See {@link DeliveryPage}. */
export async function deliveryPage(
	cases: SiteCases,
	site: SiteCase,
	shown: ShownDelivery,
	view: AudienceView,
): Promise<DeliveryPage> {
	const { project, request } = site;
	const { recorded, status, findings, publishedAt, keptUntil } = shown;
	const { delivery, manifest } = recorded;
	const named = new Set(manifest?.value.approvals.map(({ path }) => path));
	const decisions = site.approvals.signed.filter(({ path }) => named.has(path));
	return {
		project,
		title: request.title,
		delivery,
		address: deliveryAddress(project, delivery),
		caseAddress: auditAddress(project),
		registerAddress: projectAddress(project),
		state: deliveryStatuses[status],
		verdict: verdict(findings, shown.verifies !== undefined),
		findings: findings.map(finding),
		facts: [
			...(manifest === undefined
				? []
				: [
						{ label: "Package made", text: formatMoment(manifest.value.at) },
						{ label: "Holds", text: basisLabels[manifest.value.basis] },
						...manifest.value.sources.map(({ source, at }) => ({
							label: "Data as of",
							text: `${formatMoment(at)}, from the source ${source}`,
						})),
						{ label: "Objections to sharing", text: describeObjections(manifest.value.objections).join(" ") },
						...listFacts(manifest.value),
					]),
			{ label: "Published", text: publishedAt === undefined ? "not yet" : formatMoment(publishedAt) },
			...(keptUntil === undefined ? [] : [{ label: "Copy may be kept until", text: formatDay(keptUntil) }]),
		],
		...(manifest === undefined ? {} : { made: madePackage(manifest.value, site, view) }),
		queries: answeredQueries(recorded).map(({ query: { value: query }, answer: signed }) => {
			const answer = signed?.value;
			return {
				query: query.query,
				field: query.field,
				expected: `${query.expected} (${query.origin === "contract" ? "agreed in the request" : "from the dictionary"})`,
				rows: query.rows,
				owner: query.owner,
				asked: formatMoment(query.at, true),
				answer:
					answer === undefined
						? "No answer yet"
						: `${answerLabels[answer.decision]}, by ${personWithId(answer.by, site)}, ${formatMoment(answer.at, true)}`,
				reason: answer?.reason ?? "",
			};
		}),
		records: recordRows(cases, recorded, shown.verifies !== undefined),
		commands: {
			records: recordCommands({
				approvals: site.approvals,
				decisions,
				deliveries: [recorded],
				acts: site.acts.filter(({ sha256 }) => manifest?.value.decisions?.includes(sha256)),
			}).join("\n"),
			packages: packageCommands([recorded]).join("\n"),
			opened: manifest === undefined ? "" : openedCommands(manifest.value).join("\n"),
		},
	};
}

/** The lists of objections that were applied, by the digests that their numbers have under the ledger's key. */
function listFacts({ objections }: Manifest): readonly Fact[] {
	return (objections?.rules ?? []).flatMap(({ date, digest, askedDigest }) => [
		...(date === undefined || digest === undefined
			? []
			: [{ label: `List of objections of ${formatDay(date)}`, text: digest }]),
		...(askedDigest === undefined ? [] : [{ label: "The list that the service was asked about", text: askedDigest }]),
	]);
}

const basisLabels = {
	full: "All of the data asked for",
	delta: "Only what changed since the delivery before",
} as const satisfies Record<Manifest["basis"], string>;
