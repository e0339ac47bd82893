import { pathToPatient } from "../dictionary/path-to-patient.ts";
import { error, type Issue } from "../issue/issue.ts";
import { sourcesFile } from "../records/paths.ts";
import type { Alternative, Condition, Policy, SharingRequest } from "../schema/types.ts";
import type { Cohort, RowGroup } from "./cohort.ts";
import { planConsent } from "./consent-plan.ts";
import { type ConditionContext, resolveCondition } from "./resolve-condition.ts";

/**
 * Resolves a request's cohort together with what its legal basis asks for. Conditions on one table
 * that stand side by side become one group, which one row must meet.
 */
export function planCohort(request: SharingRequest, policy: Pick<Policy, "optOut">, context: ConditionContext): Cohort {
	const clauses = request.cohort.map((clause, index) => ({ clause, path: ["cohort", index] }));
	const conditions = clauses.flatMap(({ clause, path }) => ("field" in clause ? [{ condition: clause, path }] : []));
	return {
		all: rowGroups(conditions, context),
		any: clauses.flatMap(({ clause, path }) =>
			"any" in clause ? [clause.any.flatMap((one, at) => alternative(one, [...path, "any", at], context))] : [],
		),
		none: clauses.flatMap(({ clause, path }) =>
			"none" in clause ? clause.none.flatMap((one, at) => alternative(one, [...path, "none", at], context)) : [],
		),
		...planConsent(request, policy, context),
	};
}

interface Placed {
	readonly condition: Condition;
	readonly path: Issue["path"];
}

function alternative(one: Alternative, path: Issue["path"], context: ConditionContext): readonly RowGroup[] {
	if ("field" in one) return rowGroups([{ condition: one, path }], context);
	const placed = one.all.map((condition, index) => ({ condition, path: [...path, "all", index] }));
	const groups = rowGroups(placed, context);
	if (groups.length > 1)
		context.report(error("condition-table", path, 'conditions under "all" must be about one table'));
	return groups;
}

function rowGroups(placed: readonly Placed[], context: ConditionContext): readonly RowGroup[] {
	const resolved = placed.flatMap(({ condition, path }) => {
		const found = resolveCondition(condition, path, context);
		return found === undefined ? [] : [{ ...found, at: path }];
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
