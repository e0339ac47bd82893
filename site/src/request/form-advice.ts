import type { RuleId } from "../../../scripts/check/rule.ts";
import { error, type Issue } from "../../../scripts/issue/issue.ts";
import type { SharingRequest } from "../../../scripts/schema/types.ts";
import { valueAt } from "../../../scripts/schema/violation.ts";
import type { DraftPath } from "./draft-path.ts";
import { operatorLabels } from "./operator-labels.ts";

/** What the form advises where a rule speaks of files and their keys, and where in the form that is done. */
const advice: Readonly<Partial<Record<RuleId, { readonly fix: string; readonly path?: DraftPath }>>> = {
	"unknown-person": { fix: "Ask the data custodian to add them." },
	"training-expired": { fix: "They need to renew it, and the data custodian to note it." },
	"key-unconfirmed": { fix: "A data custodian confirms the key with them by a call or in person." },
	"unknown-organisation": { fix: "Ask the data custodian to add it." },
	"security-assurance": { fix: "Ask the data custodian to note a valid one." },
	"transfer-mechanism": { fix: "Say which, such as adequacy regulations.", path: ["law", "transfer"] },
	"third-party-writer": { fix: "Choose the one who wrote it on their behalf.", path: ["writtenBy"] },
	"unknown-agreement": { fix: "Ask the data custodian to add it." },
	"terms-not-accepted": { fix: "Read them to the end and accept them." },
	"terms-changed": { fix: "Read it again and accept it." },
	"consent-purpose": { fix: "Say which.", path: ["law", "confidentiality", "consentPurpose"] },
	"national-opt-out": { fix: "The letter of the Confidentiality Advisory Group says whether it applies." },
	"agreement-roles": { fix: "Choose what the agreement says." },
	"sensitivity-unconfirmed": { fix: "Ask the department that records it, or leave it out." },
	"condition-contradiction": { fix: `“${operatorLabels.before}” leaves that day itself out.` },
	"unknown-value-set": { fix: "Choose another." },
	"range-bounds": { fix: "Fill in “At least”, “At most” or both." },
};

/** What the validators say of a file, for somebody who fills in a form and sees no keys. */
export function adviseOnFile(issue: Issue, request: SharingRequest): readonly Issue[] {
	const { rule, path, message, fix } = issue;
	const value = valueAt(request, path);
	if (value === "" || (Array.isArray(value) && value.length === 0)) return [error(rule, path, "still empty")];
	if (fix?.startsWith("Add one of:")) {
		const isRange = path[0] === "ranges" && path.length === 2;
		// The form asks for a comparison once it has a field.
		if (!isRange && valueAt(value, ["field"]) === "") return [];
		return [error(rule, path, message, isRange ? advice["range-bounds"]?.fix : "Choose a comparison.")];
	}
	return [{ ...issue, message: message.replace(/^"[^"]*"/, "this") }];
}

/** What a rule says of a request, for the same person. */
export function adviseOnRule(issue: Issue): Issue {
	const [, missing] = /^"(\w+)" is missing/.exec(issue.message) ?? [];
	if (missing !== undefined) {
		return { ...issue, path: [...issue.path, missing], message: issue.message.replace(/^"\w+"/, "this") };
	}
	const message = issue.message.replace(/\bat_(least|most)\b/g, "“at $1”");
	const inForm = advice[issue.rule as RuleId];
	if (inForm === undefined || issue.fix === undefined || /^(?:Did you mean|Choose from)/.test(issue.fix)) {
		return { ...issue, message };
	}
	return { ...issue, path: inForm.path ?? issue.path, message, fix: inForm.fix };
}
