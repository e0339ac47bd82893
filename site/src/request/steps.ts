import type { DraftRequest } from "./draft.ts";
import { type DraftPath, projectPath } from "./draft-path.ts";

/** The parts of the page, in the order in which a request is written. */
export const steps = [
	{ id: "fields", title: "Fields", parts: ["source", "fields"] },
	{
		id: "purpose",
		title: "Purpose and law",
		parts: [...projectPath, "title", "summary", "benefit", "purposes", "law"],
	},
	{ id: "patients", title: "Patients and rows", parts: ["cohort", "rows", "unfilteredTables", "ranges"] },
	{ id: "team", title: "Team and keys", parts: ["organisation", "requester", "writtenBy", "team"] },
	{ id: "terms", title: "Agreement and terms", parts: ["agreement", "delivery", "retention", "acceptedTerms"] },
	{ id: "review", title: "Check and send", parts: [] },
] as const;

/** The id of a part of the page. */
export type StepId = (typeof steps)[number]["id"];

/** The part of the page on which a path of the request is filled in; the last one for what has no place there. */
export function stepOf([part]: DraftPath): StepId {
	return steps.find(({ parts }) => (parts as readonly unknown[]).includes(part))?.id ?? "review";
}

/** How far down the page a path of the request is filled in. */
export function stepNumber(path: DraftPath): number {
	return steps.findIndex(({ id }) => id === stepOf(path));
}

const labels: Readonly<Record<string, string>> = {
	project: "Short name",
	title: "Title",
	requester: "Requester",
	writtenBy: "Written by",
	organisation: "Organisation",
	team: "Team",
	summary: "Summary",
	benefit: "Benefit",
	purposes: "Purposes",
	law: "Law",
	agreement: "Agreement",
	source: "Source",
	cohort: "Patients",
	rows: "Rows",
	unfilteredTables: "Tables that row conditions of others do not limit",
	fields: "Fields",
	ranges: "Ranges",
	delivery: "Delivery",
	retention: "Keeping",
	acceptedTerms: "Terms",
};

const leaves: Readonly<Record<string, string>> = {
	"law.article6": "Lawful basis",
	"law.article9": "Condition for health data",
	"law.confidentiality.basis": "Confidentiality",
	"law.confidentiality.consentPurpose": "Purpose that patients agreed to",
	"law.confidentiality.reference": "Reference of the approval",
	"law.confidentiality.expires": "Last day of the approval",
	"law.ethics.reference": "Research ethics approval",
	"law.ethics.expires": "Last day of the ethics approval",
	"law.dpia": "Data protection impact assessment",
	"law.transfer": "Transfer out of the United Kingdom",
	"retention.months": "Months",
	"retention.place": "Place",
	"retention.destruction": "Destruction",
};

/** What a path of a request is called on the page: `Lawful basis`, `Reason for clinical.patients.sex`, `Patients, 3`. */
export function pathLabel(path: DraftPath, { fields }: Pick<DraftRequest, "fields">): string {
	const [part, entry, key] = path;
	const leaf = leaves[path.join(".")];
	if (leaf !== undefined) return leaf;
	const label = labels[String(part)] ?? "Request";
	const field = part === "fields" && typeof entry === "number" ? fields[entry]?.field : undefined;
	if (field !== undefined)
		return key === "reason" ? `Reason for ${field}` : key === "treatment" ? `Treatment of ${field}` : field;
	if (typeof entry === "number") return `${label}, ${entry + 1}`;
	return part === "rows" && entry !== undefined ? `${label} of ${entry}` : label;
}
