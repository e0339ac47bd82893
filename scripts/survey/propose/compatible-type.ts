import type { FieldMetadata } from "../../schema/types.ts";

const wholeNumber = /^(?:smallint|integer|bigint|numeric(?:\(\d+,0\))?)$/;
const text = /^(?:text|character varying|character|citext|public\.citext)(?:\(\d+\))?$/;

/** Whether two columns may hold the same identifier: whole numbers of any size, numbers whose type says nothing, texts of any length, or the very same type. */
export function hasCompatibleType(one: FieldMetadata, other: FieldMetadata): boolean {
	const types = [one.baseType ?? one.type, other.baseType ?? other.type];
	return types[0] === types[1] || [wholeNumber, text].some((kind) => types.every((type) => kind.test(type)));
}

/** The two types where they differ, to stand behind a reason; empty where they are the same. */
export function tellTypes(own: FieldMetadata, other: FieldMetadata): string {
	return own.type === other.type ? "" : `; ${own.type} here, ${other.type} there`;
}
