import { isIdentifying } from "../dictionary/identifying-mark.ts";
import { instant } from "../document/day.ts";
import type { Treatment } from "../schema/types.ts";
import { treatments } from "../treatment/treatments.ts";
import type { ArchivedFile } from "./archive.ts";
import type { PackageContents, PackagedColumn, PackagedTable } from "./contents.ts";
import type { PackageFormat } from "./format.ts";
import { packageFormats } from "./formats.ts";

/** The version of the standard that the descriptor follows. */
const profile = "https://datapackage.org/profiles/2.0/datapackage.json";

/**
 * The package's `datapackage.json`, a Data Package version 2 descriptor of its tables, so that
 * statistics programs load them with the right types, keys and references.
 *
 * @param files what was archived; must hold every table's file
 * @returns the file's bytes: JSON, UTF-8
 */
export function describePackage(contents: PackageContents, files: readonly ArchivedFile[]): Buffer {
	const descriptor = {
		$schema: profile,
		name: `${contents.project}-${contents.delivery}`,
		id: `urn:uuid:${contents.share}`,
		title: contents.title,
		description: contents.summary,
		created: instant(contents.at),
		resources: contents.tables.map((table) => describeTable(table, files, packageFormats[contents.format])),
	};
	return Buffer.from(`${JSON.stringify(descriptor, null, "\t")}\n`, "utf8");
}

function describeTable(table: PackagedTable, files: readonly ArchivedFile[], format: PackageFormat): object {
	const file = files.find(({ path }) => path === table.file);
	if (file === undefined) throw new RangeError(`${table.file} is not in the package`);
	return {
		name: table.name,
		type: "table",
		path: table.file,
		title: table.title,
		...(table.description === "" ? {} : { description: table.description }),
		...format.described,
		bytes: file.bytes,
		hash: `sha256:${file.sha256}`,
		schema: {
			fields: table.columns.map((column) => describeField(column, format)),
			missingValues: [""],
			...(table.key.length === 0 ? {} : { primaryKey: table.key }),
			...(table.references.length === 0
				? {}
				: { foreignKeys: table.references.map((reference) => describeReference(table, reference)) }),
		},
	};
}

function describeField(column: PackagedColumn, { types }: PackageFormat): object {
	const { name, type, field, treatment, sensitivity, enumeration, documentation } = column;
	const { unchanged: asItWas, meaning } = treatments[treatment];
	return {
		name,
		...(meaning === undefined ? types[type] : { type: meaning }),
		...(documentation.description === "" ? {} : { description: documentation.description }),
		...(asItWas && enumeration !== undefined
			? { categories: enumeration.map((value) => labelled(value, documentation)) }
			: {}),
		...(asItWas && documentation.unit !== undefined ? { unit: documentation.unit } : {}),
		sourceField: field,
		treatment: treatment satisfies Treatment,
		sensitivity,
		...(isIdentifying(column) ? { helpsToIdentify: true } : {}),
	};
}

function labelled(value: string, { values }: PackagedColumn["documentation"]): { value: string; label?: string } {
	const label = values?.find((known) => known.value === value)?.meaning;
	return { value, ...(label === undefined ? {} : { label }) };
}

function describeReference(table: PackagedTable, reference: PackagedTable["references"][number]): object {
	// The standard leaves the resource out where a table refers to itself.
	const resource = reference.table === table.name ? {} : { resource: reference.table };
	return { fields: reference.columns, reference: { ...resource, fields: reference.to } };
}
