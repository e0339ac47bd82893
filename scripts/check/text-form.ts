import { isPlainText, plainTypes } from "../dictionary/column-type.ts";
import type { FieldMetadata } from "../schema/types.ts";

/** Further types whose text form is short, the same on every server, and holds nothing but what the type says. */
const otherSafeTypes: ReadonlySet<string> = new Set([
	...["citext", "name", '"char"', "bit", "bit varying"],
	...["inet", "cidr", "macaddr", "macaddr8"],
	...["int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange"],
]);

/**
 * Whether values of a column can be written as plain text without loss or surprise. Not so JSON, XML and binary data,
 * which can hide anything; money, which depends on the server's language; arrays, records and types of extensions.
 */
export function hasTextForm(metadata: Pick<FieldMetadata, "type" | "baseType" | "values">): boolean {
	if (metadata.values !== undefined) return true;
	const name = (metadata.baseType ?? metadata.type).replace(/\(\d+(?:,-?\d+)?\)/, "");
	return plainTypes.some((type) => type === name) || isPlainText(metadata) || otherSafeTypes.has(name);
}
