import {
	type CatalogueField,
	type CatalogueTable,
	findField,
	findSource,
	findTable,
} from "../../dictionary/catalogue.ts";
import type { Issue } from "../../issue/issue.ts";
import { suggestion } from "../../issue/suggestion.ts";
import type { SharingRequest } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { CheckContext } from "../context.ts";
import { broken, type Rule } from "../rule.ts";
import { hasTextForm, textFormAdvice } from "../text-form.ts";

/** Looking for the nearest of ten thousand names takes a while; nobody reads more suggestions than this. */
const maxSuggestions = 25;

/** Each field asked for that the dictionary knows, with its place in the request. */
export function knownFields(
	request: SharingRequest,
	{ catalogue }: CheckContext,
): readonly {
	field: CatalogueField;
	table: CatalogueTable;
	requested: SharingRequest["fields"][number];
	path: Issue["path"];
}[] {
	return request.fields.flatMap((requested, index) => {
		const field = findField(catalogue, request.source, requested.field);
		const table = field && findTable(catalogue, request.source, field.table);
		return field === undefined || table === undefined ? [] : [{ field, table, requested, path: ["fields", index] }];
	});
}

/** Reports the ids that the dictionary does not know, with the nearest it knows; nothing if the source is unknown. */
export function unknownFields(
	ids: readonly { readonly id: string; readonly path: Issue["path"] }[],
	request: SharingRequest,
	{ catalogue }: CheckContext,
): readonly Issue[] {
	const source = findSource(catalogue, request.source);
	if (source === undefined) return [];
	const known = source.tables.flatMap(({ fields }) => fields.map(({ id }) => id));
	return ids
		.filter(({ id }) => findField(catalogue, source.id, id) === undefined)
		.map(({ id, path }, index) => {
			const fix = index < maxSuggestions ? suggestion(id, known, "Look it up in the data dictionary.") : undefined;
			return broken("unknown-field", path, `unknown field ${quoted(id)}`, fix);
		});
}

/** Every field asked for is in the dictionary. */
export const checkKnownFields: Rule = (request, context) =>
	unknownFields(
		request.fields.map(({ field }, index) => ({ id: field, path: ["fields", index, "field"] })),
		request,
		context,
	);

/**
 * Every field asked for can be shared at all: it exists, its table may be shared, its sensitivity is confirmed and it is
 * no free text.
 */
export const checkShareable: Rule = (request, context) =>
	knownFields(request, context).flatMap(({ field, table, path }) => keptFromSharing(field, table, [...path, "field"]));

/** What keeps a field from being shared with anybody; nothing if it can be asked for. */
export function keptFromSharing(field: CatalogueField, table: CatalogueTable, path: Issue["path"]): readonly Issue[] {
	if (table.class !== "patient" && table.class !== "reference") {
		const why = table.class === "excluded" ? "is excluded from sharing" : "is not in the source list";
		return [broken("table-not-shared", path, `${field.id}: the table ${table.id} ${why}`)];
	}
	return [...checkUsable(field, table, path), ...textForm(field, path)];
}

/** What keeps anybody from using the field: it is gone, nobody has judged it, or it is free text. */
export function checkUsable(field: CatalogueField, table: CatalogueTable, path: Issue["path"]): readonly Issue[] {
	const retired = field.metadata.retired ?? table.metadata.retired;
	if (retired !== undefined) {
		return [broken("retired-field", path, `${field.id} has been gone from the database since ${retired}`)];
	}
	if (field.documentation.sensitivity === undefined) {
		const fix = `The data custodian writes it into ${table.path}.`;
		return [broken("sensitivity-unconfirmed", path, `nobody has confirmed how sensitive ${field.id} is`, fix)];
	}
	if (field.documentation.sensitivity !== "free-text") return [];
	return [broken("free-text", path, `${field.id} is free text, which may say anything about anybody`, "Leave it out.")];
}

function textForm(field: CatalogueField, path: Issue["path"]): readonly Issue[] {
	if (hasTextForm(field.metadata)) return [];
	const message = `${field.id} is of the type ${quoted(field.metadata.type)}, which cannot be shared`;
	return [broken("unsafe-type", path, message, textFormAdvice(field.metadata))];
}

/** No field is asked for twice, however its name is quoted, and no two columns of a file differ in capitals only. */
export const checkRepeatedFields: Rule = (request, context) => {
	const seen = new Map<string, CatalogueField>();
	return knownFields(request, context).flatMap(({ field, path }) => {
		// Spreadsheets and most file formats take names that differ in capitals for one.
		const key = JSON.stringify([field.table, field.name.toLowerCase()]);
		const before = seen.get(key);
		if (before === undefined) {
			seen.set(key, field);
			return [];
		}
		const at = [...path, "field"];
		if (before.id === field.id)
			return [broken("repeated-field", at, `${field.id} is asked for twice`, "Remove one of the two.")];
		return [
			broken("same-column", at, `${field.id} and ${before.id} would be the same column`, "Leave one of the two out."),
		];
	});
};
