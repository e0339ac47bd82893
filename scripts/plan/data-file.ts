import type { DeliveryTerms } from "../schema/types.ts";

/** A format of the tables' files, as a request names it. */
export type DataFormat = DeliveryTerms["format"];

const endings = { csv: ".csv" } as const satisfies Record<DataFormat, string>;

/** Path of a table's file in the package, such as `data/visits.csv`. */
export function dataFile(table: string, format: DataFormat): string {
	return `data/${table}${endings[format]}`;
}

/** The table and the format that the path of a file in the package names; undefined if it is no table's. */
export function parseDataFile(path: string): { readonly table: string; readonly format: DataFormat } | undefined {
	for (const [format, ending] of Object.entries(endings) as [DataFormat, string][]) {
		if (path.startsWith("data/") && path.endsWith(ending))
			return { table: path.slice("data/".length, -ending.length), format };
	}
	return undefined;
}
