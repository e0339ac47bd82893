import type { Condition } from "../../../scripts/schema/types.ts";

/** How values can be compared. */
export type Operator = Exclude<keyof Condition, "field">;

/** Comparisons in the words of the form. */
export const operatorLabels = {
	is: "is",
	not: "is present and not",
	in: "is one of",
	in_value_set: "is in a value set",
	from: "is on or after",
	before: "is before",
	at_least: "is at least",
	at_most: "is at most",
	is_null: "is missing or present",
} as const satisfies Record<Operator, string>;
