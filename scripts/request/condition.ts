import type { Alternative, Clause, Condition, SharingRequest } from "../schema/types.ts";

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

/** A condition of a request, its path from the request's root, and the table it must be about, if one is set. */
export interface RequestCondition extends LocatedCondition {
	/** Where it stands: which patients, which rows, or for which rows a range holds. */
	readonly part: "cohort" | "rows" | "ranges";
	/** As the request writes it, in `rows` only. */
	readonly table?: string;
}

/** Every condition of a request: those that choose patients, those that choose rows, and those of the agreed ranges. */
export function requestConditions(request: SharingRequest): readonly RequestCondition[] {
	return [
		...conditionsIn(request.cohort).map(({ condition, path }) => ({
			condition,
			path: ["cohort", ...path],
			part: "cohort" as const,
		})),
		...Object.entries(request.rows ?? {}).flatMap(([table, clauses]) =>
			conditionsIn(clauses).map(({ condition, path }) => ({
				condition,
				path: ["rows", table, ...path],
				part: "rows" as const,
				table,
			})),
		),
		...(request.ranges ?? []).flatMap(({ where = [] }, index) =>
			conditionsIn(where).map(({ condition, path }) => ({
				condition,
				path: ["ranges", index, "where", ...path],
				part: "ranges" as const,
			})),
		),
	];
}
