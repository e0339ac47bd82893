import type { ReportedTable } from "../../report/contents.ts";
import { onOneLine } from "../../text/quote.ts";
import { databaseName, databaseNames, type SentencePart } from "./sentence.ts";

/** Kinds of tables as the small words above a page's heading. */
export const kindLabels = {
	table: "Table",
	"partitioned table": "Table",
	view: "View",
	"materialised view": "View",
	"foreign table": "Table of another database",
} as const satisfies Record<ReportedTable["kind"], string>;

/** What a kind of table means for whoever reads its data; nothing for an ordinary one. */
export const kindNotes: { readonly [K in ReportedTable["kind"]]?: string } = {
	"partitioned table":
		"The database keeps this table in several parts, called partitions. They hold the same fields and count as one table here.",
	view: "A view: the database works its rows out from other tables whenever somebody looks.",
	"materialised view": "A view whose rows the database worked out from other tables, and refreshes from time to time.",
	"foreign table": "The rows are kept in another database, which this one looks into.",
};

/** Whether a table's rows can be shared, for a reader who may want them. */
export function describeSharing({ class: kind }: Pick<ReportedTable, "class">): string {
	if (kind === "patient") return "Yes: the rows of the patients that a request chooses";
	if (kind === "reference") return "Yes: it is about no patient";
	return kind === "excluded" ? "Never" : "Not until the data custodian has decided what it is to a patient";
}

/** A table's keys in words. */
export function describeKeys({
	key,
	uniqueKeys = [],
}: Pick<ReportedTable, "key" | "uniqueKeys">): readonly (readonly SentencePart[])[] {
	const primary: readonly SentencePart[] =
		key.length === 0
			? ["The database declares no primary key, so two rows may be the same."]
			: [
					"Each row has its own ",
					...databaseNames(key),
					key.length === 1 ? " (the primary key)." : " together (the primary key).",
				];
	const unique = uniqueKeys.map((columns): readonly SentencePart[] =>
		columns.length === 1
			? ["No two rows have the same ", ...databaseNames(columns), "."]
			: ["No two rows have the same ", ...databaseNames(columns), " together."],
	);
	return [primary, ...unique];
}

/** The database's own rules on rows. */
export function describeChecks({ checks = [] }: Pick<ReportedTable, "checks">): readonly (readonly SentencePart[])[] {
	return checks.map((rule) => [databaseName(onOneLine(rule))]);
}

/** An estimated number of rows, a band, as a phrase. */
export function describeRows(rows: string): string {
	return rows === "unknown" ? "not known yet" : rows;
}
