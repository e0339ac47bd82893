import type { SharePlan } from "../plan/share-plan.ts";
import type { Policy } from "../schema/types.ts";
import type { PassedCheck } from "./finding.ts";
import { passedGroups } from "./k-anonymity.ts";
import { passedCohort, passedPatients, passedRows } from "./minimums.ts";
import { passedRange } from "./ranges.ts";

/** All checks that a delivery by a plan must pass, in their order, with what each says where it is passed. */
export function passedChecks(plan: SharePlan, policy: Policy): readonly PassedCheck[] {
	const tables = plan.tables.filter((table) => table.class === "patient");
	return [
		passedCohort(plan, policy),
		...tables.map((table) => passedRows(table, policy)),
		...tables.map((table) => passedPatients(table, policy)),
		...passedGroups(plan, policy.disclosure.kAnonymity.value),
		...plan.ranges.map(passedRange),
	];
}
