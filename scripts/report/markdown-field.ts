import type { RootContent } from "mdast";
import { describeSensitivity } from "../dictionary/identifying-mark.ts";
import { describeRange } from "../dictionary/range.ts";
import { code, heading, type Inline, linkTo, list, paragraph, text } from "../document/markdown.ts";
import { counted } from "../text/count.ts";
import type { ReportedField, ReportedSource, ReportedTable } from "./contents.ts";

/** The links within the document, and how people's Markdown comes into it. */
export interface DocumentLinks {
	source(id: string): string;
	table(source: string, id: string): string | undefined;
	images(id: string): string;
	term(id: string): string | undefined;
	termTitle(id: string): string;
	prose(words: string): readonly RootContent[];
}

/** A line of a list: its label, and what it says. */
export type Line = readonly [label: string, ...pieces: Inline[]];

/** A field's section: its name as the heading, people's words, then what is known of it. */
export function fieldSection(
	source: ReportedSource,
	table: ReportedTable,
	field: ReportedField,
	links: DocumentLinks,
): readonly RootContent[] {
	const values = (field.values ?? []).map(({ value, meaning }) => ({
		line: meaning === "" ? [code(value)] : [code(value), text(`: ${meaning}`)],
	}));
	const lines = [...metadataLines(table, field), ...documentationLines(field, links)].map(([label, ...pieces]) => ({
		line: [text(`${label}: `), ...pieces],
	}));
	return [
		heading(4, [code(field.name)]),
		...(field.retired === undefined ? [] : [paragraph(`Gone from the database since ${field.retired}.`)]),
		...description(source, field, links),
		list([...lines, ...(values.length === 0 ? [] : [{ line: [text("Values:")], below: list(values) }])]),
	];
}

function description(source: ReportedSource, field: ReportedField, links: DocumentLinks): readonly RootContent[] {
	if (field.standing === "described") return links.prose(field.description);
	if (field.inherited === undefined) return [paragraph({ type: "emphasis", children: [text("Not described yet.")] })];
	const { from, because, description: borrowed } = field.inherited;
	const other = source.tables.find((table) => table.fields.some(({ id }) => id === from));
	const target = other && links.table(source.id, other.id);
	const why = because === "link" ? ", which it is linked to; " : ", which has the same name; ";
	const quote = { type: "blockquote", children: links.prose(borrowed) } as RootContent;
	return [
		paragraph(
			"Inherited from ",
			target === undefined ? code(from) : linkTo(target, code(from)),
			`${why}not confirmed for this field:`,
		),
		quote,
	];
}

function metadataLines({ key }: ReportedTable, field: ReportedField): readonly Line[] {
	const made = { identity: "numbered by the database", computed: "worked out by the database" };
	const notes = [
		...(key.includes(field.name) ? ["part of the primary key"] : []),
		field.nullable ? "may be missing" : "never missing",
		...(field.generated === undefined ? [] : [made[field.generated]]),
	];
	const type = field.baseType === undefined ? [code(field.type)] : [code(field.type), " (", code(field.baseType), ")"];
	return [
		["Type", ...type, `; ${notes.join("; ")}`],
		...(field.nullable && field.missing !== undefined ? [["Missing", field.missing] as const] : []),
		...(field.distinct === undefined ? [] : [["Different values", field.distinct] as const]),
		...(field.comment === undefined ? [] : [["Comment in the database", field.comment] as const]),
	];
}

function documentationLines(field: ReportedField, links: DocumentLinks): readonly Line[] {
	const because = field.suggestedBecause === undefined ? "" : `, because ${field.suggestedBecause}`;
	const suggested = field.suggested === undefined ? "" : `; the survey suggests ${field.suggested}${because}`;
	const named = [
		...field.glossary.map((id): Inline => linkTo(links.term(id) ?? "glossary", links.termTitle(id))),
		...(field.unknownTerms ?? []).map((name): Inline => `${name} (not in the glossary)`),
	];
	const terms = named.flatMap((piece, index): Inline[] => (index === 0 ? [piece] : [", ", piece]));
	return [
		[
			"Sensitivity",
			field.sensitivity === undefined ? `not confirmed by a person${suggested}` : describeSensitivity(field),
		],
		...(field.unit === undefined ? [] : [["Unit", field.unit] as const]),
		...(field.range === undefined ? [] : [["Acceptable range", describeRange(field.range)] as const]),
		...(field.origin === undefined ? [] : [["Where it comes from", field.origin] as const]),
		["Department", field.owner ?? "nobody yet"],
		...(terms.length === 0 ? [] : [["Glossary", ...terms] as const]),
		...(field.requests === 0 ? [] : [["Asked for", `in ${counted(field.requests, "request")}`] as const]),
	];
}
