import { hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { planShare } from "../plan/share-plan.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { CheckContext } from "./context.ts";
import { checkRequest } from "./request.ts";

/**
 * What is wrong with a valid request: by the rules, and for a request that meets them all, whether a delivery can be
 * worked out from it. Free of Node: the request page gives the same verdict as `hub check`.
 *
 * @param broken whether the source list is broken: then no delivery is worked out, since each request would only
 *   repeat that
 */
export function judge(request: SharingRequest, context: CheckContext, broken = false): readonly Issue[] {
	const issues = checkRequest(request, context);
	if (broken || hasErrors(issues)) return issues;
	try {
		planShare(request, context);
		return issues;
	} catch (failure) {
		if (failure instanceof UserError) return [...issues, ...failure.issues];
		throw failure;
	}
}
