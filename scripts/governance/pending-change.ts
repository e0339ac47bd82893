import type { Role } from "../schema/types.ts";
import type { GovernanceState, PendingGovernance } from "./governance.ts";
import type { GovernanceFiles } from "./governance-files.ts";

/** More files than these are counted and not named. */
const mostNamed = 3;

/** What differs between two versions of the governance, in words: `policy, roles or signing keys and requests/…`. */
export function changedParts(before: GovernanceFiles, after: GovernanceFiles): string {
	const paths = [...new Set([...Object.keys(before.others), ...Object.keys(after.others)])].sort();
	const others = paths.filter((path) => before.others[path] !== after.others[path]);
	const more = others.length > mostNamed ? [`${others.length - mostNamed} more files`] : [];
	const three = before.digest === after.digest ? [] : ["policy, roles or signing keys"];
	return [...three, ...others.slice(0, mostNamed), ...more].join(" and ");
}

/** The roles whose approval a change still lacks. */
export function missingRoles({ roles }: PendingGovernance): readonly Role[] {
	return roles.filter(({ state }) => state !== "approved").map(({ role }) => role);
}

/** Says of a change that waits that it is not in force, and whose approval is missing; undefined if none waits. */
export function pendingSentence({ inForce, pending }: GovernanceState): string | undefined {
	if (pending === undefined) return undefined;
	const what = changedParts(inForce, pending.files);
	return `a change of ${what} stands here without the approval of ${missingRoles(pending).join(" and ")}, so it is not in force`;
}
