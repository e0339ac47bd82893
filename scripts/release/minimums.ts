import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import type { Policy } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import type { ReleaseFinding } from "./finding.ts";

/**
 * The number of patients against the policy's minimum. Nobody at all and too few read exactly the
 * same, so that asking again and again with other conditions does not tell who is in.
 */
export function checkMinimumCohort(share: Share, plan: SharePlan, policy: Policy): ReleaseFinding {
	const { value: minimum } = policy.disclosure.minCohort;
	const aboutPatients = plan.tables.some((table) => table.class === "patient");
	const passed = !aboutPatients || share.patients >= minimum;
	if (!passed) {
		const says = `The delivery would hold fewer patients than the policy's minimum of ${minimum}.`;
		return {
			check: "minimum-cohort",
			passed,
			says,
			rows: `under ${minimum}`,
			expected: `at least ${minimum} patients`,
		};
	}
	const says = aboutPatients
		? `The delivery holds at least ${minimum} patients.`
		: "The delivery holds no data about patients.";
	const rows = band(share.patients, policy.countBands);
	return { check: "minimum-cohort", passed, says, rows, expected: `at least ${minimum} patients` };
}

/**
 * The number of rows of each table about patients against the policy's minimum. A table without any
 * rows passes; a reference table tells of no patient, however short it is.
 */
export function checkMinimumRows(share: Share, plan: SharePlan, policy: Policy): readonly ReleaseFinding[] {
	const { value: minimum } = policy.disclosure.minRows;
	return plan.tables.flatMap((table) => {
		if (table.class !== "patient") return [];
		const count = share.tables.find(({ name }) => name === table.name)?.rows ?? 0;
		const passed = count === 0 || count >= minimum;
		const says = passed
			? `${table.id} has at least ${minimum} rows, or none.`
			: `${table.id} has fewer rows than the policy's minimum of ${minimum}.`;
		const rows = band(count, policy.countBands);
		return [
			{ check: "minimum-rows", table: table.id, passed, says, rows, expected: `at least ${minimum} rows, or none` },
		];
	});
}
