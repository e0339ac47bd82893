import type { Settings } from "../database/settings.ts";
import { type CatalogueTable, findTable } from "../dictionary/catalogue.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { Alternative, Clause, SharingRequest } from "../schema/types.ts";
import { type ColumnCondition, conditionSql } from "./condition.ts";
import { type ConditionContext, resolveOwnCondition } from "./resolve-condition.ts";

/** Which rows of a table are shared: conditions on each row by itself. */
export interface RowRule {
	/** Each holds. */
	readonly all: readonly ColumnCondition[];
	/** Of each of these, one alternative holds, and of an alternative every condition. */
	readonly any: readonly (readonly (readonly ColumnCondition[])[])[];
	/** Of none of these does every condition hold. */
	readonly none: readonly (readonly ColumnCondition[])[];
}

/** A rule about the rows of a table, or of one that its path to the patient goes through. */
export interface PathRule {
	/** 0 for the table itself, 1 for the first table of its path, and so on. */
	readonly step: number;
	readonly rule: RowRule;
}

/** Whether rules that hold for a table so many steps along another's path are among the other's own. */
export function includesRules(own: readonly PathRule[], rules: readonly PathRule[], steps: number): boolean {
	return rules.every(({ step, rule }) => own.some((each) => each.step === step + steps && each.rule === rule));
}

/** The rules of a request's `rows` by the table's id; reports what does not resolve. */
export function planRowRules(request: SharingRequest, context: ConditionContext): ReadonlyMap<string, RowRule> {
	return new Map(
		Object.entries(request.rows ?? {}).flatMap(([written, clauses]) => {
			const table = findTable({ sources: [context.source] }, context.source.id, written);
			if (table !== undefined) return [[table.id, planRowRule(table, clauses, context)] as const];
			context.report(error("rows-table", ["rows", written], `${written} is not in the dictionary`));
			return [];
		}),
	);
}

/** Resolves a request's `rows` for one table; reports conditions that are about another. */
function planRowRule(table: CatalogueTable, clauses: readonly Clause[], context: ConditionContext): RowRule {
	const base: Issue["path"] = ["rows", table.id];
	const conditionsOf = (one: Alternative, path: Issue["path"]) =>
		"all" in one
			? one.all.flatMap((condition, at) => resolveOwnCondition(table, condition, [...path, "all", at], context))
			: resolveOwnCondition(table, one, path, context);
	return {
		all: clauses.flatMap((clause, index) => ("field" in clause ? conditionsOf(clause, [...base, index]) : [])),
		any: clauses.flatMap((clause, index) =>
			"any" in clause ? [clause.any.map((one, at) => conditionsOf(one, [...base, index, "any", at]))] : [],
		),
		none: clauses.flatMap((clause, index) =>
			"none" in clause ? clause.none.map((one, at) => conditionsOf(one, [...base, index, "none", at])) : [],
		),
	};
}

/** SQL that is true for the rows to share. */
export function rowRuleSql(rule: RowRule, alias: string, settings: Settings): string {
	const together = (conditions: readonly ColumnCondition[]) =>
		conditions.map((condition) => conditionSql(condition, alias, settings)).join(" AND ");
	const clauses = [
		...rule.all.map((condition) => conditionSql(condition, alias, settings)),
		...rule.any.map((alternatives) => `(${alternatives.map((one) => `(${together(one)})`).join(" OR ")})`),
		// A missing value does not meet an exclusion, so its row stays.
		...rule.none.map((conditions) => `(${together(conditions)}) IS NOT TRUE`),
	];
	return clauses.length === 0 ? "true" : clauses.join(" AND ");
}
