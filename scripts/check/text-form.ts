import { ignoresCase, isPlainText, plainTypes } from "../dictionary/column-type.ts";
import type { FieldMetadata } from "../schema/types.ts";

/** Further types whose text form is short, the same on every server, and holds nothing but what the type says. */
const otherSafeTypes: ReadonlySet<string> = new Set([
	...["name", '"char"', "bit", "bit varying"],
	...["inet", "cidr", "macaddr", "macaddr8"],
	...["int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"],
]);

type Typed = Pick<FieldMetadata, "type" | "baseType" | "values">;

/**
 * Whether values of a column can be written as plain text without loss or surprise. Not so JSON, XML and binary data,
 * which can hide anything; money, which depends on the server's language; arrays, records and types of extensions but
 * citext.
 */
export function hasTextForm(metadata: Typed): boolean {
	if (metadata.values !== undefined || ignoresCase(metadata)) return true;
	const name = bareName(metadata);
	return plainTypes.some((type) => type === name) || isPlainText(metadata) || otherSafeTypes.has(name);
}

/** What the hospital can do so that values without a text form can be shared after all. */
export function textFormAdvice(metadata: Typed): string {
	const name = bareName(metadata);
	const view = name.endsWith("[]")
		? "with a row for each value of the list"
		: name === "money"
			? "that has it as numeric, with the currency in a column of its own"
			: /(?:^|\.)hstore$|^jsonb?$/.test(name)
				? "with a column for each key that is needed"
				: "that has it in a plain type";
	return `Leave it out, or ask the data custodian for a view of the database ${view}.`;
}

function bareName({ baseType, type }: Typed): string {
	return (baseType ?? type).replace(/\(\d+(?:,-?\d+)?\)/, "");
}
