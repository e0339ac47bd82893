import type { OutputKind } from "./output-kind.ts";
import { patientsSql, smallestGroupSql, tableSelectSql } from "./select.ts";
import type { SharedTable } from "./shared-table.ts";

/** How each kind of a share's table comes from the source. */
export const outputKinds = {
	rows: { select: tableSelectSql, smallestGroup: smallestGroupSql, patients: patientsSql },
} as const satisfies Record<SharedTable["output"], OutputKind>;
