import type { Role } from "../schema/types.ts";

/** Roles as a reader calls them. */
export const roleLabels = {
	"data-custodian": "Data custodian",
	"information-governance": "Information governance",
	"caldicott-guardian": "Caldicott guardian",
	"department-lead": "Department lead",
	requester: "Requester",
	auditor: "Auditor",
} as const satisfies Record<Role, string>;
