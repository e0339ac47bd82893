import { suggestion } from "../../issue/suggestion.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";
import { agreementOf } from "./agreement.ts";

/** Every text of terms that the agreement asks for has been accepted. */
export const checkTermsAccepted: Rule = (request, context) => {
	const accepted = new Set(request.acceptedTerms.map(({ terms }) => terms));
	return (agreementOf(request, context)?.terms ?? [])
		.filter((name) => !accepted.has(name))
		.map((name) => {
			const fix = `Read requests/governance/terms/${name}.md and add your acceptance.`;
			return broken("terms-not-accepted", ["acceptedTerms"], `the terms ${quoted(name)} have not been accepted`, fix);
		});
};

/** What was accepted exists, in the wording accepted, by somebody who could, and not on a day to come. */
export const checkAcceptances: Rule = (request, context) =>
	request.acceptedTerms.flatMap(({ terms, sha256, by, on }, index) => {
		const path = ["acceptedTerms", index];
		const current = context.terms.get(terms);
		const found = [];
		if (current === undefined) {
			const fix = suggestion(terms, context.terms.keys(), "Remove the acceptance.");
			found.push(broken("unknown-terms", [...path, "terms"], `there are no terms ${quoted(terms)}`, fix));
		} else if (current !== sha256) {
			const message = `the wording accepted is not that of ${terms} as it stands`;
			found.push(broken("terms-changed", [...path, "sha256"], message, `Read it again and accept ${current}.`));
		}
		if (on > context.today) {
			found.push(broken("terms-future", [...path, "on"], `${on} is yet to come`, "Give the day of the acceptance."));
		}
		if (by !== request.requester && !request.team.includes(by)) {
			const message = `${quoted(by)} is neither the requester nor in the team`;
			found.push(broken("terms-person", [...path, "by"], message));
		}
		return found;
	});
