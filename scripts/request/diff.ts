import { findField } from "../dictionary/catalogue.ts";
import { identifyingMark } from "../dictionary/identifying-mark.ts";
import type { RequestedField, SharingRequest } from "../schema/types.ts";
import { counted } from "../text/count.ts";
import { formatList } from "../text/list.ts";
import { onOneLine } from "../text/quote.ts";
import { treatments } from "../treatment/treatments.ts";
import { type DescriptionContext, describeClause, describeContractRange } from "./description.ts";
import { isSameValue } from "./same-value.ts";

type Compare<K extends keyof SharingRequest> = (
	before: SharingRequest[K],
	after: SharingRequest[K],
	context: DescriptionContext,
) => readonly string[];

/** How a change of each part is told, in the order an approver wants to know. The type holds that no part is left out. */
const parts: { readonly [K in keyof Required<SharingRequest>]: Compare<K> } = {
	fields: compareFields,
	cohort: (before, after, context) =>
		compareLists(
			"condition on patients",
			before.map(each(describeClause, context)),
			after.map(each(describeClause, context)),
		),
	rows: (before = {}, after = {}, context) => {
		const words = (rows: NonNullable<SharingRequest["rows"]>) =>
			Object.entries(rows).flatMap(([table, clauses]) =>
				clauses.map((clause) => `${table}: ${describeClause(clause, context)}`),
			);
		return compareLists("condition on rows", words(before), words(after));
	},
	unfilteredTables: (before = [], after = []) => compareLists("table with rows beyond those conditions", before, after),
	ranges: (before = [], after = [], context) =>
		compareLists(
			"range",
			before.map(each(describeContractRange, context)),
			after.map(each(describeContractRange, context)),
		),
	source: (before, after) => [`source ${arrow(before, after)}`],
	organisation: (before, after) => [`organisation ${arrow(before, after)}`],
	requester: (before, after) => [`requester ${arrow(before, after)}`],
	writtenBy: (before, after) => [`written by ${arrow(before, after)}`],
	team: (before, after) => compareLists("team member", before, after),
	purposes: (before, after) => compareLists("purpose", before, after),
	law: (before, after) => compareLeaves("law", before, after),
	agreement: (before, after) => [`agreement ${arrow(before, after)}`],
	acceptedTerms: (before, after) => {
		const words = (terms: SharingRequest["acceptedTerms"]) =>
			terms.map(({ terms: name, by, on, sha256 }) => `${name} by ${by} on ${on} (${sha256.slice(0, 8)})`);
		return compareLists("acceptance of terms", words(before), words(after));
	},
	retention: (before, after) => [
		...(before.months === after.months ? [] : [`retention ${before.months} -> ${after.months} months`]),
		...(before.place === after.place ? [] : [`place ${arrow(before.place, after.place)}`]),
		...reworded("destruction", before.destruction, after.destruction),
	],
	delivery: (before, after) => compareLeaves("delivery", before, after),
	title: (before, after) => [`title ${arrow(before, after)}`],
	summary: (before, after) => reworded("summary", before, after),
	benefit: (before, after) => reworded("benefit", before, after),
	schemaVersion: (before, after) => [`format version ${before} -> ${after}`],
};

/**
 * What an amendment of a request means, one plain sentence a change, the data first. Reordering is no change.
 *
 * @returns an empty list if the two ask for the same
 */
export function diffRequests(
	before: SharingRequest,
	after: SharingRequest,
	{ catalogue }: Pick<DescriptionContext, "catalogue">,
): readonly string[] {
	const context = { catalogue, source: after.source };
	const compare = <K extends keyof SharingRequest>(key: K): readonly string[] => {
		const part: Compare<K> = parts[key];
		return isSameValue(before[key], after[key]) ? [] : part(before[key], after[key], context);
	};
	return (Object.keys(parts) as (keyof SharingRequest)[]).flatMap((key) => compare(key)).map(onOneLine);
}

