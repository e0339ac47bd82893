import { identifyingMark } from "../../dictionary/identifying-mark.ts";
import { describeType } from "../../form/type-label.ts";
import type { ReportedField, ReportedProduct, ReportedSource } from "../../report/contents.ts";
import type { Sensitivity } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import { counted } from "../../text/count.ts";
import { onOneLine } from "../../text/quote.ts";
import { treatments } from "../../treatment/treatments.ts";
import { fieldAnchor, productAddress, productRequestAddress, tableAddress } from "../page/address.ts";
import { type ListPage, paginate } from "../page/paginate.ts";
import type { SiteReading } from "../reading/reading.ts";
import { openingOf } from "./opening.ts";
import { pageProse } from "./page-prose.ts";
import { siteReport } from "./report.ts";

/** The data products. */
export interface ProductsContents {
	readonly pages: readonly ListPage<ProductEntry>[];
	readonly products: readonly ProductPage[];
}

/** One product in the list. */
export interface ProductEntry {
	readonly title: string;
	readonly address: string;
	readonly about: string;
	readonly audience: string;
	readonly fields: number;
}

/** One product's page. */
export interface ProductPage {
	readonly id: string;
	readonly title: string;
	/** HTML. */
	readonly description: string;
	/** Short facts, each a label and its text. */
	readonly facts: readonly (readonly [label: string, words: string])[];
	/** The files that a delivery of exactly this would have, without a value. */
	readonly files: readonly ProductFileTable[];
	/** Where a request with these fields begins, on the internal site. */
	readonly request?: string;
	/** Day on which its page was last changed. */
	readonly changed?: string;
}

/** One file of a product. */
export interface ProductFileTable {
	readonly file: string;
	readonly table: { readonly title: string; readonly address: string };
	readonly columns: readonly {
		readonly name: string;
		/** Where the field it is made from stands. */
		readonly address: string;
		/** What a recipient gets, in plain words. */
		readonly type: string;
		/** What is done to the values. */
		readonly treatment: string;
		readonly sensitivity?: Sensitivity;
		/** Whether it helps to identify a person though its sensitivity does not say so. */
		readonly helpsToIdentify?: true;
	}[];
}

const pageSize = 100;

/** See {@link ProductsContents}. */
export async function productsContents(reading: SiteReading): Promise<ProductsContents> {
	const { sources, products } = await siteReport(reading);
	const prose = await pageProse(reading);
	return {
		pages: paginate(products, pageSize).map(({ items, ...page }) => ({ ...page, items: items.map(productEntry) })),
		products: products.flatMap((product) => {
			const source = sources.find(({ id }) => id === product.source);
			if (source === undefined) return [];
			const change = reading.changed.get(product.path);
			return [
				{
					id: product.id,
					title: onOneLine(product.title),
					description: prose(product.path, product.description),
					facts: facts(product, source),
					files: files(product, source),
					...(reading.shows.requestPage ? { request: productRequestAddress(product.id) } : {}),
					...(change === undefined ? {} : { changed: change.day }),
				},
			];
		}),
	};
}

function productEntry({ id, title, description, audience, fields }: ReportedProduct): ProductEntry {
	return {
		title: onOneLine(title),
		address: productAddress(id),
		about: openingOf(description),
		audience: onOneLine(audience),
		fields: fields.length,
	};
}

function facts(product: ReportedProduct, source: ReportedSource): ProductPage["facts"] {
	const { audience, refresh, owner, fields, structure } = product;
	const files = counted(structure.length, "file");
	const lines: readonly (readonly [string, string | undefined])[] = [
		["For", audience],
		["How fresh", refresh],
		["Department", owner],
		["Taken from", source.title],
		["Size", `${counted(fields.length, "field")} in ${files}`],
	];
	return lines.flatMap(([label, words]) => (words === undefined ? [] : [[label, onOneLine(words)] as const]));
}

function files({ structure }: ReportedProduct, source: ReportedSource): readonly ProductFileTable[] {
	const tables = new Map(source.tables.map((table) => [table.id, table]));
	return structure.flatMap(({ file, table: id, columns }) => {
		const table = tables.get(id);
		if (table === undefined) return [];
		const address = tableAddress({ source: source.id, path: table.path });
		const fields = new Map(table.fields.map((field): [string, ReportedField] => [field.id, field]));
		return [
			{
				file: printable(file),
				table: { title: onOneLine(table.title), address },
				columns: columns.map(({ name, type, treatment, field }) => {
					const found = fields.get(field);
					return {
						name: printable(name),
						address: `${address}#${fieldAnchor(name)}`,
						type: describeType({ name, type, nullable: true }),
						treatment: treatments[treatment].label,
						...(found?.sensitivity === undefined ? {} : { sensitivity: found.sensitivity }),
						...identifyingMark(found ?? {}),
					};
				}),
			},
		];
	});
}
