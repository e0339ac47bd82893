import { findSource, findTable } from "../../dictionary/catalogue.ts";
import { formatFieldId } from "../../dictionary/field-id.ts";
import { linksOf } from "../../dictionary/link.ts";
import { treatments } from "../../treatment/treatments.ts";
import { doubtful, type Rule } from "../rule.ts";
import { knownFields } from "./fields.ts";

/** Where one end of a reference is kept and the other a code, the recipient cannot join the tables. */
export const checkKeys: Rule = (request, context) => {
	const source = findSource(context.catalogue, request.source);
	if (source === undefined) return [];
	const asked = new Map(knownFields(request, context).map((each) => [each.field.id, each]));
	return [...asked.values()].flatMap(({ field, table, requested, path }) => {
		const entry = findTable(context.catalogue, request.source, table.id);
		const links = entry === undefined ? [] : linksOf(source, entry);
		const mine = treatments[requested.treatment];
		return links.flatMap((link) => {
			const at = link.columns.indexOf(field.name);
			const other = at < 0 ? undefined : asked.get(formatFieldId({ ...link.table, column: link.to[at] ?? "" }));
			if (other === undefined) return [];
			const theirs = treatments[other.requested.treatment];
			if (mine.joinsBy === undefined || theirs.joinsBy === undefined || mine.joinsBy === theirs.joinsBy) return [];
			const message = `${field.id} is ${mine.label}, and ${other.field.id}, which it refers to, ${theirs.label}: the rows cannot be joined`;
			return [doubtful("keys-apart", [...path, "treatment"], message, "Ask for the same treatment of both.")];
		});
	});
};
