import { appendOnlyViolations, type GovernanceHistory } from "../governance/append-only.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { AuditContext } from "./context.ts";

/** Finds records that were changed or deleted in some commit, even if they were put back later. */
export async function checkAppendOnly(
	{ repo, history: { changes }, check }: AuditContext,
	history: GovernanceHistory,
): Promise<readonly Issue[]> {
	const violations = await appendOnlyViolations(repo, changes, { history, requiredAt: ({ commit }) => commit, check });
	const issues = violations.map(({ commit, status, path, before }): readonly [string, Issue] => {
		const what = status === "D" ? "deleted" : "changed";
		const found = error(
			"append-only",
			[],
			`this record was ${what} in commit ${commit.slice(0, 12)}; its content was ${before.slice(0, 12)}`,
			`Look at it with git show ${before.slice(0, 12)}, and ask who made the commit: git show ${commit.slice(0, 12)}.`,
		);
		return [`${path} ${before}`, { ...found, file: path }];
	});
	return [...new Map(issues).values()];
}
