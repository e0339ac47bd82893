import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseHTML } from "linkedom";

/** One page of a finished site. */
export interface BuiltPage {
	/** Its address from where the site begins, such as `glossary/`; `404.html` stands for itself. */
	readonly address: string;
	readonly html: string;
}

/** The paths of all files of a finished site, sorted. */
export function builtFiles(folder: string): readonly string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)))
		.sort();
}

/** All pages of a finished site. */
export function builtPages(folder: string): readonly BuiltPage[] {
	return builtFiles(folder)
		.filter((path) => path.endsWith(".html"))
		.map((path) => ({
			address: path.replace(/(^|\/)index\.html$/, "$1"),
			html: readFileSync(join(folder, path), "utf8"),
		}));
}

/** A place that a page leads to or loads something from. */
export interface Link {
	readonly from: string;
	readonly to: string;
}

/** All places that pages lead to or load from, as they are written. */
export function linksOf({ address, html }: BuiltPage): readonly Link[] {
	const { document } = parseHTML(html);
	const attributes = ["href", "xlink:href", "src", "action", "poster", "formaction"];
	return [...document.querySelectorAll("*")].flatMap((element) =>
		attributes.flatMap((name) => {
			const to = element.getAttribute(name);
			return to === null || to === undefined ? [] : [{ from: address, to }];
		}),
	);
}

/** The ids on a page: where links with a `#` may lead. Throws where one stands twice. */
export function idsOf({ address, html }: BuiltPage): ReadonlySet<string> {
	const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? "");
	const twice = ids.find((id, at) => ids.indexOf(id) !== at);
	if (twice !== undefined) throw new Error(`${address} has the id ${twice} twice`);
	return new Set(ids);
}
