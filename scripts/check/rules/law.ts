import { type CatalogueSource, findField, findSource } from "../../dictionary/catalogue.ts";
import { coversOf, optOutRules } from "../../dictionary/opt-out.ts";
import type { Issue } from "../../issue/issue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { consentProblems } from "../../plan/consent-problem.ts";
import { termsOf } from "../../records/lookup.ts";
import type { ConfidentialityBasis } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import { treatments } from "../../treatment/treatments.ts";
import { broken, doubtful, type Rule, whenNew } from "../rule.ts";
import { allowedValues } from "../value.ts";

/** Explicit consent is for a purpose that the source records consent for. */
export const checkConsent: Rule = (request, context) => {
	const { basis, consentPurpose } = request.law.confidentiality;
	const path = ["law", "confidentiality"];
	// On the request page, while no basis is chosen: that is reported already, as a missing value.
	if (consentPurpose !== undefined && basis !== "explicit-consent" && (basis as string) !== "") {
		const message = "a purpose of consent goes with explicit consent only; on any other basis every withdrawal counts";
		return [whenNew(context, "consent-purpose", [...path, "consentPurpose"], message, "Leave it out.")];
	}
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

/** A request under section 251 says whether the National Data Opt-out applies, and no other request does. */
export const checkNationalOptOut: Rule = (request, context) => {
	const { basis, nationalOptOut, exemption } = request.law.confidentiality;
	const path = ["law", "confidentiality"];
	if (basis !== "section-251") {
		const given = nationalOptOut !== undefined ? "nationalOptOut" : exemption !== undefined ? "exemption" : undefined;
		// On the request page, while no basis is chosen: that is reported already, as a missing value.
		if (given === undefined || (basis as string) === "") return [];
		const message =
			basis === "anonymised"
				? "for anonymised data the policy says whether the National Data Opt-out applies"
				: "the National Data Opt-out gives way to explicit consent";
		return [broken("national-opt-out", [...path, given], message, "Leave it out.")];
	}
	if (nationalOptOut === undefined) {
		const message = `"nationalOptOut" is missing, which a request under section 251 says`;
		return [
			whenNew(
				context,
				"national-opt-out",
				path,
				message,
				"It applies unless the letter of the Confidentiality Advisory Group exempts the use.",
			),
		];
	}
	if (nationalOptOut === "exempt" && exemption === undefined) {
		const message = `"exemption" is missing, the reference of the letter that exempts from the National Data Opt-out`;
		return [broken("national-opt-out", path, message)];
	}
	if (nationalOptOut === "applies" && exemption !== undefined) {
		const message = "an exemption is named, but the National Data Opt-out applies";
		return [broken("national-opt-out", [...path, "exemption"], message, 'Leave it out, or write "exempt".')];
	}
	return checkNationalRule(nationalOptOut, findSource(context.catalogue, request.source), [...path, "nationalOptOut"]);
};

/** Whether the source records the National Data Opt-out in a way that does what the request says. */
function checkNationalRule(
	nationalOptOut: NonNullable<ConfidentialityBasis["nationalOptOut"]>,
	source: CatalogueSource | undefined,
	path: Issue["path"],
): readonly Issue[] {
	const covered = optOutRules(source?.optOut).map(coversOf);
	if (source === undefined || covered.length === 0) return [];
	if (nationalOptOut === "applies" && covered.every((covers) => covers === "local")) {
		const message = `the source ${source.id} records objections made to the hospital, but not the National Data Opt-out`;
		return [broken("national-opt-out", path, message, "The data custodian can add it to dictionary/sources.yml.")];
	}
	if (nationalOptOut === "exempt" && covered.includes("both")) {
		const message = `the source ${source.id} records the National Data Opt-out together with other objections, so it is applied all the same`;
		const fix = 'The data custodian can say with "covers" in dictionary/sources.yml which rule is which.';
		return [doubtful("national-opt-out", path, message, fix)];
	}
	return [];
}

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
