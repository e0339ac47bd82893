import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import { readPageFolder } from "../records/page-folder.ts";
import { productsFolder } from "../records/paths.ts";
import type { PageRead } from "../schema/read-page.ts";
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

/** Reads all products. Never throws on bad content. */
export async function readProducts(tree: FileTree): Promise<ProductsRead> {
	const { pages, issues, locators } = await readPageFolder(tree, productsFolder, "product", {
		rule: "product",
		message: "a product's page is named by its id and .md, such as emergency-admissions.md",
	});
	const products = pages.map(({ id, path, value, body }) => ({ ...value, id, path, description: body }));
	return { products, issues, locators };
}
