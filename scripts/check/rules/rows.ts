import { findSource, findTable } from "../../dictionary/catalogue.ts";
import { formatTableId, parseTableId } from "../../dictionary/field-id.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { limitedTables } from "../../request/filtered-step.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";
import { knownFields } from "./fields.ts";

/** A table is named as not limited only where a condition on another table's rows would limit it. */
export const checkUnfilteredTables: Rule = (request, context) => {
	const source = findSource(context.catalogue, request.source);
	const written = request.unfilteredTables ?? [];
	if (source === undefined || written.length === 0) return [];
	const { unfilteredTables: _, ...limiting } = request;
	const limited = limitedTables(source, limiting).map(({ table }) => table.id);
	return written.flatMap((table, index) => {
		const id = findTable(context.catalogue, request.source, table)?.id;
		if (id !== undefined && limited.includes(id)) return [];
		const message = `no condition on another table's rows limits ${quoted(table)}, or no field of it is asked for`;
		return [broken("rows-unfiltered", ["unfilteredTables", index], message, suggestion(table, limited, "Remove it."))];
	});
};

/** Conditions on rows are about tables that a field is asked from, each described once; nothing if the source is unknown. */
export const checkRows: Rule = (request, context) => {
	if (findSource(context.catalogue, request.source) === undefined) return [];
	const tables = [...new Set(knownFields(request, context).map(({ table }) => table.id))];
	const seen = new Set<string>();
	return Object.keys(request.rows ?? {}).flatMap((written) => {
		const path = ["rows", written];
		const name = parseTableId(written);
		const id = name && formatTableId(name);
		if (id === undefined || findTable(context.catalogue, request.source, id) === undefined) {
			const fix = suggestion(written, tables, choices(tables));
			return [broken("rows-table", path, `unknown table ${quoted(written)}`, fix)];
		}
		if (seen.has(id))
			return [broken("rows-repeated", path, `the rows of ${id} are described a second time`, "Make them one.")];
		seen.add(id);
		if (tables.includes(id)) return [];
		return [broken("rows-table", path, `no field of ${id} is asked for`, "Remove the conditions, or ask for a field.")];
	});
};
