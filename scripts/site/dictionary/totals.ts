import type { ReportedTable } from "../../report/contents.ts";
import { sensitivitiesByGravity } from "../../schema/sensitivities.ts";
import type { Sensitivity } from "../../schema/types.ts";

/** What some tables hold, counted; what is gone from the database does not count. */
export interface Totals {
	readonly tables: number;
	readonly fields: number;
	/** Fields with a description of their own. */
	readonly described: number;
	/** Fields that only have the description of another. */
	readonly inherited: number;
	readonly blank: number;
	/** Fields by confirmed sensitivity, the gravest first; those without one come last, without a name. */
	readonly sensitivities: readonly { readonly sensitivity?: Sensitivity; readonly fields: number }[];
}

/** Counts tables and their fields. */
export function totals(tables: readonly ReportedTable[]): Totals {
	const living = tables.filter(({ retired }) => retired === undefined);
	const fields = living.flatMap((table) => table.fields.filter(({ retired }) => retired === undefined));
	const count = (standing: "described" | "inherited" | "blank") =>
		fields.filter((field) => field.standing === standing).length;
	const bySensitivity = Map.groupBy(fields, ({ sensitivity }) => sensitivity);
	const rank = (sensitivity: Sensitivity | undefined) =>
		sensitivity === undefined ? sensitivitiesByGravity.length : sensitivitiesByGravity.indexOf(sensitivity);
	return {
		tables: living.length,
		fields: fields.length,
		described: count("described"),
		inherited: count("inherited"),
		blank: count("blank"),
		sensitivities: [...bySensitivity]
			.sort(([one], [other]) => rank(one) - rank(other))
			.map(([sensitivity, own]) => ({ ...(sensitivity === undefined ? {} : { sensitivity }), fields: own.length })),
	};
}
