import type { ProjectStanding } from "../approval/project.ts";
import { countryName } from "../document/country.ts";
import { findOrganisation, findPerson, findTerm, personName } from "../records/lookup.ts";

/** One labelled fact about a case, as plain text: what the Markdown report and the site's pages both tell. */
export interface Fact {
	readonly label: string;
	readonly text: string;
}

/** Who asks, for which organisation, and what for. */
export function askerFacts({ context: { request }, records }: ProjectStanding): readonly Fact[] {
	const name = (id: string): string => {
		const person = findPerson(records.people, id);
		return person === undefined ? id : `${person.name}${person.job === undefined ? "" : `, ${person.job}`} (${id})`;
	};
	const organisation = findOrganisation(records.organisations, request.organisation);
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
		{
			label: "Purposes",
			text: request.purposes.map((id) => `${findTerm(records, "purposes", id)?.label ?? ""} (${id})`).join("; "),
		},
	];
}

/** The ground in law, agreement and terms on which the data are shared, and for how long. */
export function groundFacts(standing: ProjectStanding): readonly Fact[] {
	const { law: ground } = standing.context.request;
	const { basis, consentPurpose, reference, expires } = ground.confidentiality;
	return [
		{ label: "UK GDPR", text: `Article ${ground.article6}, Article ${ground.article9}` },
		{
			label: "Confidentiality",
			text: [basis, consentPurpose && `for ${consentPurpose}`, reference, expires && `until ${expires}`]
				.filter(Boolean)
				.join(", "),
		},
		{
			label: "Ethics",
			text:
				ground.ethics === undefined
					? "none given"
					: [ground.ethics.reference, ground.ethics.expires && `until ${ground.ethics.expires}`]
							.filter(Boolean)
							.join(", "),
		},
		{ label: "Impact assessment", text: ground.dpia },
		...(ground.transfer === undefined ? [] : [{ label: "Transfer abroad", text: ground.transfer }]),
		...contractFacts(standing),
	];
}

/**
 * The agreement, the terms and the time to keep.
 *
 * @param tell how a calendar day is told; as it is recorded, without it
 */
export function contractFacts(
	{ context: { request }, records }: ProjectStanding,
	tell: (day: string) => string = (day) => day,
): readonly Fact[] {
	const { agreement, acceptedTerms, retention } = request;
	const contract = records.agreements.get(agreement);
	const name = (id: string) => personName(records.people, id);
	return [
		{
			label: "Agreement",
			text:
				contract === undefined
					? agreement
					: `${contract.title}, ${contract.reference}, ${tell(contract.from)} to ${tell(contract.until)}`,
		},
		{
			label: "Terms accepted",
			text: acceptedTerms.map(({ terms, by, on }) => `${terms} by ${name(by)} on ${tell(on)}`).join("; "),
		},
		{ label: "Kept for", text: `${retention.months} months; then: ${retention.destruction}` },
	];
}
