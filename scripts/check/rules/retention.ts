import { broken, type Rule } from "../rule.ts";
import { agreementOf } from "./agreement.ts";

/** Data are kept no longer than policy and agreement allow. */
export const checkRetention: Rule = (request, context) => {
	const { months } = request.retention;
	const path = ["retention", "months"];
	const byPolicy = context.policy.retention.maxMonths;
	const byAgreement = agreementOf(request, context)?.maxRetentionMonths;
	return [
		...(months > byPolicy ? [broken("retention-policy", path, `the policy allows ${byPolicy} months at most`)] : []),
		...(byAgreement !== undefined && months > byAgreement
			? [broken("retention-agreement", path, `the agreement ${request.agreement} allows ${byAgreement} months at most`)]
			: []),
	];
};
