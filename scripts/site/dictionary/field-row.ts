import { keptFromSharing } from "../../check/rules/fields.ts";
import type { CatalogueField, CatalogueTable } from "../../dictionary/catalogue.ts";
import { identifyingMark } from "../../dictionary/identifying-mark.ts";
import { describeRange } from "../../dictionary/range.ts";
import { describeType } from "../../form/type-label.ts";
import type { ReportedField } from "../../report/contents.ts";
import type { Sensitivity } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import { counted } from "../../text/count.ts";
import { onOneLine } from "../../text/quote.ts";
import { fieldAnchor } from "../page/address.ts";
import { databaseComment, notDescribed } from "./not-described.ts";
import type { NamedLink } from "./sentence.ts";

/** One field as its table's page shows it; what does not apply is absent. */
export interface FieldRow {
	/** With control characters written as codes. */
	readonly name: string;
	readonly anchor: string;
	/** Exactly as requests name it. */
	readonly id: string;
	/** In plain words. */
	readonly type: string;
	/** The database's own name of the type, where it says more. */
	readonly databaseType?: string;
	/** Since when it is gone from the database. */
	readonly retired?: string;
	/** HTML. */
	readonly description?: string;
	/** In place of a description of its own. HTML with where it was taken from. */
	readonly inherited?: { readonly html: string; readonly from: NamedLink; readonly because: string };
	/** Said in place of a description where there is none. */
	readonly blank?: string;
	readonly comment?: string;
	/** The form, device or system that it is first written in. */
	readonly origin?: string;
	readonly values?: readonly { readonly value: string; readonly meaning: string }[];
	readonly terms?: readonly NamedLink[];
	readonly unknownTerms?: string;
	/** Fields of other tables that its values are found in. */
	readonly refersTo?: readonly NamedLink[];
	/** Short facts, each a label and its text. */
	readonly facts: readonly (readonly [label: string, words: string])[];
	readonly sensitivity?: Sensitivity;
	/** Whether it helps to identify a person though its sensitivity does not say so. */
	readonly helpsToIdentify?: true;
	readonly suggested?: Sensitivity;
	readonly because?: string;
	/** Why nobody can ask for it, although its sensitivity is settled. */
	readonly refused?: string;
	/** Whether this site's readers can put it into a request. */
	readonly canRequest?: true;
}

/** What a field's row needs to know besides the field. */
export interface FieldSurroundings {
	readonly isInternal: boolean;
	readonly table: CatalogueTable;
	readonly field: CatalogueField;
	/** People's words as HTML. */
	readonly prose: (markdown: string) => string;
	/** Where another field of the source stands. */
	readonly linkTo: (field: string) => NamedLink;
	readonly term: (id: string) => NamedLink;
	readonly refersTo: readonly NamedLink[];
}

/** A field as its table's page shows it. */
export function fieldRow(reported: ReportedField, around: FieldSurroundings): FieldRow {
	const { isInternal, table, field } = around;
	const kept = keptFromSharing(field, table, []).map(({ rule }) => rule);
	const databaseType = onOneLine(reported.baseType ?? reported.type);
	const type = describeType(field.metadata);
	const { values = [], glossary, unknownTerms = [], sensitivity, suggested, suggestedBecause, retired } = reported;
	const comment = databaseComment(reported.comment, reported.description);
	const refused = sensitivity === undefined ? undefined : kept.flatMap((rule) => refusals.get(rule) ?? [])[0];
	return {
		name: printable(reported.name),
		anchor: fieldAnchor(reported.name),
		id: reported.id,
		type: onOneLine(type),
		...(databaseType === type ? {} : { databaseType }),
		...(retired === undefined ? {} : { retired }),
		...description(reported, around),
		...(comment === undefined ? {} : { comment }),
		...(reported.origin === undefined ? {} : { origin: onOneLine(reported.origin) }),
		...(values.length === 0
			? {}
			: { values: values.map(({ value, meaning }) => ({ value: printable(value), meaning: onOneLine(meaning) })) }),
		...(glossary.length === 0 ? {} : { terms: glossary.map(around.term) }),
		...(unknownTerms.length === 0 ? {} : { unknownTerms: onOneLine(unknownTerms.join(", ")) }),
		...(around.refersTo.length === 0 ? {} : { refersTo: around.refersTo }),
		facts: facts(reported, table),
		...(sensitivity === undefined ? {} : { sensitivity }),
		...identifyingMark(reported),
		...(isInternal && sensitivity === undefined && suggested !== undefined ? { suggested } : {}),
		...(isInternal && suggestedBecause !== undefined ? { because: onOneLine(suggestedBecause) } : {}),
		...(refused === undefined ? {} : { refused }),
		...(isInternal && kept.length === 0 ? { canRequest: true } : {}),
	};
}

/** What to say of a field that a rule keeps from being shared, where nothing else on its row says so. */
const refusals: ReadonlyMap<string, string> = new Map([
	["free-text", "Free text may say anything about anybody, so it cannot be requested."],
	["unsafe-type", "Data of this type cannot be requested: they can hold anything."],
]);

function description(
	{ description: own, standing, inherited, owner }: ReportedField,
	{ prose, linkTo }: FieldSurroundings,
): Pick<FieldRow, "description" | "inherited" | "blank"> {
	if (standing === "described") return { description: prose(own) };
	if (inherited !== undefined) {
		const because = { link: "which this field is linked to", name: "which has the same name" }[inherited.because];
		return { inherited: { html: prose(inherited.description), from: linkTo(inherited.from), because } };
	}
	return { blank: notDescribed(owner) };
}

function facts(field: ReportedField, table: CatalogueTable): FieldRow["facts"] {
	const { unit, range, nullable, missing, distinct, generated, owner, requests } = field;
	const made = { identity: "numbered by the database", computed: "worked out by the database" };
	const asked = `in ${counted(requests, "request")}`;
	const lines: readonly (readonly [string, string | undefined])[] = [
		["Unit", unit],
		["Acceptable range", range === undefined ? undefined : describeRange(range)],
		["Missing", nullable ? describeMissing(missing) : "never"],
		["Different values", distinct === "unknown" ? undefined : distinct],
		["Made", generated === undefined ? undefined : made[generated]],
		["Department", owner === table.owner ? undefined : owner],
		["Asked for", requests === 0 ? undefined : asked],
	];
	return lines.flatMap(([label, words]) => (words === undefined ? [] : [[label, onOneLine(words)] as const]));
}

function describeMissing(missing: ReportedField["missing"]): string {
	if (missing === undefined || missing === "unknown") return "possible";
	return { none: "none found", all: "always" }[missing as string] ?? missing;
}
