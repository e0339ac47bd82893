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
	/** Whether the session has the cohort in a temporary table; otherwise each statement works it out for itself. */
	readonly hasCohortTable: boolean;
}

/** The statements on the source for one kind of table of the share: what its rows are decides about them. */
export interface OutputKind {
	/**
	 * SQL of the query whose rows are the share's table, column by column of its types and in the order of storing. It
	 * counts the references that it empties in a setting of the session.
	 */
	select(table: SharedTable, context: SelectContext): string;
	/**
	 * SQL of the fewest patients who share one combination of the table's quasi-identifiers, after treatment; undefined
	 * where that is counted in the share, whose rows tell their patient.
	 */
	smallestGroup(table: SharedTable, context: SelectContext): string | undefined;
	/** SQL of how many patients have rows in the table; undefined where the share's rows tell it, or are about nobody. */
	patients(table: SharedTable, context: SelectContext): string | undefined;
}
