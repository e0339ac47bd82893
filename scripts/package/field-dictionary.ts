import type { RootContent } from "mdast";
import { isIdentifying } from "../dictionary/identifying-mark.ts";
import { describeRange } from "../dictionary/range.ts";
import { formatCsv } from "../document/csv.ts";
import { code, heading, list, markdown, paragraph, written } from "../document/markdown.ts";
import { treatments } from "../treatment/treatments.ts";
import type { PackageContents, PackagedColumn, PackagedTable } from "./contents.ts";

/** What the field dictionary says of one column, in order; a row of the CSV, a list in the Markdown. */
function attributes(column: PackagedColumn): readonly (readonly [string, string])[] {
	const { field, type, treatment, sensitivity, documentation } = column;
	// Of a value that was changed or taken out, the original's unit, range and codes would mislead.
	const asItWas = treatments[treatment].unchanged;
	return [
		["Field in the hospital's dictionary", field],
		["Type", type],
		["Treatment", `${treatment} (${treatments[treatment].label})`],
		["Sensitivity", sensitivity],
		// Never "no": others may know what nobody here has thought of.
		["Helps to identify a person", isIdentifying(column) ? "yes" : ""],
		["Unit", (asItWas && documentation.unit) || ""],
		["Acceptable range", asItWas && documentation.range !== undefined ? describeRange(documentation.range) : ""],
		[
			"Values",
			asItWas ? (documentation.values ?? []).map(({ value, meaning }) => `${value} = ${meaning}`).join("; ") : "",
		],
		["Where it comes from", documentation.origin ?? ""],
	];
}

/**
 * The package's field dictionary as a CSV table, a row for each column, as {@link formatCsv}
 * writes it.
 */
export function fieldDictionaryCsv({ tables }: PackageContents): Buffer {
	const rows = tables.flatMap((table) =>
		table.columns.map((column) => ({
			File: table.file,
			Column: column.name,
			Description: column.documentation.description,
			...Object.fromEntries(attributes(column)),
		})),
	);
	// Every column has the same attributes, and a package has at least one column.
	return Buffer.from(formatCsv(Object.keys(rows[0] ?? {}), rows), "utf8");
}

/** The package's field dictionary as a Markdown page, a section for each file and column. */
export function fieldDictionaryMarkdown({ title, tables }: PackageContents): Buffer {
	return Buffer.from(
		markdown([
			heading(1, [`Field dictionary: ${title}`]),
			paragraph(
				"In the CSV files, a missing value is nothing between two commas; a text that is there but empty is ",
				...[code('""'), "."],
			),
			paragraph(
				'A code of this project stands for the same thing in all its tables, and nowhere else. All dates of one patient are moved by the same number of days; the time of day stays as the hospital\'s clock showed it, to the second, so that a span over a change of the clocks can be an hour out. Dates that only stood for "unknown" or "no end" are missing.',
			),
			paragraph(
				"Times are in Coordinated Universal Time where they have a time zone. ",
				...[code("t"), " is true, ", code("f"), " is false."],
			),
			...tables.flatMap(describeTable),
		]),
		"utf8",
	);
}

function describeTable(described: PackagedTable): readonly RootContent[] {
	return [
		heading(2, [code(described.file)]),
		paragraph(`${described.title} (`, code(described.id), ")"),
		...(described.description === "" ? [] : [written(described.description)]),
		...described.columns.flatMap((column) => [
			heading(3, [code(column.name)]),
			...(column.documentation.description === "" ? [] : [written(column.documentation.description)]),
			list(
				attributes(column)
					.filter(([, value]) => value !== "")
					.map(([name, value]) => ({ line: [`${name}: `, name.startsWith("Field") ? code(value) : value] })),
			),
		]),
	];
}
