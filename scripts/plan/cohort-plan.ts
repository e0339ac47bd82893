import { pathToPatient } from "../dictionary/path-to-patient.ts";
import { error } from "../issue/issue.ts";
import { sourcesFile } from "../records/paths.ts";
import { type AlternativeConditions, cohortGroups } from "../request/cohort-groups.ts";
import type { LocatedCondition } from "../request/condition.ts";
import type { Policy, SharingRequest } from "../schema/types.ts";
import type { Cohort, RowGroup } from "./cohort.ts";
import { planConsent } from "./consent-plan.ts";
import { type ConditionContext, resolveCondition } from "./resolve-condition.ts";

/**
 * Resolves a request's cohort together with what its legal basis asks for. Conditions on one table
 * that stand side by side become one group, which one row must meet.
 */
export function planCohort(request: SharingRequest, policy: Pick<Policy, "optOut">, context: ConditionContext): Cohort {
	const { all, any, none } = cohortGroups(request.cohort);
	return {
		all: rowGroups(all, context),
		any: any.map((alternatives) => alternatives.flatMap((one) => alternative(one, context))),
		none: none.flatMap((one) => alternative(one, context)),
		...planConsent(request, policy, context),
	};
}

function alternative({ path, conditions }: AlternativeConditions, context: ConditionContext): readonly RowGroup[] {
	const groups = rowGroups(conditions, context);
	if (groups.length > 1)
		context.report(error("condition-table", ["cohort", ...path], 'conditions under "all" must be about one table'));
	return groups;
}

function rowGroups(conditions: readonly LocatedCondition[], context: ConditionContext): readonly RowGroup[] {
	const resolved = conditions.flatMap(({ condition, path }) => {
		const at = ["cohort", ...path];
		const found = resolveCondition(condition, at, context);
		return found === undefined ? [] : [{ ...found, at }];
	});
	return [...Map.groupBy(resolved, ({ table }) => table)].flatMap(([table, members]) => {
		if (table.class !== "patient") {
			const message = `${table.id} is not a table about patients, so it cannot choose any`;
			context.report(error("condition-table", members[0]?.at ?? [], message));
			return [];
		}
		const { path, issue } = pathToPatient(context.source, table);
		if (issue !== undefined) context.report({ ...issue, file: sourcesFile });
		const name = { schema: table.metadata.schema, table: table.metadata.table };
		return path === undefined ? [] : [{ table: name, path, conditions: members.map(({ condition }) => condition) }];
	});
}
