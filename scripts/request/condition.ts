import type { Alternative, Clause, Condition } from "../schema/types.ts";

/** A condition and where it stands. */
export interface LocatedCondition {
	readonly condition: Condition;
	/** Keys and positions from the list of clauses. */
	readonly path: readonly (string | number)[];
}

/** Every condition in a list of clauses, those within groups too, in the order they are written. */
export function conditionsIn(clauses: readonly Clause[]): readonly LocatedCondition[] {
	return clauses.flatMap((clause, index) => {
		if ("field" in clause) return [{ condition: clause, path: [index] }];
		return "any" in clause ? inGroup(clause.any, [index, "any"]) : inGroup(clause.none, [index, "none"]);
	});
}

function inGroup(alternatives: readonly Alternative[], path: LocatedCondition["path"]): readonly LocatedCondition[] {
	return alternatives.flatMap((alternative, index) =>
		"field" in alternative
			? [{ condition: alternative, path: [...path, index] }]
			: alternative.all.map((condition, at) => ({ condition, path: [...path, index, "all", at] })),
	);
}
