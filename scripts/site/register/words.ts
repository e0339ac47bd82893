import type { Concern, Manifest, QueryAnswer, Role } from "../../schema/types.ts";

/** Roles as a reader calls them. */
export const roleWords = {
	"data-custodian": "Data custodian",
	"information-governance": "Information governance",
	"caldicott-guardian": "Caldicott guardian",
	"department-lead": "Head of a department",
	requester: "Requester",
	auditor: "Auditor",
} as const satisfies Record<Role, string>;

/** The parts of a request that a role answers for. */
export const concernWords = {
	purpose: "what it is for",
	people: "who asks and receives",
	law: "law, agreement and terms",
	data: "patients, rows, fields and treatments",
	keeping: "delivery, time to keep and destruction",
} as const satisfies Record<Concern, string>;

/** What each release check looks for. */
export const checkWords = {
	"minimum-cohort": "Enough patients",
	"minimum-rows": "Enough rows in each table",
	"k-anonymity": "Nobody stands out",
	range: "Values within their range",
} as const satisfies Record<Manifest["checks"][number]["check"], string>;

/** What a department's answer means. */
export const answerWords = {
	release: "Released: the values are right",
	blank: "Emptied: the values are wrong",
	refuse: "Refused: the data must not go",
} as const satisfies Record<QueryAnswer["decision"], string>;
