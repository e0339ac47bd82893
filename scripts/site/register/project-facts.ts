import { findField, findTable } from "../../dictionary/catalogue.ts";
import { countryName } from "../../document/country.ts";
import { londonDay } from "../../document/day.ts";
import { roleLabels } from "../../governance/role-label.ts";
import { answeredQueries } from "../../records/deliveries.ts";
import { findOrganisation, findTerm } from "../../records/lookup.ts";
import { type Fact, lawFacts } from "../../request/case-facts.ts";
import { describeContractRange } from "../../request/description.ts";
import type { Manifest } from "../../schema/types.ts";
import { counted } from "../../text/count.ts";
import { agreementAddress, projectAddress, tableAddress } from "../page/address.ts";
import { pageDescriptionContext } from "../request/description-context.ts";
import { type AskedData, type AudienceView, askedData } from "./asked-data.ts";
import type { SiteCase } from "./cases.ts";
import { concernLabels } from "./labels.ts";
import {
	deliveryStatuses,
	projectStatuses,
	type ShownDelivery,
	type StatusLabel,
	shownProject,
} from "./shown-status.ts";

/** What the register says of a project to anybody. It names no person: a page for people of the hospital adds those. */
export interface ProjectFacts {
	readonly project: string;
	readonly title: string;
	readonly address: string;
	readonly state: StatusLabel;
	readonly organisation: { readonly name: string; readonly kind: string; readonly country: string };
	/** Plain text with paragraphs. */
	readonly summary: string;
	readonly benefit: string;
	readonly purposes: readonly { readonly code: string; readonly label: string; readonly meaning: string }[];
	/** The day on which it was first asked for; absent only if that is not in the history. */
	readonly requested?: string;
	readonly data: AskedData;
	readonly ranges: readonly string[];
	readonly law: readonly Fact[];
	readonly approvals: readonly ApprovalFacts[];
	readonly agreement: { readonly id: string; readonly title: string; readonly address: string };
	readonly terms: readonly { readonly name: string; readonly sha256: string; readonly accepted: string }[];
	readonly retention: { readonly months: number; readonly destruction: string };
	readonly deliveries: readonly DeliveryFacts[];
	/** The first day on which data were published. */
	readonly delivered?: string;
	/** The last day until which a copy may be kept. */
	readonly keptUntil?: string;
}

/** How things stand with one role's approval. */
export interface ApprovalFacts {
	readonly role: string;
	/** What the role answers for. */
	readonly concerns: readonly string[];
	/** Why its approval is needed. */
	readonly because: string;
	readonly state: StatusLabel;
	/** When it was decided. */
	readonly day?: string;
}

/** One delivery as anybody may know it. */
export interface DeliveryFacts {
	readonly delivery: string;
	readonly state: StatusLabel;
	readonly made?: string;
	readonly published?: string;
	readonly keptUntil?: string;
	/** What it holds; empty while it is not made, and where its record is in doubt. */
	readonly tables: readonly {
		readonly table: string;
		readonly title: string;
		readonly address: string;
		readonly rows: string;
	}[];
	/** What it holds beyond that, in words. */
	readonly undescribed?: string;
	/** What departments were asked about its values, in words. */
	readonly queries?: string;
}

const kinds = {
	hospital: "Hospital",
	university: "University",
	company: "Company",
	charity: "Charity",
	"public-body": "Public body",
} as const;

const approvalStates = {
	approved: { label: "Approved", tone: "green" },
	missing: { label: "Not decided yet", tone: "yellow" },
	void: { label: "Counts no more: what was decided on has changed", tone: "yellow" },
	returned: { label: "Sent back", tone: "yellow" },
	refused: { label: "Refused", tone: "red" },
} as const satisfies Record<SiteCase["approvals"]["status"]["roles"][number]["state"], StatusLabel>;

