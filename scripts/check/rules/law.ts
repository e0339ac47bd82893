import { findField, findSource } from "../../dictionary/catalogue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { consentProblems } from "../../plan/consent-problem.ts";
import { termsOf } from "../../records/lookup.ts";
import { quoted } from "../../text/quote.ts";
import { treatments } from "../../treatment/treatments.ts";
import { broken, doubtful, type Rule } from "../rule.ts";
import { allowedValues } from "../value.ts";

/** Explicit consent is for a purpose that the source records consent for. */
export const checkConsent: Rule = (request, context) => {
	const { consentPurpose } = request.law.confidentiality;
	const path = ["law", "confidentiality"];
	const source = findSource(context.catalogue, request.source);
	const found = consentProblems(request.law.confidentiality, source).map(({ missing, message }) =>
		missing === "purpose"
			? broken("consent-purpose", path, message, 'Add "consentPurpose".')
			: broken("consent-source", [...path, "basis"], message),
	);
	const field = source?.consent && findField(context.catalogue, source.id, source.consent.purpose);
	const known = field && allowedValues(field);
	if (consentPurpose !== undefined && known !== undefined && !known.values.includes(consentPurpose)) {
		const fix = suggestion(consentPurpose, known.values, choices(known.values));
		const message = `${quoted(consentPurpose)} is not a purpose that patients are asked about`;
		found.push(broken("consent-purpose", [...path, "consentPurpose"], message, fix));
	}
	return found;
};

/** Data go out without consent only where the source says who objects. */
export const checkObjections: Rule = (request, context) => {
	const { basis } = request.law.confidentiality;
	const source = findSource(context.catalogue, request.source);
	if ((basis !== "section-251" && basis !== "anonymised") || source === undefined || source.optOut !== undefined)
		return [];
	const message = `the source ${source.id} does not record who objects to sharing, so it serves only requests that rest on explicit consent`;
	const fix = 'The data custodian can add "optOut" to it in dictionary/sources.yml.';
	return [broken("objections-source", ["law", "confidentiality", "basis"], message, fix)];
};

/** An approval under section 251 is named, and valid today. */
export const checkSection251: Rule = (request, context) => {
	const { basis, reference, expires } = request.law.confidentiality;
	const path = ["law", "confidentiality"];
	if (basis !== "section-251") return [];
	const missing = [...(reference === undefined ? ["reference"] : []), ...(expires === undefined ? ["expires"] : [])];
	return [
		...missing.map((key) => broken("section-251", path, `"${key}" is missing, which approval under section 251 needs`)),
		...(expires !== undefined && expires < context.today
			? [broken("section-251-expired", [...path, "expires"], `the approval under section 251 expired on ${expires}`)]
			: []),
	];
};

/** Consent as a lawful basis goes with consent as the basis for confidentiality. */
export const checkConsentBasis: Rule = ({ law }, { vocabularies }) => {
	const basis: string = law.confidentiality.basis;
	// On the request page, while no basis is chosen: that is reported already, as a missing value.
	if (basis === "explicit-consent" || basis === "") return [];
	const term = termsOf({ vocabularies }, "lawful-bases").find(({ values = [] }) => values.includes(basis));
	const message = (article: string) =>
		`Article ${article} is consent, but the confidentiality basis is ${quoted(term?.label ?? basis)}`;
	return [
		...(law.article6 === "6(1)(a)" ? [broken("consent-basis", ["law", "article6"], message(law.article6))] : []),
		...(law.article9 === "9(2)(a)" ? [broken("consent-basis", ["law", "article9"], message(law.article9))] : []),
	];
};

/** Data in which a patient is named are not anonymised. */
export const checkAnonymised: Rule = (request, context) => {
	if (request.law.confidentiality.basis !== "anonymised") return [];
	return request.fields.flatMap(({ field, treatment }, index) => {
		const found = findField(context.catalogue, request.source, field);
		if (!treatments[treatment].unchanged || found?.documentation.sensitivity !== "direct-identifier") return [];
		const message = `data with ${found.id} as it is are not anonymised`;
		return [
			broken(
				"anonymised-identifier",
				["fields", index, "treatment"],
				message,
				"Leave it out or choose another treatment.",
			),
		];
	});
};

/** Research has an ethics approval that is valid today. */
export const checkEthics: Rule = ({ law }, { today }) => {
	const { ethics } = law;
	if (ethics === undefined) {
		if (law.article9 !== "9(2)(j)") return [];
		return [doubtful("ethics-missing", ["law"], "the request is for research, and names no ethics approval")];
	}
	if (ethics.expires === undefined || ethics.expires >= today) return [];
	return [broken("ethics-expired", ["law", "ethics", "expires"], `the ethics approval expired on ${ethics.expires}`)];
};
