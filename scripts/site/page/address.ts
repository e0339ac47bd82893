/**
 * Addresses within the site: one place that says where each thing has its page, for the pages that link and the files
 * that machines read. All are relative to where the site begins and have no slash in front. Browser-safe.
 */

/** A table's page. `path` is the path of its dictionary page in the records repository. */
export function tableAddress({ source, path }: { readonly source: string; readonly path: string }): string {
	return `dictionary/${source}/${tableSlug(path)}/`;
}

/** The last part of a table's address: its dictionary page's file name without the ending. */
export function tableSlug(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/, "");
}

/** A source's first page. */
export function sourceAddress(source: string): string {
	return `dictionary/${source}/`;
}

/** A further page of a source's tables; the first is {@link sourceAddress}. */
export function sourcePageAddress(source: string, page: number): string {
	return page === 1 ? sourceAddress(source) : `dictionary/${source}/page/${page}/`;
}

/** How complete the dictionary is, by department; internal site only. */
export const completenessAddress = "dictionary/completeness/";

/** A department's form to fill in, below {@link completenessAddress}; internal site only. */
export function formAddress(name: string): string {
	return `${completenessAddress}forms/${name}.md`;
}

/** A field's place on its table's page: a different one for every name, with letters that every address can hold. */
export function fieldAnchor(column: string): string {
	return `field-${column.replace(/[^A-Za-z0-9_]/gu, (character) => `-x${character.codePointAt(0)?.toString(16)}-`)}`;
}

/** A glossary term's page. */
export function termAddress(term: string): string {
	return `glossary/${term}/`;
}

/** A page of the glossary's index. */
export function glossaryAddress(page: number): string {
	return page === 1 ? "glossary/" : `glossary/page/${page}/`;
}

/** A data product's page. */
export function productAddress(product: string): string {
	return `products/${product}/`;
}

/** A page of the list of products. */
export function productsAddress(page: number): string {
	return page === 1 ? "products/" : `products/page/${page}/`;
}

/** The request page with a product's fields chosen; internal site only. */
export function productRequestAddress(product: string): string {
	return `request/?product=${product}`;
}

/** The request page with a project's request opened for amendment; internal site only. */
export function amendmentAddress(project: string): string {
	return `request/?project=${project}`;
}

/** A project's page in the register of requests. */
export function projectAddress(project: string): string {
	return `register/${project}/`;
}

/** An agreement's page. */
export function agreementAddress(agreement: string): string {
	return `agreements/${agreement}/`;
}

/** A project's audit page; internal site only. */
export function auditAddress(project: string): string {
	return `audit/${project}/`;
}

/** One delivery's audit page; internal site only. */
export function deliveryAddress(project: string, delivery: string): string {
	return `audit/${project}/${delivery}/`;
}

/** Everything about one table for a program, beside its page. */
export function tableFile(table: { readonly source: string; readonly path: string }): string {
	return `${tableAddress(table)}table.json`;
}

/** A source's data contract, for a program. */
export function sourceContractFile(source: string): string {
	return `machines/${source}.odcs.yaml`;
}

/** A page of the register, from 1. */
export function registerAddress(page: number): string {
	return page === 1 ? "register/" : `register/page/${page}/`;
}

/** A page of the list of agreements, from 1. */
export function agreementsAddress(page: number): string {
	return page === 1 ? "agreements/" : `agreements/page/${page}/`;
}

/** A page of the list of audit cases, from 1; internal site only. */
export function auditListAddress(page: number): string {
	return page === 1 ? "audit/" : `audit/page/${page}/`;
}

/** A page of who has what until when, from 1; internal site only. */
export function accessAddress(page: number): string {
	return page === 1 ? "audit/access/" : `audit/access/page/${page}/`;
}
