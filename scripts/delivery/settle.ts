import { UserError } from "../issue/user-error.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { AnsweredQuery } from "../records/deliveries.ts";
import { checkRelease } from "../release/check.ts";
import type { ReleaseFinding } from "../release/finding.ts";
import { blankOutside, discardOldRows } from "../release/held.ts";
import type { ManifestCheck, ReleaseQuery } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import type { Authority } from "./authority.ts";
import { isRangeFinding, newQueries, queryAbout, type RangeFinding } from "./query.ts";

/** What the release checks of a copy come to. */
export type Settlement =
	/** All passed, or settled by an answer. */
	| { readonly outcome: "pass"; readonly checks: readonly ManifestCheck[] }
	/** Queries that have yet to be asked. */
	| { readonly outcome: "ask"; readonly queries: readonly ReleaseQuery[] }
	/** What no department can settle, in plain words. */
	| { readonly outcome: "fail"; readonly failures: readonly ReleaseFinding[] };

/** What is checked, and what has been asked about it so far. */
export interface ReleaseCase {
	readonly authority: Authority;
	readonly plan: SharePlan;
	readonly share: Share;
	/** The queries about this very copy; all have an answer that counts. */
	readonly queries: readonly AnsweredQuery[];
	readonly nextQuery: number;
	readonly now: Date;
}

/**
 * Runs the release checks on a copy and settles failures by the departments' answers: where an answer
 * says that values are wrong, they are emptied in the copy, and everything is checked once more.
 *
 * @throws UserError `held` if an answer refuses
 */
export async function settleChecks(release: ReleaseCase): Promise<Settlement> {
	const {
		authority: { records },
		plan,
		share,
		queries,
		now,
	} = release;
	refuseIfRefused(queries);
	const found = await checkRelease({ share, plan, policy: records.policy });
	const wrong = found.filter(isFailedRange).filter((finding) => decisionAbout(finding, queries) === "blank");
	for (const finding of wrong) await blankOutside(share, finding);
	const emptied = found.filter(isRangeFinding).filter((finding) => decisionAbout(finding, queries) === "blank");
	await discardOldRows(share, [...new Set(emptied.map(({ range }) => range.table))]);
	const findings = wrong.length === 0 ? found : await checkRelease({ share, plan, policy: records.policy });
	const failed = findings.filter(({ passed }) => !passed);
	const hopeless = failed.filter((finding) => !isRangeFinding(finding));
	if (hopeless.length > 0) return { outcome: "fail", failures: hopeless };
	const open = failed.filter(isRangeFinding).filter((finding) => decisionAbout(finding, queries) !== "release");
	if (open.length > 0) {
		const { nextQuery } = release;
		const dictionary = { catalogue: records.catalogue, source: plan.source };
		const asked = newQueries(open, { share, dictionary, nextQuery, now });
		return { outcome: "ask", queries: asked };
	}
	return { outcome: "pass", checks: findings.map((finding) => manifestCheck(finding, queries)) };
}

function isFailedRange(finding: ReleaseFinding): finding is RangeFinding {
	return !finding.passed && isRangeFinding(finding);
}

function decisionAbout(finding: RangeFinding, queries: readonly AnsweredQuery[]) {
	return queryAbout(finding, queries)?.answer?.value.decision;
}

/** Throws UserError `held` if a department's answer refuses the delivery. All queries must have an answer. */
export function refuseIfRefused(queries: readonly AnsweredQuery[]): void {
	for (const { query, answer } of queries) {
		if (answer === undefined) throw new RangeError(`${query.path} has no answer`);
		if (answer.value.decision !== "refuse") continue;
		throw new UserError(
			"held",
			`${query.value.owner} has refused the delivery because of ${query.value.field}: ${answer.value.reason}\nChange the request, for example without that field, and have it approved again; or let it rest.`,
		);
	}
}

function manifestCheck(finding: ReleaseFinding, queries: readonly AnsweredQuery[]): ManifestCheck {
	const answer = isRangeFinding(finding) ? queryAbout(finding, queries)?.answer : undefined;
	return {
		check: finding.check,
		...(finding.field === undefined ? {} : { field: finding.field }),
		...(finding.table === undefined ? {} : { table: finding.table }),
		result: answer === undefined ? "passed" : "answered",
		says: finding.says,
		...(answer === undefined ? {} : { answer: answer.path }),
	};
}
