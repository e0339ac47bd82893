import { isDeepStrictEqual } from "node:util";
import type { DictionaryEntry, FieldMetadata } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";

/** What of a table's metadata is drift when it changes, with its name for people. Estimates and suggestions are not. */
const tableDriftLabels = {
	kind: "kind",
	comment: "comment",
	key: "primary key",
	uniqueKeys: "unique keys",
	references: "foreign keys",
	checks: "checks",
} as const satisfies Partial<Record<keyof DictionaryEntry, string>>;

/** The same for a field. */
const fieldDriftLabels = {
	baseType: "base type",
	generated: "generation",
	values: "allowed values",
	comment: "comment",
} as const satisfies Partial<Record<keyof FieldMetadata, string>>;

/**
 * Tells how a table's structure differs from what its page says, one line for each difference,
 * without the table's name. Estimates (rows, missing, distinct) come and go with the data and do not count.
 */
export function describeDrift(before: DictionaryEntry, after: DictionaryEntry): string[] {
	if (after.retired !== undefined) return before.retired === undefined ? ["gone from the database"] : [];
	const known = new Map(before.fields.map((field) => [field.name, field]));
	return [
		...(before.retired === undefined ? [] : ["back in the database"]),
		...changed(before, after, tableDriftLabels),
		...after.fields.flatMap((field) => describeField(known.get(field.name), field)),
		...(isDeepStrictEqual(order(before, after), order(after, before)) ? [] : ["order of the fields changed"]),
	];
}

function describeField(before: FieldMetadata | undefined, after: FieldMetadata): string[] {
	const name = `field ${printable(after.name)}`;
	if (before === undefined) return [`${name} is new (${printable(after.type)})`];
	if (after.retired !== undefined) return before.retired === undefined ? [`${name} is gone`] : [];
	const differences = [
		...(before.retired === undefined ? [] : ["is back"]),
		...(before.type === after.type ? [] : [`type was ${printable(before.type)}, is ${printable(after.type)}`]),
		...(before.nullable === after.nullable ? [] : [after.nullable ? "may now be missing" : "may no longer be missing"]),
		...changed(before, after, fieldDriftLabels),
	];
	return differences.map((difference) => `${name}: ${difference}`);
}

function changed<T extends object>(before: T, after: T, labels: Partial<Record<keyof T, string>>): string[] {
	const keys = Object.keys(labels) as (keyof T)[];
	return keys.filter((key) => !isDeepStrictEqual(before[key], after[key])).map((key) => `${labels[key]} changed`);
}

/** The fields of one side that the other has too, in their order. */
function order(entry: DictionaryEntry, other: DictionaryEntry): string[] {
	const living = ({ fields }: DictionaryEntry) =>
		fields.flatMap(({ name, retired }) => (retired === undefined ? [name] : []));
	const shared = new Set(living(other));
	return living(entry).filter((name) => shared.has(name));
}
