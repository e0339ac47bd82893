import type { FieldDocumentation } from "../dictionary/catalogue.ts";
import type { PlainType } from "../dictionary/column-type.ts";
import type { DataFormat } from "../plan/data-file.ts";
import type { Sensitivity, Treatment } from "../schema/types.ts";

/** What a package's own pages say of the delivery as a whole. */
export interface PackageFacts {
	readonly project: string;
	/** Four digits. */
	readonly delivery: string;
	/** Identifier of the share the data are from. */
	readonly share: string;
	/** The request's title. */
	readonly title: string;
	/** The request's summary. */
	readonly summary: string;
	/** When the source was read. */
	readonly at: Date;
	/** What was done about patients' objections to sharing, in sentences. */
	readonly objections: readonly string[];
	/** The format of the tables' files. */
	readonly format: DataFormat;
	readonly tables: readonly PackagedTable[];
}

/** One table of the package: one file. */
export interface PackagedTable {
	/** Path in the package, `data/<name>.csv`. */
	readonly file: string;
	/** The file's name without folder and ending; unique in the package. */
	readonly name: string;
	/** The table's id in the data dictionary. */
	readonly id: string;
	readonly title: string;
	/** Markdown. */
	readonly description: string;
	readonly columns: readonly PackagedColumn[];
	/** Names of the columns that tell rows apart; empty where there are none. */
	readonly key: readonly string[];
	/** References to rows of the package's tables. */
	readonly references: readonly PackagedReference[];
}

/** One column of a table of the package. */
export interface PackagedColumn {
	readonly name: string;
	readonly type: PlainType;
	/** The field's id in the data dictionary. */
	readonly field: string;
	readonly treatment: Treatment;
	readonly sensitivity: Sensitivity;
	/** All values there can be, where the hospital's database enforces them. */
	readonly enumeration?: readonly string[];
	readonly documentation: FieldDocumentation;
}

/** Columns that name a row of a table of the package. */
export interface PackagedReference {
	readonly columns: readonly string[];
	/** Name of the other table, or of the same one. */
	readonly table: string;
	readonly to: readonly string[];
}
