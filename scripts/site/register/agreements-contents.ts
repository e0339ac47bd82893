import { formatDay } from "../../document/day.ts";
import { organisationName, termLabel } from "../../records/lookup.ts";
import { agreementPath, termsAt, termsFolder } from "../../records/paths.ts";
import type { Fact } from "../../request/case-facts.ts";
import type { Agreement, Sensitivity } from "../../schema/types.ts";
import { agreementAddress } from "../page/address.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import { linkTarget, proseHtml } from "../page/prose.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";
import { audienceView } from "./audience-view.ts";
import { siteCases } from "./cases.ts";
import type { RegisterEntry } from "./contents.ts";
import { projectFacts } from "./project-facts.ts";
import type { StatusLabel } from "./shown-status.ts";

/** What the pages about agreements show. */
export interface AgreementsContents {
	readonly count: number;
	/** Those in force first, then by title. */
	readonly pages: readonly ListPage<AgreementEntry>[];
	readonly agreements: readonly AgreementPage[];
}

/** What stands of an agreement in the list. */
export type AgreementEntry = Pick<
	AgreementFacts,
	"title" | "address" | "recipient" | "reference" | "state" | "from" | "until"
> & {
	readonly projects: number;
};

/** What anybody may know of an agreement. */
export interface AgreementFacts {
	readonly id: string;
	readonly title: string;
	readonly address: string;
	readonly state: StatusLabel;
	/** The hospital, which gives the data. */
	readonly provider: string;
	/** Who receives them. */
	readonly recipient: string;
	readonly reference: string;
	/** First and last day. */
	readonly from: string;
	readonly until: string;
	readonly purposes: readonly { readonly code: string; readonly label: string }[];
	readonly sensitivities: readonly Sensitivity[];
	/** The terms that every requester accepts, with the SHA-256 of their text. */
	readonly terms: readonly { readonly name: string; readonly sha256?: string }[];
	readonly maxRetentionMonths: number;
	/** The projects under it, by id. */
	readonly projects: readonly string[];
}

/** One agreement's page. */
export interface AgreementPage extends Omit<AgreementFacts, "projects"> {
	readonly projects: readonly Pick<RegisterEntry, "title" | "address" | "state">[];
	/** People of the hospital only. */
	readonly notesHtml?: string;
	/** The terms word for word, as they are accepted; people of the hospital only. */
	readonly termTexts: readonly { readonly name: string; readonly text: string }[];
	readonly recorded: readonly Fact[];
}

const pageSize = 100;

/** See {@link AgreementsContents}. */
export async function agreementsContents(reading: SiteReading): Promise<AgreementsContents> {
	const { cases } = await siteCases(reading);
	const view = audienceView(reading);
	const projects = new Map(cases.map((each) => [each.project, projectFacts(each, view)]));
	const all = [...reading.records.agreements]
		.map(([id, agreement]) => ({ agreement, facts: agreementFacts(id, agreement, reading, view.redactText) }))
		.sort((one, other) => rank(one.facts) - rank(other.facts) || (one.facts.title < other.facts.title ? -1 : 1));
	const texts = reading.shows.contractTexts ? await termTexts(reading) : new Map<string, string>();
	return {
		count: all.length,
		pages: paginate(
			all.map(({ facts: { title, address, recipient, reference, state, from, until, projects: under } }) => ({
				...{ title, address, recipient, reference, state, from, until },
				projects: under.length,
			})),
			pageSize,
		),
		agreements: all.map(({ agreement, facts }) => ({
			...facts,
			projects: facts.projects.flatMap((project) => {
				const found = projects.get(project);
				return found === undefined ? [] : [{ title: found.title, address: found.address, state: found.state }];
			}),
			...(!reading.shows.contractTexts || agreement.notes === undefined
				? {}
				: {
						notesHtml: proseHtml(
							agreement.notes,
							linkTarget(() => undefined),
						),
					}),
			termTexts: agreement.terms.flatMap((name) => {
				const text = texts.get(name);
				return text === undefined ? [] : [{ name, text }];
			}),
			recorded: reading.shows.insight ? recorded(facts.id, reading) : [],
		})),
	};
}

/** All terms by name, word for word. */
async function termTexts(reading: SiteReading): Promise<ReadonlyMap<string, string>> {
	const texts = await unfiltered(reading).tree.readAll(termsFolder);
	return new Map(
		[...texts].flatMap(([path, bytes]) => {
			const name = termsAt(path);
			return name === undefined ? [] : [[name, bytes.toString("utf8")] as const];
		}),
	);
}

/** What anybody may know of an agreement; its notes are not in it. */
export function agreementFacts(
	id: string,
	{ title, recipient, reference, from, until, purposes, sensitivities, terms, maxRetentionMonths }: Agreement,
	{ records, today }: Pick<SiteReading, "records" | "today">,
	redactText: (text: string) => string,
): AgreementFacts {
	const { organisations, vocabularies } = records;
	const name = (organisation: string) => organisationName(organisations, organisation);
	return {
		id,
		title: redactText(title),
		address: agreementAddress(id),
		state: agreementState(from, until, today),
		provider: name(organisations.home),
		recipient: name(recipient),
		reference: redactText(reference),
		from,
		until,
		purposes: purposes.map((code) => ({ code, label: termLabel({ vocabularies }, "purposes", code) })),
		sensitivities,
		terms: terms.map((term) => {
			const sha256 = records.terms.get(term);
			return { name: term, ...(sha256 === undefined ? {} : { sha256 }) };
		}),
		maxRetentionMonths,
		projects: [...records.requests]
			.filter(([, { agreement }]) => agreement === id)
			.map(([project]) => project)
			.sort(),
	};
}

const states = {
	ahead: { label: "Not begun yet", tone: "blue" },
	inForce: { label: "In force", tone: "green" },
	ended: { label: "Ended", tone: "grey" },
} as const satisfies Record<string, StatusLabel>;

/** Both days belong to the agreement. */
function agreementState(from: string, until: string, today: string): StatusLabel {
	if (today < from) return states.ahead;
	return today > until ? states.ended : states.inForce;
}

function rank({ state }: AgreementFacts): number {
	return [states.inForce, states.ahead, states.ended].indexOf(state as never);
}

function recorded(id: string, { changed }: SiteReading): readonly Fact[] {
	const path = agreementPath(id);
	const change = changed.get(path);
	if (change === undefined) return [];
	return [
		{ label: "Record", text: path },
		{
			label: "Last changed",
			text: `${formatDay(change.day)} by ${change.author}, commit ${change.commit.slice(0, 12)}`,
		},
	];
}
