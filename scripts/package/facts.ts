import { type Catalogue, type CatalogueField, findField, findTable } from "../dictionary/catalogue.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { SharedColumn, SharedTable } from "../plan/shared-table.ts";
import type { Records } from "../records/records.ts";
import { describeObjections } from "../request/objection-words.ts";
import type { SharingRequest } from "../schema/types.ts";
import { bandedObjections } from "../snapshot/objections.ts";
import type { Share } from "../snapshot/share.ts";
import type { PackagedColumn, PackagedTable, PackageFacts } from "./contents.ts";

/** Puts together what a package's own pages say: the plan's tables with the dictionary's documentation. */
export function packageFacts(
	share: Share,
	plan: SharePlan,
	request: SharingRequest,
	{ catalogue, policy }: Pick<Records, "catalogue" | "policy">,
): PackageFacts {
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
		references: table.references,
	};
}

function packagedColumn(
	{ name, type, field, treatment, sensitivity }: SharedColumn,
	entry: CatalogueField | undefined,
): PackagedColumn {
	const enumeration = entry?.metadata.values;
	return {
		name,
		type,
		field,
		treatment,
		sensitivity,
		...(enumeration === undefined ? {} : { enumeration }),
		documentation: entry?.documentation ?? { description: "" },
	};
}
