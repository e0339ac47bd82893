import type { Client } from "pg";
import type { PlainType } from "../dictionary/column-type.ts";

/** One column of a table of the share database, with its built-in type as PostgreSQL writes it. */
export interface ExportColumn {
	readonly name: string;
	readonly type: string;
}

/** A table of the share database with its columns. */
export interface ExportTable {
	readonly schema: string;
	readonly table: string;
	readonly columns: readonly ExportColumn[];
	/** Names of the columns of its primary key; empty where it has none. */
	readonly key: readonly string[];
}

/** How Table Schema (https://datapackage.org/standard/table-schema/) names what a column of a file holds. */
export interface DescribedType {
	readonly type: string;
	readonly format?: string;
	readonly trueValues?: readonly string[];
	readonly falseValues?: readonly string[];
}

/** A format in which tables are packed. */
export interface PackageFormat {
	/** Media type of a table's file. */
	readonly mediaType: string;
	/**
	 * Reads a table of the share database as the file's bytes; the same rows always give the same bytes, with a key or
	 * without. Fails with a UserError that holds no value.
	 */
	read(client: Client, table: ExportTable): AsyncGenerator<Buffer, void, undefined>;
	/** What a Data Package (https://datapackage.org) says of such a file besides its columns. */
	readonly described: Readonly<Record<string, unknown>>;
	/** How a Data Package names the types of its columns. */
	readonly types: Readonly<Record<PlainType, DescribedType>>;
	/** What the package's `readme.txt` says of such files: before their list, and after it. */
	readonly readMe: { readonly files: string; readonly advice: readonly string[] };
}
