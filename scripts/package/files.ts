import type { DataFormat } from "../plan/data-file.ts";
import type { ManifestOutput } from "../schema/types.ts";
import { packageFormats } from "./formats.ts";

/** What is known of a file of a package before there is any. */
export type PackageFile = Pick<ManifestOutput, "path" | "role" | "mediaType" | "table">;

const csv = "text/csv; charset=utf-8";
const markdown = "text/markdown; charset=utf-8";
const text = "text/plain; charset=utf-8";

/** The files of a package that hold no data, by what they are. */
export const companions = {
	descriptor: { path: "datapackage.json", role: "descriptor", mediaType: "application/json" },
	dictionary: { path: "field-dictionary.md", role: "dictionary", mediaType: markdown },
	dictionaryTable: { path: "field-dictionary.csv", role: "dictionary", mediaType: csv },
	readMe: { path: "readme.txt", role: "dictionary", mediaType: text },
	salt: { path: "salt.txt", role: "salt", mediaType: text },
} as const satisfies Record<string, PackageFile>;

/** The file with the text of some terms. */
export function termsFile(terms: string): PackageFile {
	return { path: `terms/${terms}.md`, role: "terms", mediaType: markdown };
}

/** All files of a package in their order. */
export function packageFiles(
	format: DataFormat,
	tables: readonly { readonly id: string; readonly file: string }[],
	terms: readonly string[],
): readonly PackageFile[] {
	const { mediaType } = packageFormats[format];
	return [
		...tables.map(({ id, file }): PackageFile => ({ path: file, role: "data", mediaType, table: id })),
		companions.descriptor,
		companions.dictionary,
		companions.dictionaryTable,
		...terms.map(termsFile),
		companions.readMe,
		companions.salt,
	];
}
