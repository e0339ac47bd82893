import type { Condition, SharingRequest } from "../schema/types.ts";

/** The order in which a request's parts stand in its file. The type holds that no part is left out. */
export const partOrder = Object.keys({
	schemaVersion: true,
	title: true,
	requester: true,
	writtenBy: true,
	organisation: true,
	team: true,
	summary: true,
	benefit: true,
	purposes: true,
	law: true,
	agreement: true,
	source: true,
	cohort: true,
	rows: true,
	unfilteredTables: true,
	fields: true,
	ranges: true,
	delivery: true,
	retention: true,
	acceptedTerms: true,
} satisfies Record<keyof SharingRequest, true>) as readonly (keyof SharingRequest)[];

/** The order of all keys within the parts; one order serves every place in which a key occurs. */
const innerOrder: readonly string[] = [
	...Object.keys({
		field: true,
		is: true,
		not: true,
		in: true,
		in_value_set: true,
		from: true,
		before: true,
		at_least: true,
		at_most: true,
		is_null: true,
	} satisfies Record<keyof Condition, true>),
	...["where", "treatment", "reason"],
	...["article6", "article9", "confidentiality", "basis", "consentPurpose", "ethics", "dpia", "transfer", "reference"],
	...["expires", "format", "schedule", "months", "place", "destruction", "terms", "sha256", "by", "on"],
];

/** A value with the keys of all its groups sorted; keys outside the order, such as tables' names, come last, unsorted. */
export function inKeyOrder(value: unknown, order: readonly string[] = innerOrder): unknown {
	if (Array.isArray(value)) return value.map((item) => inKeyOrder(item));
	if (typeof value !== "object" || value === null) return value;
	const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
	const entries = Object.entries(value).filter(([, item]) => item !== undefined);
	return Object.fromEntries(
		entries.sort(([one], [other]) => rank(one) - rank(other)).map(([key, item]) => [key, inKeyOrder(item)]),
	);
}
