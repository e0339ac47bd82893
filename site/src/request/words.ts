import type { Condition, Role } from "../../../scripts/schema/types.ts";

/** Roles in the words of the page. */
export const roleWords = {
	"data-custodian": "Data custodian",
	"information-governance": "Information governance",
	"caldicott-guardian": "Caldicott guardian",
	"department-lead": "Department lead",
	requester: "Requester",
	auditor: "Auditor",
} as const satisfies Record<Role, string>;

/** How values can be compared. */
export type Operator = Exclude<keyof Condition, "field">;

/** Comparisons in the words of the form. */
export const operatorWords = {
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
