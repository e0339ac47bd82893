import { quoteIdentifier } from "../database/quote.ts";
import type { SharedTable } from "../plan/shared-table.ts";
import { shareTableSql } from "../snapshot/share-tables.ts";

/** A table of a share whose rows can be put together by patient. */
export type LinkedTable = SharedTable & { readonly patientLink: NonNullable<SharedTable["patientLink"]> };

/** SQL of a table's rows in the share, as `t0`, with the tables by which they lead to their patient, and of the patient. */
export function patientOfRowSql(
	schema: string,
	table: LinkedTable,
): { readonly from: string; readonly patient: string } {
	const { joins, column } = table.patientLink;
	const joined = joins.map((join, step) => {
		const on = join.columns.map(
			(name, at) => `t${step + 1}.${quoteIdentifier(join.to[at] ?? "")} = t${step}.${quoteIdentifier(name)}`,
		);
		return ` JOIN ${shareTableSql(schema, join.table)} AS t${step + 1} ON ${on.join(" AND ")}`;
	});
	return {
		from: `${shareTableSql(schema, table.name)} AS t0${joined.join("")}`,
		patient: `t${joins.length}.${quoteIdentifier(column)}`,
	};
}
