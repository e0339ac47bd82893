import { posix } from "node:path";
import { productAddress, sourceAddress, tableAddress, termAddress } from "../page/address.ts";
import { linkTarget, proseHtml } from "../page/prose.ts";
import type { SiteReading } from "../reading/reading.ts";
import { siteReport } from "./report.ts";

/** People's words of one page of the dictionary as HTML, its links to other pages leading to their places on the site. */
export type PageProse = (path: string, markdown: string) => string;

const made = new WeakMap<SiteReading, Promise<PageProse>>();

/**
 * Makes {@link PageProse} for a site, once. A link to a page of the records that this site's audience may not see stays
 * mere words, as does one that leads anywhere but to a page of the dictionary or by https.
 */
export function pageProse(reading: SiteReading): Promise<PageProse> {
	const known = made.get(reading) ?? makeProse(reading);
	made.set(reading, known);
	return known;
}

async function makeProse(reading: SiteReading): Promise<PageProse> {
	const { sources, images, glossary, products } = await siteReport(reading);
	const addresses = new Map([
		...sources.flatMap(({ id, tables }) =>
			tables.map(({ path }) => [path, tableAddress({ source: id, path })] as const),
		),
		...images.map(({ id, path }) => [path, sourceAddress(id)] as const),
		...glossary.map(({ id, path }) => [path, termAddress(id)] as const),
		...products.map(({ id, path }) => [path, productAddress(id)] as const),
	]);
	// Inherited descriptions, and those of columns that every table has, stand on many pages.
	const before = new Map<string, string>();
	return (path, markdown) => {
		if (markdown.trim() === "") return "";
		const folder = posix.dirname(path);
		const key = `${folder}\n${markdown}`;
		const known = before.get(key);
		if (known !== undefined) return known;
		const target = linkTarget((url) => {
			const address = addresses.get(posix.normalize(posix.join(folder, decoded(url.replace(/[?#].*$/s, "")))));
			return address === undefined ? undefined : reading.base + address;
		});
		const html = proseHtml(markdown, target);
		before.set(key, html);
		return html;
	};
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
