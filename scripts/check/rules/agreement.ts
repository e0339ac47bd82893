import { findField } from "../../dictionary/catalogue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { termsOf } from "../../records/lookup.ts";
import type { Agreement, SharingRequest } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { CheckContext } from "../context.ts";
import { broken, type Rule } from "../rule.ts";

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

/** The agreement allows the sensitivity of every field, even of one that goes out under a code. */
export const checkSensitivities: Rule = (request, context) => {
	const agreement = agreementOf(request, context);
	if (agreement === undefined) return [];
	return request.fields.flatMap(({ field }, index) => {
		const found = findField(context.catalogue, request.source, field);
		const sensitivity = found?.documentation.sensitivity;
		// Free text is refused whatever the agreement says.
		if (found === undefined || sensitivity === undefined || sensitivity === "free-text") return [];
		if (agreement.sensitivities.includes(sensitivity)) return [];
		const message = `${found.id} is a ${sensitivity} field, and the agreement ${request.agreement} does not allow such`;
		return [broken("agreement-sensitivity", ["fields", index, "field"], message)];
	});
};
