import type { PlainType } from "../dictionary/column-type.ts";
import type { TableName } from "../dictionary/field-id.ts";
import type { Link } from "../dictionary/link.ts";
import type { RootColumn } from "../dictionary/root-column.ts";
import type { Sensitivity, Treatment } from "../schema/types.ts";
import type { TreatmentKind } from "../treatment/treatment-kind.ts";
import type { PathRule } from "./row-rule.ts";

/** One table of the share, and so one file of the package. */
export interface SharedTable {
	/** What its rows are: the source's own rows, treated. */
	readonly output: "rows";
	/** Id of the source's table. */
	readonly id: string;
	/** Path of its dictionary page. */
	readonly page: string;
	readonly class: "patient" | "reference";
	readonly table: TableName;
	/** Name of the share's table and of the file without its ending: small letters, digits, underscores. */
	readonly name: string;
	/** Path of the file in the package. */
	readonly file: string;
	/** How rows lead to their patient; empty for the patient table and for reference tables. */
	readonly path: readonly Link[];
	/** What its rows, and those they pass on their way to the patient, must meet; empty where all rows are shared. */
	readonly rules: readonly PathRule[];
	/** In the dictionary's order. */
	readonly columns: readonly SharedColumn[];
	/** The primary key's columns in the share; empty where it has none. */
	readonly primaryKey: readonly string[];
	/** The share's foreign keys. */
	readonly references: readonly SharedReference[];
	/** All that the dictionary says the source's table refers to. */
	readonly links: readonly Link[];
	/** References that must be remapped, since the row referred to may not be in the share. */
	readonly remappings: readonly ForeignKeyRemapping[];
	/** Foreign keys that are not remapped, since the source itself makes sure that the row referred to is there. */
	readonly assumed: readonly Link[];
	/** How the recipient can tell which rows are of one patient, if at all. */
	readonly patientLink?: PatientLink;
}

/** Whether rows of the table itself, or of one that it refers to, are left out by conditions of the request. */
export function leavesRowsOut({ rules, remappings }: SharedTable): boolean {
	return rules.length > 0 || remappings.some((remapping) => remapping.rules.length > 0);
}

/** One column of the share. */
export interface SharedColumn {
	/** Exact name in the source. */
	readonly name: string;
	readonly treatment: Treatment;
	/** The built-in type of the source's values. */
	readonly sourceType: PlainType;
	readonly root: RootColumn;
	/** Id of the source's field. */
	readonly field: string;
	readonly sensitivity: Sensitivity;
	/** Whether it helps to identify a person though its sensitivity does not say so. */
	readonly helpsToIdentify?: true;
	/** Its type in the share. */
	readonly type: PlainType;
}

/** A table of the plan before its links to others are known. */
export type UnlinkedTable = Omit<
	SharedTable,
	"primaryKey" | "references" | "links" | "remappings" | "assumed" | "patientLink"
>;

/** A foreign key of the share. */
export interface SharedReference {
	readonly columns: readonly string[];
	/** Name of the share's table referred to. */
	readonly table: string;
	readonly to: readonly string[];
	/**
	 * Whether in every row either all of its columns are there or none. PostgreSQL lets a reference be of which a part is
	 * missing; the programs that read packages do not.
	 */
	readonly whole: boolean;
}

/** A reference whose target may not be in the share: it becomes missing where it is not. */
export interface ForeignKeyRemapping {
	/** The referring columns in the source. */
	readonly columns: readonly string[];
	/** Those of them that become missing, as far as they are shared as identifiers. */
	readonly emptied: readonly string[];
	readonly table: TableName;
	readonly to: readonly string[];
	/** The types of the columns referred to. */
	readonly types: readonly PlainType[];
	/** Whether the database itself makes sure that the row referred to exists, and only once. */
	readonly enforced: boolean;
	/** For a target about patients: how it leads to its patient, who must be in the cohort. */
	readonly path?: readonly Link[];
	/** For a shared target: what its rows must meet to be shared. */
	readonly rules: readonly PathRule[];
}

/** How rows of a share's table lead to a patient within the share. */
export interface PatientLink {
	/** Foreign keys of the share to follow, one after the other; often none. */
	readonly joins: readonly SharedReference[];
	/** The column of the last table that says which patient. */
	readonly column: string;
	/** Whether patients appear under their real key or a pseudonym: only like is compared with like. */
	readonly joinsBy: NonNullable<TreatmentKind["joinsBy"]>;
}