function compareFields(
	before: readonly RequestedField[],
	after: readonly RequestedField[],
	context: DescriptionContext,
): readonly string[] {
	const ids = (fields: readonly RequestedField[]) => new Map(fields.map((field) => [field.field, field]));
	const [old, now] = [ids(before), ids(after)];
	const added = after.filter(({ field }) => !old.has(field));
	const removed = before.filter(({ field }) => !now.has(field));
	const kept = after.flatMap((field) => {
		const was = old.get(field.field);
		return was === undefined ? [] : [{ was, field }];
	});
	const rewordedReasons = kept.filter(({ was, field }) => was.reason !== field.reason).length;
	return [
		...(added.length === 0
			? []
			: [
					`+${counted(added.length, "field")}${describeSensitivities(added, context)}: ${added.map((field) => describeAdded(field, context)).join(", ")}`,
				]),
		...(removed.length === 0
			? []
			: [`-${counted(removed.length, "field")}: ${removed.map(({ field }) => field).join(", ")}`]),
		...kept
			.filter(({ was, field }) => was.treatment !== field.treatment)
			.map(
				({ was, field }) =>
					`${field.field}: ${treatments[was.treatment].label} -> ${treatments[field.treatment].label}`,
			),
		...(rewordedReasons === 0 ? [] : [`reason of ${counted(rewordedReasons, "field")} reworded`]),
	];
}

/** A field that is added, with what is done to it, and with its mark: `a.b.c (as it is, helps to identify a person)`. */
function describeAdded({ field, treatment }: RequestedField, { catalogue, source }: DescriptionContext): string {
	const isMarked = identifyingMark(findField(catalogue, source, field)?.documentation ?? {}).helpsToIdentify;
	return `${field} (${treatments[treatment].label}${isMarked ? ", helps to identify a person" : ""})`;
}

/** How many of the fields are of a sensitivity that approvers look for: `, one special-category`. */
function describeSensitivities(fields: readonly RequestedField[], { catalogue, source }: DescriptionContext): string {
	const found = fields.map(
		({ field }) => findField(catalogue, source, field)?.documentation.sensitivity ?? "of unknown sensitivity",
	);
	const told = (
		["direct-identifier", "special-category", "quasi-identifier", "of unknown sensitivity"] as const
	).flatMap((kind) => {
		const number = found.filter((each) => each === kind).length;
		return number === 0 ? [] : [`${number === 1 ? "one" : number} ${kind}`];
	});
	return told.length === 0 ? "" : `, ${formatList(told)}`;
}

function compareLists(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
	return [
		...after.filter((each) => !before.includes(each)).map((each) => `+${what}: ${each}`),
		...before.filter((each) => !after.includes(each)).map((each) => `-${what}: ${each}`),
	];
}

/** Compares records of plain values, whatever groups they stand in. */
function compareLeaves(what: string, before: object, after: object): readonly string[] {
	const leaves = (value: object, prefix = ""): Map<string, string> =>
		new Map(
			Object.entries(value).flatMap(([key, inner]) =>
				typeof inner === "object" && inner !== null
					? [...leaves(inner, `${prefix}${key} `)]
					: [[`${prefix}${key}`, String(inner)] as const],
			),
		);
	const [old, now] = [leaves(before), leaves(after)];
	return [...new Set([...old.keys(), ...now.keys()])]
		.filter((key) => old.get(key) !== now.get(key))
		.map((key) => `${what}: ${key} ${arrow(old.get(key), now.get(key))}`);
}

function each<T>(
	words: (item: T, context: DescriptionContext) => string,
	context: DescriptionContext,
): (item: T) => string {
	return (item) => words(item, context);
}

function reworded(what: string, before: string, after: string): readonly string[] {
	return before.trim() === after.trim() ? [] : [`${what} reworded`];
}

function arrow(before: string | undefined, after: string | undefined): string {
	return `${before ?? "(nothing)"} -> ${after ?? "(nothing)"}`;
}
