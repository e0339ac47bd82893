import { findSource } from "../dictionary/catalogue.ts";
import { countryName } from "../document/country.ts";
import { formatDay } from "../document/day.ts";
import { findOrganisation, findPerson, findTerm, personName, termsOf } from "../records/lookup.ts";
import type { Records } from "../records/records.ts";
import type { DataRole, LegalBasis, LegalParty, SharingRequest } from "../schema/types.ts";
import { describePlannedObjections, describeWithdrawals } from "./objection-words.ts";
import { planObjections, recordedObjections } from "./objections.ts";

/** One labelled fact about a case, as plain text. */
export interface Fact {
	readonly label: string;
	readonly text: string;
	/** What it means, for a reader who does not know the law by heart. */
	readonly meaning?: string;
}

/**
 * Who asks, for whom and for which purposes. The terminal, the audit's report and the website all take the facts of a
 * case from this module, so that the labels are the same everywhere. A person is named with job and id.
 */
export function askerFacts(
	request: SharingRequest,
	records: Pick<Records, "people" | "organisations" | "vocabularies">,
): readonly Fact[] {
	const name = (id: string): string => {
		const person = findPerson(records.people, id);
		return person === undefined ? id : `${person.name}${person.job === undefined ? "" : `, ${person.job}`} (${id})`;
	};
	const organisation = findOrganisation(records.organisations, request.organisation);
	const purpose = (id: string): string => {
		const label = findTerm(records, "purposes", id)?.label;
		return label === undefined ? id : `${label} (${id})`;
	};
	return [
		{ label: "Requester", text: name(request.requester) },
		...(request.writtenBy === undefined
			? []
			: [{ label: "Written on their behalf by", text: name(request.writtenBy) }]),
		{
			label: "For",
			text:
				organisation === undefined
					? request.organisation
					: `${organisation.name}, ${organisation.kind}, ${countryName(organisation.country)}`,
		},
		{ label: "Team", text: request.team.map(name).join("; ") },
		{ label: "Purposes", text: request.purposes.map(purpose).join("; ") },
	];
}

/** The law that the sharing rests on, in the words of the records' vocabulary of lawful bases. */
export function lawFacts(
	request: Pick<SharingRequest, "law" | "source">,
	records: Pick<Records, "vocabularies" | "catalogue" | "policy">,
): readonly Fact[] {
	const { law } = request;
	const terms = termsOf(records, "lawful-bases");
	const term = (value: string) => terms.find(({ values }) => values?.includes(value));
	const explained = (label: string, value: string, text: string): Fact => {
		const meaning = term(value)?.meaning;
		return { label, text, ...(meaning === undefined ? {} : { meaning }) };
	};
	const { article6, article9, confidentiality, ethics, dpia, transfer, hospital } = law;
	const { basis, consentPurpose, reference, expires } = confidentiality;
	const until = (day: string | undefined) => (day === undefined ? [] : [`until ${formatDay(day)}`]);
	const { optOut, consent } = findSource(records.catalogue, request.source) ?? {};
	const purpose = basis === "explicit-consent" ? consentPurpose : undefined;
	const withdrawals = describeWithdrawals(consent !== undefined, purpose);
	const objections = recordedObjections(planObjections(request, optOut, records.policy));
	return [
		...roleFacts(law),
		explained("Lawful basis", article6, `UK GDPR Article ${term(article6)?.label ?? article6}`),
		explained(
			"Condition for data about health",
			article9,
			`UK GDPR Article ${term(article9)?.label ?? article9}${withSchedule1(law)}`,
		),
		...(hospital === undefined
			? []
			: [
					explained(
						"Lawful basis on which the hospital discloses",
						hospital.article6,
						`UK GDPR Article ${term(hospital.article6)?.label ?? hospital.article6}`,
					),
					explained(
						"Condition on which the hospital discloses",
						hospital.article9,
						`UK GDPR Article ${term(hospital.article9)?.label ?? hospital.article9}${withSchedule1(hospital)}`,
					),
				]),
		explained(
			"Duty of confidentiality",
			basis,
			[
				term(basis)?.label ?? basis,
				...(consentPurpose === undefined ? [] : [`for the purpose ${consentPurpose}`]),
				...(reference === undefined ? [] : [reference]),
				...until(expires),
			].join(", "),
		),
		{ label: "Objections to sharing", text: describePlannedObjections(objections).join(" ") },
		...(withdrawals === undefined ? [] : [{ label: "Withdrawn consent", text: withdrawals }]),
		...(ethics === undefined
			? []
			: [{ label: "Research ethics approval", text: [ethics.reference, ...until(ethics.expires)].join(", ") }]),
		{ label: "Data protection impact assessment", text: dpia },
		...(transfer === undefined ? [] : [{ label: "Transfer out of the United Kingdom", text: transfer }]),
	];
}

const roles = {
	controller: "controller",
	"joint-controller": "joint controller",
	processor: "processor",
} as const satisfies Record<DataRole, string>;

/** What each of the two parties is under data protection law, where the request says it. */
function roleFacts({ role, hospital }: LegalBasis): readonly Fact[] {
	const told = [
		...(hospital === undefined ? [] : [`the hospital ${roles[hospital.role]}`]),
		...(role === undefined ? [] : [`the recipient ${roles[role]}`]),
	];
	return told.length === 0 ? [] : [{ label: "Roles", text: told.join(", ") }];
}

function withSchedule1({ schedule1 }: Pick<LegalParty, "schedule1">): string {
	return schedule1 === undefined ? "" : `, with the Data Protection Act 2018, Schedule 1, ${schedule1}`;
}

/** The agreement, the terms and the time to keep. */
export function contractFacts(
	{ agreement, acceptedTerms, retention }: SharingRequest,
	records: Pick<Records, "agreements" | "people">,
): readonly Fact[] {
	const contract = records.agreements.get(agreement);
	return [
		{
			label: "Agreement",
			text:
				contract === undefined
					? agreement
					: `${contract.title}, ${contract.reference}, ${formatDay(contract.from)} to ${formatDay(contract.until)}`,
		},
		{
			label: "Terms accepted",
			text: acceptedTerms
				.map(({ terms, by, on }) => `${terms} by ${personName(records.people, by)} on ${formatDay(on)}`)
				.join("; "),
		},
		{ label: "Kept for", text: `${retention.months} months; then: ${retention.destruction}` },
	];
}
