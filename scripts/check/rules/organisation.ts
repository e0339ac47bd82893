import { suggestion } from "../../issue/suggestion.ts";
import { findOrganisation, findPerson } from "../../records/lookup.ts";
import { isThirdParty } from "../../records/third-party.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";

/** The organisation that will hold the data is known. */
export const checkKnownOrganisation: Rule = (request, context) => {
	const { organisation } = request;
	if (findOrganisation(context.organisations, organisation) !== undefined) return [];
	const known = context.organisations.organisations.map(({ id }) => id);
	const fix = suggestion(organisation, known, "Add it to requests/governance/organisations.yml first.");
	return [
		broken(
			"unknown-organisation",
			["organisation"],
			`${quoted(organisation)} is not in the list of organisations`,
			fix,
		),
	];
};

/** A third party has shown that it keeps data safely. */
export const checkSecurityAssurance: Rule = (request, context) => {
	const organisation = findOrganisation(context.organisations, request.organisation);
	if (organisation === undefined || !isThirdParty(request.organisation, context.organisations)) return [];
	const { securityAssurance } = organisation;
	if (securityAssurance !== undefined && securityAssurance.expires >= context.today) return [];
	const message =
		securityAssurance === undefined
			? `${organisation.id} has no security assurance on record`
			: `the security assurance of ${organisation.id} (${quoted(securityAssurance.scheme)}) expired on ${securityAssurance.expires}`;
	return [broken("security-assurance", ["organisation"], message, "Note a valid one in organisations.yml.")];
};

/** Data leave the United Kingdom only under a mechanism that allows it. */
export const checkTransfer: Rule = (request, context) => {
	const country = findOrganisation(context.organisations, request.organisation)?.country;
	if (country === undefined || country === "GB" || request.law.transfer !== undefined) return [];
	const message = `${request.organisation} keeps data in ${country}, and no mechanism for the transfer is given`;
	return [broken("transfer-mechanism", ["law"], message, 'Add "transfer", such as adequacy regulations.')];
};

/** A third party has no access here, so a data custodian writes its request. */
export const checkWriter: Rule = (request, context) => {
	if (findOrganisation(context.organisations, request.organisation) === undefined) return [];
	const { writtenBy } = request;
	if (writtenBy === undefined) {
		if (!isThirdParty(request.organisation, context.organisations)) return [];
		const fix = 'Add "writtenBy" with the custodian who wrote it on their behalf.';
		return [
			broken(
				"third-party-writer",
				["organisation"],
				"a third party's request must be written by a data custodian",
				fix,
			),
		];
	}
	const writer = findPerson(context.people, writtenBy);
	if (writer === undefined || writer.roles.includes("data-custodian")) return [];
	return [broken("third-party-writer", ["writtenBy"], `${writtenBy} is not a data custodian`)];
};
