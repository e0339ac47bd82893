import { formatCsv } from "../document/csv.ts";
import type { DictionaryReport, ReportedField, ReportedSource, ReportedTable } from "./contents.ts";
import { imageProperties, imagesShared, type ReportedImages } from "./images.ts";

/** The columns of the CSV report, in order. */
export const csvColumns = [
	...["Source", "Table", "Table title", "Shared", "Field", "Field id", "Type", "May be missing", "Primary key"],
	...[
		"Refers to",
		"Description",
		"Description is",
		"Inherited from",
		"Sensitivity",
		"Helps to identify a person",
		"Suggested sensitivity",
		"Suggested because",
	],
	...["Unit", "At least", "At most", "Values", "Where it comes from", "Department", "Glossary"],
	...["Missing", "Different values", "Rows", "Gone since", "Requests"],
] as const;

type Row = Partial<Record<(typeof csvColumns)[number], string>>;

/**
 * The dictionary as one CSV table, a row for each field; a table without fields has a row without one. Completeness
 * and the work queue follow from the columns "Description is", "Sensitivity" and "Requests". An image folder has a row
 * for each property that its images are counted by, with the counts as its values and without a field's id.
 */
export function reportCsv({ sources, images }: DictionaryReport): string {
	const rows = sources.flatMap((source) =>
		source.tables.flatMap((table): Row[] => {
			const shared = tableRow(source, table);
			if (table.fields.length === 0) return [shared];
			return table.fields.map((field) => ({ ...shared, ...fieldRow(table, field) }));
		}),
	);
	return formatCsv(
		csvColumns,
		[...rows, ...images.flatMap(imageRows)].map((row) =>
			Object.fromEntries(csvColumns.map((name) => [name, row[name] ?? ""])),
		),
	);
}

function imageRows(images: ReportedImages): readonly Row[] {
	const { id, title, owner, description, facts } = images;
	const shared: Row = {
		Source: id,
		Table: "images",
		"Table title": title,
		Shared: imagesShared,
		Department: owner ?? "",
		Description: description,
		Rows: facts === undefined ? "not surveyed yet" : `${facts.files} files`,
	};
	const counts = imageProperties(images).map(({ label, groups }) => ({
		...shared,
		Field: label,
		Values: groups.map(({ value, files, studies }) => `${value} = ${files} files, ${studies} studies`).join("; "),
	}));
	return counts.length === 0 ? [shared] : counts;
}

function tableRow(source: ReportedSource, table: ReportedTable): Row {
	return {
		Source: source.id,
		Table: table.id,
		"Table title": table.title,
		Shared: table.class ?? "not classed",
		Department: table.owner ?? "",
		Rows: table.rows,
		"Gone since": table.retired ?? "",
	};
}

function fieldRow({ key, links, retired }: ReportedTable, field: ReportedField): Row {
	const references = links.flatMap(({ columns, tableId, to }) =>
		columns.flatMap((column, index) => (column === field.name ? [`${tableId} (${to[index] ?? ""})`] : [])),
	);
	return {
		Field: field.name,
		"Field id": field.id,
		Type: field.type,
		"May be missing": field.nullable ? "yes" : "no",
		"Primary key": key.includes(field.name) ? "yes" : "no",
		"Refers to": references.join("; "),
		Description: field.inherited?.description ?? field.description,
		"Description is": field.standing,
		"Inherited from": field.inherited?.from ?? "",
		Sensitivity: field.sensitivity ?? "",
		"Helps to identify a person": field.helpsToIdentify ? "yes" : "",
		"Suggested sensitivity": field.suggested ?? "",
		"Suggested because": field.suggestedBecause ?? "",
		Unit: field.unit ?? "",
		"At least": field.range?.atLeast?.toString() ?? "",
		"At most": field.range?.atMost?.toString() ?? "",
		Values: (field.values ?? [])
			.map(({ value, meaning }) => (meaning === "" ? value : `${value} = ${meaning}`))
			.join("; "),
		"Where it comes from": field.origin ?? "",
		Department: field.owner ?? "",
		Glossary: [...field.glossary, ...(field.unknownTerms ?? [])].join("; "),
		Missing: field.missing ?? "",
		"Different values": field.distinct ?? "",
		"Gone since": field.retired ?? retired ?? "",
		Requests: String(field.requests),
	};
}
