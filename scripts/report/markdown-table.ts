import type { RootContent } from "mdast";
import { code, heading, type Inline, linkTo, list, paragraph, text } from "../document/markdown.ts";
import type { ReportedSource, ReportedTable } from "./contents.ts";
import type { DocumentLinks, Line } from "./markdown-field.ts";

const classLabels = {
	patient: "yes, rows of the patients chosen only",
	reference: "yes, it is about no patient",
	excluded: "never",
} as const;

/** A table's section, up to its fields: heading, people's words, what is known of it. */
export function tableSection(
	source: ReportedSource,
	table: ReportedTable,
	links: DocumentLinks,
): readonly RootContent[] {
	const { id, title } = table;
	const name = title === id ? [code(id)] : [text(`${title} (`), code(id), text(")")];
	const blank = [paragraph({ type: "emphasis", children: [text("Not described yet.")] })];
	return [
		heading(3, name, links.table(source.id, id)),
		...(table.retired === undefined ? [] : [paragraph(`Gone from the database since ${table.retired}.`)]),
		...(table.description.trim() === "" ? blank : links.prose(table.description)),
		list(facts(source, table, links).map(([label, ...pieces]) => ({ line: [text(`${label}: `), ...pieces] }))),
	];
}

function facts(source: ReportedSource, table: ReportedTable, document: DocumentLinks): readonly Line[] {
	const { uniqueKeys = [], checks = [], links } = table;
	return [
		["Kind", table.kind],
		["Rows", table.rows],
		["Department", table.owner ?? "nobody yet"],
		["Shared", table.class === undefined ? "no, nobody has classed it yet" : classLabels[table.class]],
		["Primary key", ...(table.key.length === 0 ? ["none"] : names(table.key))],
		...uniqueKeys.map((key): Line => ["Unique", ...names(key)]),
		...links.map(({ columns, tableId, to, enforced }): Line => {
			const target = document.table(source.id, tableId);
			const other = target === undefined ? code(tableId) : linkTo(target, code(tableId));
			const how = enforced ? "" : ", by declaration only";
			return ["Link", ...names(columns), " to ", other, " ", ...names(to), how];
		}),
		...checks.map((rule): Line => ["Rule of the database", code(rule)]),
		...(table.comment === undefined ? [] : [["Comment in the database", table.comment] as const]),
		["Last change of these facts", table.surveyed],
		["Fields", String(table.fields.length)],
	];
}

function names(columns: readonly string[]): Inline[] {
	return columns.flatMap((column, index) => (index === 0 ? [code(column)] : [", ", code(column)]));
}
