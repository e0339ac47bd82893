import { databaseError } from "../database/error.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { Policy } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import { connectShare } from "../snapshot/share-database.ts";
import type { ReleaseFinding } from "./finding.ts";
import { keepHeldRows } from "./held.ts";
import { checkKAnonymity } from "./k-anonymity.ts";
import { checkMinimumCohort, checkMinimumPatients, checkMinimumRows } from "./minimums.ts";
import { checkRanges } from "./ranges.ts";

/** What release checks look at. */
export interface ReleaseCheck {
	readonly share: Share;
	/** The plan that the share was made by. */
	readonly plan: SharePlan;
	/** The policy in force now. */
	readonly policy: Policy;
}

/**
 * Checks a share against the policy's limits and the ranges of contract and dictionary, passes and
 * failures both told; the rows that fail a range are kept aside in the share database. Where the
 * delivery holds too few patients nothing else is told, since anything else could say how few.
 *
 * @throws UserError without values where the share cannot be read
 */
export async function checkRelease({ share, plan, policy }: ReleaseCheck): Promise<readonly ReleaseFinding[]> {
	const cohort = checkMinimumCohort(share, plan, policy);
	if (!cohort.passed) return [cohort];
	const client = await connectShare(share.url);
	try {
		const { kAnonymity } = policy.disclosure;
		const ranges = await checkRanges(client, share, plan, policy.countBands);
		const groups = await checkKAnonymity(client, share, plan, kAnonymity.value, policy.countBands);
		const patients = await checkMinimumPatients(client, share, plan, policy);
		await keepHeldRows(client, share, ranges);
		return [cohort, ...checkMinimumRows(share, plan, policy), ...patients, ...groups, ...ranges];
	} catch (error) {
		throw databaseError(error, `checking delivery ${share.delivery} of ${share.project}`);
	} finally {
		await client.end();
	}
}
