import {
	type Catalogue,
	type CatalogueField,
	type FieldDocumentation,
	findField,
	findTable,
} from "../dictionary/catalogue.ts";
import type { PlainType } from "../dictionary/column-type.ts";
import type { DataFormat } from "../plan/data-file.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { SharedColumn, SharedTable } from "../plan/shared-table.ts";
import type { Records } from "../records/records.ts";
import { describeObjections } from "../request/objection-words.ts";
import type { Sensitivity, SharingRequest, Treatment } from "../schema/types.ts";
import { bandedObjections } from "../snapshot/objections.ts";
import type { Share } from "../snapshot/share.ts";

/** What a package's own pages say of the delivery as a whole. */
export interface PackageContents {
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
	/** Whether it helps to identify a person though its sensitivity does not say so. */
	readonly helpsToIdentify?: true;
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

/** Puts together what a package's own pages say: the plan's tables with the dictionary's documentation. */
export function packageContents(
	share: Share,
	plan: SharePlan,
	request: SharingRequest,
	{ catalogue, policy }: Pick<Records, "catalogue" | "policy">,
): PackageContents {
	return {
		project: share.project,
		delivery: share.delivery,
		share: share.id,
		title: request.title,
		summary: request.summary,
		at: new Date(share.snapshot.at),
		objections: describeObjections(share.objections && bandedObjections(share.objections, policy.countBands)),
		format: request.delivery.format,
		tables: plan.tables.map((table) => packagedTable(table, plan.source, catalogue)),
	};
}

function packagedTable(table: SharedTable, source: string, catalogue: Catalogue): PackagedTable {
	const entry = findTable(catalogue, source, table.id);
	return {
		file: table.file,
		name: table.name,
		id: table.id,
		title: entry?.title ?? table.id,
		description: entry?.description ?? "",
		columns: table.columns.map((column) => packagedColumn(column, findField(catalogue, source, column.field))),
		key: table.primaryKey,
		references: table.references.filter(({ whole }) => whole).map(({ columns, table, to }) => ({ columns, table, to })),
	};
}

function packagedColumn(
	{ name, type, field, treatment, sensitivity, helpsToIdentify }: SharedColumn,
	entry: CatalogueField | undefined,
): PackagedColumn {
	const enumeration = entry?.metadata.values;
	return {
		name,
		type,
		field,
		treatment,
		sensitivity,
		...(helpsToIdentify === undefined ? {} : { helpsToIdentify }),
		...(enumeration === undefined ? {} : { enumeration }),
		documentation: entry?.documentation ?? { description: "" },
	};
}
