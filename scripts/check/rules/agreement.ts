import type { CatalogueField } from "../../dictionary/catalogue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { termsOf } from "../../records/lookup.ts";
import type { Agreement, SharingRequest } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { CheckContext } from "../context.ts";
import { broken, type Rule, whenNew } from "../rule.ts";
import { knownConditions } from "./conditions.ts";
import { knownFields } from "./fields.ts";

/** The agreement the request is made under, if there is such a one. */
export function agreementOf(request: SharingRequest, { agreements }: CheckContext): Agreement | undefined {
	return agreements.get(request.agreement);
}

/** The agreement exists. */
export const checkKnownAgreement: Rule = (request, context) => {
	if (agreementOf(request, context) !== undefined) return [];
	const fix = suggestion(
		request.agreement,
		context.agreements.keys(),
		"Add it to requests/governance/agreements first.",
	);
	return [broken("unknown-agreement", ["agreement"], `there is no agreement ${quoted(request.agreement)}`, fix)];
};

/** The agreement is with the organisation that will hold the data. */
export const checkRecipient: Rule = (request, context) => {
	const agreement = agreementOf(request, context);
	if (agreement === undefined || agreement.recipient === request.organisation) return [];
	const message = `the agreement ${request.agreement} is with ${agreement.recipient}, not with ${quoted(request.organisation)}`;
	return [broken("agreement-recipient", ["agreement"], message)];
};

/** Today lies within the agreement, first and last day included. */
export const checkAgreementDays: Rule = (request, context) => {
	const agreement = agreementOf(request, context);
	if (agreement === undefined) return [];
	const { from, until } = agreement;
	if (context.today < from) {
		return [broken("agreement-not-begun", ["agreement"], `the agreement ${request.agreement} begins on ${from}`)];
	}
	if (context.today <= until) return [];
	const message = `the agreement ${request.agreement} ended on ${until}`;
	return [broken("agreement-ended", ["agreement"], message, "It needs to be renewed before data are shared.")];
};

/** The agreement allows every purpose, and the vocabulary knows it. */
export const checkPurposes: Rule = (request, context) => {
	const agreement = agreementOf(request, context);
	const known = termsOf(context, "purposes").map(({ id }) => id);
	return request.purposes.flatMap((purpose, index) => {
		const path = ["purposes", index];
		if (!known.includes(purpose)) {
			const fix = suggestion(purpose, known, choices(known));
			return [broken("unknown-purpose", path, `${quoted(purpose)} is not in the vocabulary of purposes`, fix)];
		}
		if (agreement === undefined || agreement.purposes.includes(purpose)) return [];
		const message = `the agreement ${request.agreement} does not allow the purpose ${purpose}`;
		return [broken("agreement-purpose", path, message, `It allows: ${agreement.purposes.join(", ")}.`)];
	});
};

/**
 * The agreement allows the sensitivity of every field, even of one that goes out under a code, and of every field that a
 * condition looks at: of all who meet it the delivery tells what it asks, though the field itself is not in it.
 */
export const checkSensitivities: Rule = (request, context) => {
	const agreement = agreementOf(request, context);
	if (agreement === undefined) return [];
	const isAllowed = ({ documentation: { sensitivity } }: CatalogueField) =>
		// Free text is refused whatever the agreement says.
		sensitivity === undefined || sensitivity === "free-text" || agreement.sensitivities.includes(sensitivity);
	const such = `and the agreement ${request.agreement} does not allow such`;
	const asked = knownFields(request, context)
		.filter(({ field }) => !isAllowed(field))
		.map(({ field, path }) => {
			const message = `${field.id} is a ${field.documentation.sensitivity} field, ${such}`;
			return broken("agreement-sensitivity", [...path, "field"], message);
		});
	const lookedAt = knownConditions(request, context)
		// A condition on a direct identifier is refused whatever the agreement says.
		.filter(({ field }) => field.documentation.sensitivity !== "direct-identifier" && !isAllowed(field))
		.map(({ field, path }) => {
			const message = `the condition tells of ${field.id}, a ${field.documentation.sensitivity} field, ${such}`;
			const fix = "Remove the condition, or have the agreement changed first.";
			return whenNew(context, "agreement-sensitivity", [...path, "field"], message, fix);
		});
	return [...asked, ...lookedAt];
};
