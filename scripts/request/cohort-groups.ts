import type { Alternative, Clause, Condition } from "../schema/types.ts";
import type { LocatedCondition } from "./condition.ts";

/** The conditions of a cohort, as they are put to rows. */
export interface CohortGroups {
	/** Those that stand side by side: of each table that they name, one row meets all that are about it. */
	readonly all: readonly LocatedCondition[];
	/** Of each of these lists, one alternative is met. */
	readonly any: readonly (readonly AlternativeConditions[])[];
	/** None of these is met. */
	readonly none: readonly AlternativeConditions[];
}

/** Conditions that one row of a table meets together, and where they stand. */
export interface AlternativeConditions {
	/** Keys and positions from the list of clauses. */
	readonly path: readonly (string | number)[];
	readonly conditions: readonly LocatedCondition[];
}

/** Sorts the clauses of a cohort by how they are put to rows. The plan and the words for readers both go by this. */
export function cohortGroups(clauses: readonly Clause[]): CohortGroups {
	const located = clauses.map((clause, index) => ({ clause, index }));
	return {
		all: located.flatMap(({ clause, index }) => ("field" in clause ? [{ condition: clause, path: [index] }] : [])),
		any: located.flatMap(({ clause, index }) => ("any" in clause ? [alternatives(clause.any, [index, "any"])] : [])),
		none: located.flatMap(({ clause, index }) => ("none" in clause ? alternatives(clause.none, [index, "none"]) : [])),
	};
}

function alternatives(
	list: readonly Alternative[],
	path: AlternativeConditions["path"],
): readonly AlternativeConditions[] {
	return list.map((alternative, at): AlternativeConditions => {
		const own = [...path, at];
		if ("field" in alternative) return { path: own, conditions: [{ condition: alternative, path: own }] };
		const inside = alternative.all.map(
			(condition: Condition, index): LocatedCondition => ({ condition, path: [...own, "all", index] }),
		);
		return { path: own, conditions: inside };
	});
}
