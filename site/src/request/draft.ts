import type { SharingRequest } from "../../../scripts/schema/types.ts";

/** A record as a form holds it while it is being filled in: any text where one of a list belongs, text for a number. */
type Loose<T> = T extends string
	? string
	: T extends number
		? number | string
		: T extends boolean
			? boolean
			: T extends readonly (infer I)[]
				? readonly Loose<I>[]
				: { readonly [K in keyof T]: Loose<T[K]> };

/** A request that is being written: all its parts are there, but for those that may be left out; many are empty. */
export type DraftRequest = Omit<Loose<SharingRequest>, "schemaVersion">;
/** A condition or a group of them in a draft. */
export type DraftClause = DraftRequest["cohort"][number];
/** One condition in a draft. */
export type DraftCondition = Extract<DraftClause, { readonly field: string }>;
/** A field asked for in a draft. */
export type DraftField = DraftRequest["fields"][number];

/** What the page keeps of a request while it is written. Plain data, without any key. */
export interface Draft {
	/** The name of the project's folder. */
	readonly project: string;
	readonly request: DraftRequest;
	/** Ids of tables that conditions may be about, besides those that fields are asked from. */
	readonly tables: readonly string[];
}

/** A request that nobody has begun to write. */
export function emptyDraft(): Draft {
	return {
		project: "",
		tables: [],
		request: {
			title: "",
			requester: "",
			organisation: "",
			team: [],
			summary: "",
			benefit: "",
			purposes: [],
			law: { article6: "", article9: "", confidentiality: { basis: "" }, dpia: "" },
			agreement: "",
			source: "",
			cohort: [],
			fields: [],
			delivery: { format: "csv", schedule: "once" },
			retention: { months: "", destruction: "" },
			acceptedTerms: [],
		},
	};
}

/** A request that stands in the records, as a draft of its amendment. */
export function draftOf(project: string, { schemaVersion: _, ...request }: SharingRequest): Draft {
	return { project, request, tables: [] };
}

/**
 * The request that a draft has come to: parts left empty that need not be there are left out, and blanks around single
 * lines. It is not yet known to be valid; that is for the validators to find out.
 */
export function finished({ request }: Draft): SharingRequest {
	const { rows, unfilteredTables, ranges, writtenBy, law, retention, ...rest } = request;
	const { ethics, transfer, confidentiality } = law;
	const filledRows = Object.entries(rows ?? {}).filter(([, clauses]) => clauses.length > 0);
	const value = {
		schemaVersion: 1,
		...rest,
		title: rest.title.trim(),
		summary: prose(rest.summary),
		benefit: prose(rest.benefit),
		...filled("writtenBy", writtenBy),
		law: {
			article6: law.article6,
			article9: law.article9,
			confidentiality: {
				basis: confidentiality.basis,
				...filled("consentPurpose", confidentiality.consentPurpose),
				...filled("reference", confidentiality.reference),
				...filled("expires", confidentiality.expires),
			},
			...(isEmpty(ethics?.reference) && isEmpty(ethics?.expires)
				? {}
				: { ethics: { reference: ethics?.reference.trim() ?? "", ...filled("expires", ethics?.expires) } }),
			dpia: law.dpia.trim(),
			...filled("transfer", transfer),
		},
		...(filledRows.length === 0 ? {} : { rows: Object.fromEntries(filledRows) }),
		...(unfilteredTables === undefined || unfilteredTables.length === 0 ? {} : { unfilteredTables }),
		fields: rest.fields.map((field) => ({ ...field, reason: field.reason.trim() })),
		...(ranges === undefined || ranges.length === 0 ? {} : { ranges: ranges.map(finishedRange) }),
		retention: {
			months: retention.months,
			...filled("place", retention.place),
			destruction: prose(retention.destruction),
		},
	};
	// The only cast from a draft to a request, which may not be valid yet.
	return value as SharingRequest;
}

/** What somebody typed where a number belongs: the number, or else the text as it is, which the validators refuse. */
export function numberOrText(text: string): number | string {
	const trimmed = text.trim();
	return /^[+-]?\d{1,15}(?:\.\d{1,9})?$/.test(trimmed) && trimmed.length <= 17 ? Number(trimmed) : trimmed;
}

function finishedRange(range: NonNullable<DraftRequest["ranges"]>[number]) {
	const { field, at_least, at_most, where } = range;
	return {
		field,
		...(at_least === undefined || at_least === "" ? {} : { at_least }),
		...(at_most === undefined || at_most === "" ? {} : { at_most }),
		...(where === undefined || where.length === 0 ? {} : { where }),
	};
}

function filled<K extends string>(key: K, text: string | undefined): { readonly [k in K]?: string } {
	return isEmpty(text) ? {} : ({ [key]: text?.trim() } as { [k in K]: string });
}

function isEmpty(text: string | undefined): boolean {
	return text === undefined || text.trim() === "";
}

/** Sentences as they were typed, with the line ends of a file and no blanks before them. */
function prose(text: string): string {
	return text.trim() === "" ? "" : text.replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "");
}
