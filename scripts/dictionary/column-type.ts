import type { FieldMetadata } from "../schema/types.ts";

/** The types that columns of a share may have: built in, and the same in every PostgreSQL. */
export const plainTypes = [
	"smallint",
	"integer",
	"bigint",
	"numeric",
	"real",
	"double precision",
	"boolean",
	"text",
	"uuid",
	"date",
	"timestamp without time zone",
	"timestamp with time zone",
	"time without time zone",
	"time with time zone",
	"interval",
] as const;

/** One of {@link plainTypes}. */
export type PlainType = (typeof plainTypes)[number];

type ColumnTypes = Pick<FieldMetadata, "type" | "baseType">;

/**
 * The type that a kept column has in a share: the built-in type under a domain, without length or
 * precision. Whatever is not in the list (enumerations, arrays, JSON, types of extensions) becomes
 * text, written as PostgreSQL writes it.
 */
export function plainType(metadata: ColumnTypes): PlainType {
	const name = bareType(metadata);
	return plainTypes.find((type) => type === name) ?? "text";
}

/** Whether the column's own type can be compared with text as it stands, so that an index on it helps. */
export function isPlainText(metadata: ColumnTypes): boolean {
	return ["text", "character varying", "character"].includes(bareType(metadata));
}

/** Whether values that differ in capitals only are equal, as the extension citext has it, in whatever schema it is. */
export function ignoresCase(metadata: ColumnTypes): boolean {
	return /^(?:(?:\w+|"(?:[^"]|"")+")\.)?citext$/.test(bareType(metadata));
}

/** Whether values of two columns can be equal, so that rows can be joined by them: numbers, texts, or the same type. */
export function isComparable(one: ColumnTypes, other: ColumnTypes): boolean {
	const both = [one, other];
	return (
		bareType(one) === bareType(other) ||
		both.every((metadata) => isNumeric(plainType(metadata))) ||
		both.every((metadata) => isPlainText(metadata) || ignoresCase(metadata))
	);
}

/** Whether values of the type are whole numbers. */
export function isInteger(type: PlainType): boolean {
	return type === "smallint" || type === "integer" || type === "bigint";
}

/** Whether values of the type are numbers. */
export function isNumeric(type: PlainType): boolean {
	return isInteger(type) || type === "numeric" || type === "real" || type === "double precision";
}

/** Whether values of the type have a calendar day. */
export function isDated(type: PlainType): boolean {
	return type === "date" || type === "timestamp without time zone" || type === "timestamp with time zone";
}

/** Whether values of the column tell calendar days, also where they are shared as text. */
export function holdsDays(metadata: ColumnTypes): boolean {
	return isDated(plainType(metadata)) || /^(?:daterange|tsrange|tstzrange)$/.test(bareType(metadata));
}

function bareType(metadata: ColumnTypes): string {
	return (metadata.baseType ?? metadata.type).replace(/\(\d+(?:,-?\d+)?\)/, "");
}