/** See {@link ProjectFacts}. Everything in it is chosen here, one by one; `view` says what may be named. */
export function projectFacts(site: SiteCase, view: AudienceView): ProjectFacts {
	const { project, request, approvals, versions, deliveries, findings } = site;
	const { records, status } = approvals;
	const { redactText, catalogue } = view;
	const organisation = findOrganisation(records.organisations, request.organisation);
	const agreement = records.agreements.get(request.agreement);
	const doubtful = findings.some(({ severity }) => severity === "error");
	const told = deliveries.map((each) => deliveryFacts(each, view, request.source));
	const first = versions[0]?.at;
	const delivered = told.flatMap(({ published }) => published ?? []).sort()[0];
	const keptUntil = told
		.flatMap((each) => each.keptUntil ?? [])
		.sort()
		.at(-1);
	return {
		project,
		title: redactText(request.title),
		address: projectAddress(project),
		state: projectStatuses[shownProject({ ...status, deliveries, doubtful })],
		organisation: {
			name: organisation?.name ?? request.organisation,
			kind: organisation === undefined ? "" : kinds[organisation.kind],
			country: organisation === undefined ? "" : countryName(organisation.country),
		},
		summary: redactText(request.summary),
		benefit: redactText(request.benefit),
		purposes: request.purposes.map((code) => {
			const term = findTerm(records, "purposes", code);
			return { code, label: term?.label ?? code, meaning: term?.meaning ?? "" };
		}),
		...(first === undefined ? {} : { requested: londonDay(new Date(first)) }),
		data: askedData(request, view),
		ranges: (request.ranges ?? [])
			.filter(({ field, where = [] }) => {
				const named = [field, ...where.map((condition) => condition.field)];
				return view.namesAll || named.every((each) => findField(catalogue, request.source, each) !== undefined);
			})
			.map((range) => redactText(describeContractRange(range, pageDescriptionContext(catalogue, request.source)))),
		law: lawFacts(request, records).map((fact) => ({ ...fact, text: redactText(fact.text) })),
		approvals: status.roles.map(({ role, concerns, because, state, decision }) => ({
			role: roleLabels[role],
			concerns: concerns.map((concern) => concernLabels[concern]),
			because,
			state: approvalStates[state],
			...(decision === undefined ? {} : { day: londonDay(new Date(decision.value.at)) }),
		})),
		agreement: {
			id: request.agreement,
			title: redactText(agreement?.title ?? request.agreement),
			address: agreementAddress(request.agreement),
		},
		terms: request.acceptedTerms.map(({ terms, sha256, on }) => ({ name: terms, sha256, accepted: on })),
		retention: { months: request.retention.months, destruction: redactText(request.retention.destruction) },
		deliveries: told,
		...(delivered === undefined ? {} : { delivered }),
		...(keptUntil === undefined ? {} : { keptUntil }),
	};
}

function deliveryFacts(delivery: ShownDelivery, view: AudienceView, source: string): DeliveryFacts {
	const { recorded, status, publishedAt, keptUntil } = delivery;
	const { manifest } = recorded;
	const outputs = status === "doubtful" && !view.namesAll ? [] : dataFiles(manifest?.value);
	const described = outputs.flatMap(({ table = "", rows = "unknown" }) => {
		const found = findTable(view.catalogue, source, table);
		return found === undefined
			? []
			: [{ table: found.id, title: view.redactText(found.title), address: tableAddress(found), rows }];
	});
	const more = outputs.length - described.length;
	const queries = answeredQueries(recorded);
	const open = queries.filter(({ answer }) => answer === undefined).length;
	return {
		delivery: recorded.delivery,
		state: deliveryStatuses[status],
		...(manifest === undefined ? {} : { made: londonDay(new Date(manifest.value.at)) }),
		...(publishedAt === undefined ? {} : { published: londonDay(new Date(publishedAt)) }),
		...(keptUntil === undefined ? {} : { keptUntil }),
		tables: described,
		...(more === 0
			? {}
			: {
					undescribed: `${counted(more, "table")} that ${more === 1 ? "is" : "are"} not described ${view.namesAll ? "any more" : "in public"}`,
				}),
		...(queries.length === 0
			? {}
			: {
					queries: `${counted(queries.length, "query", "queries")} to departments about values out of range, ${open === 0 ? "all answered" : `${open} not answered yet`}`,
				}),
	};
}

function dataFiles(manifest: Manifest | undefined): Manifest["outputs"] {
	return manifest?.outputs.filter(({ role }) => role === "data") ?? [];
}
