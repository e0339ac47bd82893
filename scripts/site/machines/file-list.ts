import type { DictionaryReport } from "../../report/contents.ts";
import { tableSlug } from "../page/address.ts";
import { agreementsFile, registerFile } from "../register/files.ts";
import { nameCatalogueFile } from "../search/name-catalogue.ts";
import { wordCatalogueFile } from "../search/word-catalogue.ts";

/** One of the site's files for programs, or several of one kind. */
export interface MachineFile {
	/** From where the site begins, with a name in braces for each part that differs between files of the kind. */
	readonly path: string;
	readonly title: string;
	/** What it is good for, in a sentence or two. */
	readonly says: string;
	readonly mediaType: string;
	/** What it tells of; `files` for the files themselves. */
	readonly about: "dictionary" | "register" | "agreements" | "files";
	/** The name of its shape in the description of the files. */
	readonly shape: string;
	/** What may stand in each pair of braces. */
	readonly parameters: readonly FileParameter[];
}

/** What may stand in a pair of braces. */
export interface FileParameter {
	readonly name: string;
	readonly says: string;
	/** All that may; undefined where they are too many to list. */
	readonly values?: readonly string[];
	readonly example: string;
}

/** Where the document that describes the files stands. */
export const openApiFile = "machines/openapi.json";

const kinds: readonly (Omit<MachineFile, "parameters"> & { readonly each?: "source" | "table" })[] = [
	{
		path: "machines/catalogue.json",
		title: "The whole dictionary",
		says: "Every source, table and field with all that the survey knows and people wrote, the image folders, the data products and the glossary. May be large: a table's own file has the same of one table.",
		mediaType: "application/json",
		about: "dictionary",
		shape: "Catalogue",
	},
	{
		path: "dictionary/{source}/{table}/table.json",
		title: "One table",
		says: "What the table's page shows: its facts, keys, links and fields. The file stands beside the page.",
		mediaType: "application/json",
		about: "dictionary",
		shape: "TableFile",
		each: "table",
	},
	{
		path: "machines/fields.csv",
		title: "All fields as one table",
		says: "One row a field, for a spreadsheet. The first row has the names of the columns.",
		mediaType: "text/csv",
		about: "dictionary",
		shape: "FieldsCsv",
	},
	{
		path: "machines/{source}.odcs.yaml",
		title: "A source as a data contract",
		says: "The source in the Open Data Contract Standard, version 3.1.0, which data catalogues and quality tools read.",
		mediaType: "application/yaml",
		about: "dictionary",
		shape: "DataContract",
		each: "source",
	},
	{
		path: nameCatalogueFile,
		title: "All names",
		says: "The names of all tables and fields in a compact form: what the search of this site loads.",
		mediaType: "application/json",
		about: "dictionary",
		shape: "NameCatalogue",
	},
	{
		path: wordCatalogueFile,
		title: "Words about fields",
		says: "The words of descriptions and of coded values, each with its fields: the search of this site loads it after the names.",
		mediaType: "application/json",
		about: "dictionary",
		shape: "WordCatalogue",
	},
	{
		path: registerFile,
		title: "The register of requests",
		says: "Every request: who asks for which fields and why, what was decided, what was given out and how long it is kept.",
		mediaType: "application/json",
		about: "register",
		shape: "Register",
	},
	{
		path: agreementsFile,
		title: "The agreements",
		says: "Every data sharing agreement: with whom, from when until when, for which purposes and under which terms.",
		mediaType: "application/json",
		about: "agreements",
		shape: "Agreements",
	},
	{
		path: "machines/dcat.jsonld",
		title: "A catalogue of data sets",
		says: "Sources, data products and these files in the Data Catalog Vocabulary (DCAT 3), as JSON-LD. Other catalogues harvest it.",
		mediaType: "application/ld+json",
		about: "files",
		shape: "Dcat",
	},
	{
		path: openApiFile,
		title: "The description of these files",
		says: "An OpenAPI 3.1 document with the exact shape of every file above.",
		mediaType: "application/json",
		about: "files",
		shape: "OpenApi",
	},
];

/** The files for programs that a site has. The page, their description and the catalogue of data sets follow this list. */
export function machineFileList({
	sources,
	images,
}: Pick<DictionaryReport, "sources" | "images">): readonly MachineFile[] {
	const withTables = sources.filter(({ tables }) => tables.length > 0);
	const first = withTables[0]?.tables[0];
	const parameters = {
		source: sourceParameter([...sources, ...images]),
		table: first === undefined ? [] : [...sourceParameter(withTables), tableParameter(first)],
	};
	return kinds.flatMap(({ each, ...file }) => {
		if (each === undefined) return [{ ...file, parameters: [] }];
		return parameters[each].length === 0 ? [] : [{ ...file, parameters: parameters[each] }];
	});
}

function sourceParameter(sources: readonly { readonly id: string }[]): readonly FileParameter[] {
	const values = sources.map(({ id }) => id);
	return values.slice(0, 1).map((example) => ({ name: "source", says: "Id of the source.", values, example }));
}

function tableParameter({ path }: { readonly path: string }): FileParameter {
	const says =
		"Last part of the address of the table's page, which the whole dictionary gives as “page”: mostly the table's id.";
	return { name: "table", says, example: tableSlug(path) };
}
