import type { Settings } from "../database/settings.ts";
import type { SharePlan } from "./share-plan.ts";
import type { SharedTable } from "./shared-table.ts";

/** What every statement on the source needs besides the plan. */
export interface SelectContext {
	readonly plan: SharePlan;
	/** The Europe/London day of the snapshot. */
	readonly today: string;
	/** Takes the values that the statement reads. */
	readonly settings: Settings;
}

/** The statements on the source for one kind of table of the share: what its rows are decides about them. */
export interface OutputKind {
	/** SQL of the query whose rows are the share's table, column by column of its types and in the order of storing. */
	select(table: SharedTable, context: SelectContext): string;
	/** SQL of the count of references that {@link select} empties; undefined where it can empty none. */
	danglingReferences(table: SharedTable, context: SelectContext): string | undefined;
	/**
	 * SQL of the fewest patients who share one combination of the table's quasi-identifiers, after treatment; undefined
	 * where that is counted in the share, whose rows tell their patient.
	 */
	smallestGroup(table: SharedTable, context: SelectContext): string | undefined;
}
