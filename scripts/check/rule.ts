import { error, type Issue, warning } from "../issue/issue.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { CheckContext } from "./context.ts";

/** Finds what is wrong with a request in one respect. Pure, and free of Node, so that it also runs in a page. */
export type Rule = (request: SharingRequest, context: CheckContext) => readonly Issue[];

/** Every rule a request is held to, by its id, and what it asks. A test holds that each has its own tests. */
export const rules = {
	"unknown-person": "Everyone named is in the list of people.",
	"person-left": "Nobody named has left.",
	"requester-organisation": "The requester works for the organisation that will hold the data.",
	"team-organisation": "The team works for the organisation that will hold the data, or for the hospital.",
	"training-expired": "Everyone in the team has valid information governance training.",
	"training-unknown": "The training of everyone in the team is on record.",
	"key-unconfirmed": "Everyone in the team has an age key, and a data custodian has confirmed it.",
	"unknown-organisation": "The organisation is in the list of organisations.",
	"security-assurance": "A third party has proof, not yet expired, that it keeps data safely.",
	"transfer-mechanism": "A recipient outside the United Kingdom has a mechanism that allows the transfer.",
	"third-party-writer": "A third party's request is written by a data custodian.",
	"unknown-agreement": "The agreement exists.",
	"agreement-recipient": "The agreement is with the organisation that will hold the data.",
	"agreement-not-begun": "The agreement has begun.",
	"agreement-ended": "The agreement has not ended.",
	"agreement-purpose": "The agreement allows every purpose.",
	"agreement-sensitivity": "The agreement allows the sensitivity of every field asked for or looked at by a condition.",
	"unknown-purpose": "Every purpose is in the vocabulary of purposes.",
	"unknown-terms": "Accepted terms exist.",
	"terms-not-accepted": "All terms of the agreement are accepted.",
	"terms-changed": "Terms are accepted in the wording that stands now.",
	"terms-future": "Terms were not accepted on a day to come.",
	"terms-person": "Terms are accepted by the requester or a member of the team.",
	"consent-purpose": "A request that rests on explicit consent names a consent purpose that the source knows.",
	"consent-source": "Explicit consent is claimed only where the source records it.",
	"objections-source": "Data go out without consent only where the source records who objects.",
	"national-opt-out":
		"A request under section 251 says whether the National Data Opt-out applies, with the letter that exempts.",
	"section-251": "A request under section 251 gives the approval's reference and last day.",
	"section-251-expired": "The approval under section 251 has not expired.",
	"consent-basis": "Articles 6(1)(a) and 9(2)(a) are claimed only with explicit consent.",
	"legal-parties": "Role and legal basis of the hospital and of the recipient are named, each one's own.",
	"schedule-1": "With Article 9 goes the condition of the Data Protection Act 2018, Schedule 1 that belongs to it.",
	"legal-roles": "The roles of hospital and recipient fit each other.",
	"agreement-roles": "The roles are those of the agreement.",
	"anonymised-identifier": "Data called anonymised hold no direct identifier as it is.",
	"ethics-missing": "Research names its ethics approval.",
	"ethics-expired": "The ethics approval has not expired.",
	"unknown-source": "The source exists, and data can be requested from it.",
	"unknown-field": "Every field is in the data dictionary.",
	"retired-field": "Every field still exists in the database.",
	"table-not-shared": "Fields come from tables that the source list allows to share.",
	"sensitivity-unconfirmed": "The sensitivity of every field has been confirmed by a person.",
	"free-text": "No field is free text.",
	"unsafe-type": "Every field's type can be written as plain text without loss or surprise.",
	"repeated-field": "No field is asked for twice.",
	"same-column": "No two fields would become the same column.",
	"treatment-not-allowed": "The policy allows each field's treatment for its sensitivity.",
	"treatment-impossible": "Each field's treatment can be done to its type.",
	"mixed-dates": "Where dates are shifted, no other date of patients goes out as it is or as its year.",
	"date-window": "Where dates are shifted, conditions on dates leave a window in which any shift is possible.",
	"kept-identifier": "Direct identifiers are kept as they are only if that is meant.",
	"condition-identifier": "No condition looks at a direct identifier.",
	"condition-tells": "Values that the policy lets nobody keep are not told by conditions either, unless that is meant.",
	"condition-table": "Conditions look at tables they may look at.",
	"condition-operator": "Comparisons suit the field's type.",
	"condition-value": "Values are such as the field can hold.",
	"condition-contradiction": "Conditions can be met at all.",
	"unknown-value-set": "Value sets are in the vocabulary of value sets.",
	"rows-table": "Conditions on rows are about tables with a field that is asked for.",
	"rows-repeated": "The rows of a table are described once.",
	"rows-unfiltered":
		"Tables that are not to be limited by conditions on others' rows are asked for, and would be limited.",
	"keys-apart": "Fields by which tables refer to each other are treated alike, so that rows can be joined.",
	"range-field": "Ranges are about fields that are asked for and kept as they are.",
	"range-type": "Ranges are about numbers.",
	"range-bounds": "Ranges have bounds, the smaller first.",
	"retention-policy": "Data are kept no longer than the policy allows.",
	"retention-agreement": "Data are kept no longer than the agreement allows.",
	"identifying-text": "What people write holds no detail of a patient.",
} as const satisfies Record<string, string>;

/** The id of a rule. */
export type RuleId = keyof typeof rules;

/** An error under a rule of the table. */
export function broken(rule: RuleId, path: Issue["path"], message: string, fix?: string): Issue {
	return error(rule, path, message, fix);
}

/** A warning under a rule of the table. */
export function doubtful(rule: RuleId, path: Issue["path"], message: string, fix?: string): Issue {
	return warning(rule, path, message, fix);
}

/**
 * What a rule asks of requests that are yet to be delivered, and did not ask when older ones were: an error, and a
 * warning where a delivery has been made by this very request.
 */
export function whenNew(
	{ delivered }: CheckContext,
	rule: RuleId,
	path: Issue["path"],
	message: string,
	fix?: string,
): Issue {
	return delivered ? doubtful(rule, path, message, fix) : broken(rule, path, message, fix);
}
