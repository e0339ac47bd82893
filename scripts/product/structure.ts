import { type CatalogueSource, findField } from "../dictionary/catalogue.ts";
import { type PlainType, plainType } from "../dictionary/column-type.ts";
import { type DataFormat, dataFile } from "../plan/data-file.ts";
import { shareNames } from "../plan/share-name.ts";
import type { Product, Treatment } from "../schema/types.ts";
import { treatments } from "../treatment/treatments.ts";

/** The format in which a product's files are shown: a request chooses its own. */
const sampleFormat: DataFormat = "csv";

/** One file that a delivery of the product would have. */
export interface ProductFile {
	/** Path in the package. */
	readonly file: string;
	/** Id of the table it is made from. */
	readonly table: string;
	readonly columns: readonly ProductColumn[];
}

/** One column of such a file. */
export interface ProductColumn {
	readonly name: string;
	/** Type of the values after their treatment. */
	readonly type: PlainType;
	readonly treatment: Treatment;
	/** Id of the field. */
	readonly field: string;
}

/**
 * The files and columns that a request for exactly this product would deliver: its sample structure, without a value.
 * Worked out from the dictionary, so that it cannot fall behind. Files are in the order of the tables' ids, columns in
 * the order of the database, as in a delivery; fields that the dictionary does not know are left out.
 */
export function productStructure(product: Pick<Product, "fields">, source: CatalogueSource): readonly ProductFile[] {
	const catalogue = { sources: [source] };
	const chosen = new Map(
		product.fields.flatMap(({ field, treatment }) => {
			const id = findField(catalogue, source.id, field)?.id;
			return id === undefined ? [] : [[id, treatment] as const];
		}),
	);
	const tables = source.tables.filter(({ fields }) => fields.some(({ id }) => chosen.has(id)));
	const names = shareNames(tables.map(({ metadata }) => metadata));
	return tables.map((table, index) => ({
		file: dataFile(names[index] ?? "", sampleFormat),
		table: table.id,
		columns: table.fields.flatMap(({ id, name, metadata }) => {
			const treatment = chosen.get(id);
			if (treatment === undefined) return [];
			return [{ name, type: treatments[treatment].gives(plainType(metadata)), treatment, field: id }];
		}),
	}));
}
