import { formatCsv } from "../document/csv.ts";
import { treatmentWords } from "../request/words.ts";
import { acceptableRange, type PackagedColumn, type PackagedTable, type PackageFacts } from "./contents.ts";

/** What the field dictionary says of one column, in order; a row of the CSV, a list in the Markdown. */
function attributes({
	field,
	type,
	treatment,
	sensitivity,
	words,
}: PackagedColumn): readonly (readonly [string, string])[] {
	// Of a value that was changed or taken out, the original's unit, range and codes would mislead.
	const asItWas = treatment === "keep";
	return [
		["Field in the hospital's dictionary", field],
		["Type", type],
		["Treatment", `${treatment} (${treatmentWords[treatment]})`],
		["Sensitivity", sensitivity],
		["Unit", (asItWas && words.unit) || ""],
		["Acceptable range", (asItWas && acceptableRange(words.range)) || ""],
		["Values", asItWas ? (words.values ?? []).map(({ value, meaning }) => `${value} = ${meaning}`).join("; ") : ""],
		["Where it comes from", words.origin ?? ""],
	];
}

/**
 * The package's field dictionary as a CSV table, a row for each column, as {@link formatCsv}
 * writes it.
 */
export function fieldDictionaryCsv({ tables }: PackageFacts): Buffer {
	const rows = tables.flatMap((table) =>
		table.columns.map((column) => ({
			File: table.file,
			Column: column.name,
			Description: column.words.description,
			...Object.fromEntries(attributes(column)),
		})),
	);
	// Every column has the same attributes, and a package has at least one column.
	return Buffer.from(formatCsv(Object.keys(rows[0] ?? {}), rows), "utf8");
}

/** The package's field dictionary as a Markdown page, a section for each file and column. */
export function fieldDictionaryMarkdown({ title, tables }: PackageFacts): Buffer {
	const parts = [
		`# Field dictionary: ${title}`,
		'In the CSV files, a missing value is nothing between two commas; a text that is there but empty is `""`.',
		'A code of this project stands for the same thing in all its tables, and nowhere else. All dates of one patient are moved by the same number of days; the time of day stays as the hospital\'s clock showed it, to the second, so that a span over a change of the clocks can be an hour out. Dates that only stood for "unknown" or "no end" are missing.',
		"Times are in Coordinated Universal Time where they have a time zone. `t` is true, `f` is false.",
		...tables.flatMap(describeTable),
	];
	return Buffer.from(`${parts.join("\n\n")}\n`, "utf8");
}

function describeTable(table: PackagedTable): readonly string[] {
	return [
		`## ${codeSpan(table.file)}`,
		`${table.title} (${codeSpan(table.id)})`,
		...(table.description === "" ? [] : [table.description]),
		...table.columns.flatMap((column) => [
			`### ${codeSpan(column.name)}`,
			...(column.words.description === "" ? [] : [column.words.description]),
			attributes(column)
				.filter(([, value]) => value !== "")
				.map(([name, value]) => `- ${name}: ${name.startsWith("Field") ? codeSpan(value) : value}`)
				.join("\n"),
		]),
	];
}

/** Text as a Markdown code span, whatever backticks and line breaks it holds (CommonMark 0.31, 6.1). */
function codeSpan(text: string): string {
	const plain = text.replaceAll(/[\r\n]+/g, " ");
	const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
	const fence = "`".repeat(longest + 1);
	const padding = longest > 0 || plain.startsWith(" ") ? " " : "";
	return `${fence}${padding}${plain}${padding}${fence}`;
}
