import type { Concern, Manifest, QueryAnswer } from "../../schema/types.ts";

/** The parts of a request that a role answers for. */
export const concernLabels = {
	purpose: "what it is for",
	people: "who asks and receives",
	law: "law, agreement and terms",
	data: "patients, rows, fields and treatments",
	keeping: "delivery, time to keep and destruction",
} as const satisfies Record<Concern, string>;

/** What each release check looks for. */
export const checkLabels = {
	"minimum-cohort": "Enough patients",
	"minimum-rows": "Enough rows in each table",
	"minimum-patients": "Enough patients in each table",
	"k-anonymity": "Nobody stands out",
	range: "Values within their range",
} as const satisfies Record<Manifest["checks"][number]["check"], string>;

/** What a department's answer means. */
export const answerLabels = {
	release: "Released: the values are right",
	blank: "Emptied: the values are wrong",
	refuse: "Refused: the data must not go",
} as const satisfies Record<QueryAnswer["decision"], string>;
