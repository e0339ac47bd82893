import { findSource, findTable } from "../../dictionary/catalogue.ts";
import { formatTableId, parseTableId } from "../../dictionary/field-id.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";
import { knownFields } from "./fields.ts";

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
