import { checkComplexity } from "../dictionary/complexity.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import { productsFolder } from "../records/paths.ts";
import common from "../schema/common.schema.json" with { type: "json" };
import { type PageRead, readPageRecord } from "../schema/read-page.ts";
import type { Product } from "../schema/types.ts";

/** One data product: a ready-made selection of fields that requests can start from. */
export interface ListedProduct extends Product {
	/** The page's file name without its ending. */
	readonly id: string;
	/** Path of the page in the records repository. */
	readonly path: string;
	/** What it is good for and what not: Markdown. */
	readonly description: string;
}

/** What {@link readProducts} found. */
export interface ProductsRead {
	/** In the order of their ids. */
	readonly products: readonly ListedProduct[];
	/** Located problems of the pages; a page with problems is no product. */
	readonly issues: readonly Issue[];
	/** By path of a page: locates issues about its front matter. */
	readonly locators: ReadonlyMap<string, PageRead<Product>["locate"]>;
}

const id = new RegExp(common.$defs.id.pattern);

/** Reads all products. Never throws on bad content. */
export async function readProducts(tree: FileTree): Promise<ProductsRead> {
	const products: ListedProduct[] = [];
	const issues: Issue[] = [];
	const locators = new Map<string, PageRead<Product>["locate"]>();
	for (const [path, bytes] of [...(await tree.readAll(productsFolder))].sort(([one], [other]) =>
		one < other ? -1 : 1,
	)) {
		const name = path.slice(productsFolder.length);
		if (!name.endsWith(".md") || !id.test(name.slice(0, -3))) {
			const message = "a product's page is named by its id and .md, such as emergency-admissions.md";
			issues.push({ ...error("product", [], message, common.$defs.id.description), file: path, line: 1, column: 1 });
			continue;
		}
		const read = readPageRecord("product", bytes, path);
		const complexity = checkComplexity(path, read.body, read.bodyLine);
		issues.push(...read.issues, ...complexity);
		locators.set(path, read.locate);
		if (read.value !== undefined && complexity.length === 0) {
			products.push({ ...read.value, id: name.slice(0, -3), path, description: read.body.trim() });
		}
	}
	return { products, issues, locators };
}
