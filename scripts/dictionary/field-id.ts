/** A column of a source by its exact database names. */
export interface FieldName {
	readonly schema: string;
	readonly table: string;
	readonly column: string;
}

/** A table of a source by its exact database names. */
export interface TableName {
	readonly schema: string;
	readonly table: string;
}

/** A part that SQL reads as it stands: anything else must be quoted. */
const plainPart = /^[a-z_][a-z0-9_]*$/;

/** One part at the reader's place: plain, or in double quotes with an inner quote written twice. */
const nextPart = /([a-z_][a-z0-9_]*)|"((?:[^"\0]|"")+)"/y;

/**
 * Reads the id of a field, `schema.table.column`, each part quoted as in SQL where it is not plain
 * small letters, digits and underscores: `clinical."Lab Results"."a.b"`. This and the
 * functions beside it are the only grammar of such ids in the hub. Capitals without quotes are not
 * folded as SQL would, but refused, so that an id has one reading.
 *
 * @returns the exact names, or undefined if the text is no such id
 */
export function parseFieldId(text: string): FieldName | undefined {
	const [schema, table, column] = parseParts(text, 3) ?? [];
	if (schema === undefined || table === undefined || column === undefined) return undefined;
	return { schema, table, column };
}

/** Writes the id of a field, with quotes only where they are needed: two equal names give one text. */
export function formatFieldId(name: FieldName): string {
	return [name.schema, name.table, name.column].map(formatPart).join(".");
}

/**
 * Reads the id of a table, `schema.table`, in the grammar of {@link parseFieldId}.
 *
 * @returns the exact names, or undefined if the text is no such id
 */
export function parseTableId(text: string): TableName | undefined {
	const [schema, table] = parseParts(text, 2) ?? [];
	if (schema === undefined || table === undefined) return undefined;
	return { schema, table };
}

/** Writes the id of a table, with quotes only where they are needed. */
export function formatTableId(name: TableName): string {
	return [name.schema, name.table].map(formatPart).join(".");
}

/** A field's id in the one way of writing it, in whatever quotes it is written; what is no id, as it is. */
export function fieldId(written: string): string {
	const name = parseFieldId(written);
	return name === undefined ? written : formatFieldId(name);
}

/** A table's id in the one way of writing it, in whatever quotes it is written; what is no id, as it is. */
export function tableId(written: string): string {
	const name = parseTableId(written);
	return name === undefined ? written : formatTableId(name);
}

function formatPart(part: string): string {
	return plainPart.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

function parseParts(text: string, count: number): readonly string[] | undefined {
	const parts: string[] = [];
	let at = 0;
	while (parts.length < count) {
		nextPart.lastIndex = at;
		const match = nextPart.exec(text);
		if (match === null) return undefined;
		parts.push(match[1] ?? (match[2] ?? "").replaceAll('""', '"'));
		at = nextPart.lastIndex;
		if (parts.length < count && text[at++] !== ".") return undefined;
	}
	return at === text.length ? parts : undefined;
}
