import { formatTableId, parseFieldId } from "../dictionary/field-id.ts";

/** The id of the table that a field's id names, in the one way of writing it; what is no field's id, as it is. */
export function fieldTable(field: string): string {
	const name = parseFieldId(field);
	return name === undefined ? field : formatTableId(name);
}
