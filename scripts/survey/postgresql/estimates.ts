import type { EstimateRow } from "../../database/catalogue-queries.ts";
import { band } from "../../records/count-band.ts";
import type { FieldMetadata } from "../../schema/types.ts";

/** How much is missing in a column, told as a band. */
export type MissingBand = NonNullable<FieldMetadata["missing"]>;

/** A column's estimates as bands. */
export interface EstimateBands {
	readonly missing: MissingBand;
	readonly distinct: string;
}

/** A table's estimated number of rows as a band; `unknown` where it was never estimated. */
export function rowsBand(rows: number | null, edges: readonly number[]): string {
	return rows === null ? "unknown" : band(Math.round(rows), edges);
}

/** A share of missing values, 0 to 1, as a band. */
export function missingBand(share: number | null): MissingBand {
	if (share === null) return "unknown";
	if (share <= 0) return "none";
	if (share < 0.05) return "under 5 %";
	if (share <= 0.5) return "5 to 50 %";
	return share < 1 ? "over 50 %" : "all";
}

/**
 * A column's estimates as bands. Where a partitioned table was not analysed as a whole, the share of
 * missing values comes from its partitions, if all rows are accounted for; the number of different
 * values cannot be had from them.
 *
 * @param rows the table's estimated rows
 */
export function estimateBands(
	estimate: EstimateRow | undefined,
	rows: number | null,
	edges: readonly number[],
): EstimateBands {
	if (estimate === undefined) return { missing: "unknown", distinct: "unknown" };
	const { missing, distinct, missingOfMembers, rowsOfMembers } = estimate;
	const complete = rows !== null && rowsOfMembers !== null && rowsOfMembers >= rows;
	return {
		missing: missingBand(missing ?? (complete ? missingOfMembers : null)),
		distinct: rowsBand(distinctCount(distinct, missing, rows), edges),
	};
}

/** `pg_stats.n_distinct` as a count: negative is a share of the rows, zero is unknown unless nothing is there. */
function distinctCount(distinct: number | null, missing: number | null, rows: number | null): number | null {
	if (distinct === null) return null;
	if (distinct === 0) return missing === 1 ? 0 : null;
	if (distinct > 0) return distinct;
	return rows === null ? null : -distinct * rows;
}
