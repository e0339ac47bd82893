import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtSite } from "../../support/site.ts";
import { type BuiltPage, builtPages, idsOf, linksOf } from "./built-pages.ts";
import { kindsFor } from "./page-kinds.ts";

const sites = [
	{ audience: "internal", base: "/" },
	{ audience: "public", base: "/data-hub/" },
] as const;

describe.each(sites)("the $audience site under $base", ({ audience, base }) => {
	it("leads nowhere that does not exist, on itself, and elsewhere only by https", { timeout: 180_000 }, async () => {
		const { folder } = await builtSite(audience, base);
		const pages = builtPages(folder);
		const ids = new Map(pages.map((page) => [page.address, idsOf(page)]));
		const wrong = pages.flatMap((page) =>
			linksOf(page).flatMap(({ to }) => (leads(page, to) ? [] : [`${page.address}: ${to}`])),
		);
		expect(wrong).toEqual([]);

		function leads(page: BuiltPage, to: string): boolean {
			if (/^(?:https:|mailto:)/.test(to)) return URL.canParse(to);
			if (/^data:image\/svg\+xml[,;]/.test(to)) return true;
			const { pathname, hash } = new URL(to, `http://site${base}${page.address}`);
			if (!pathname.startsWith(base)) return false;
			const path = decodeURIComponent(pathname.slice(base.length));
			const isPage = ids.has(path);
			const isFile = !path.endsWith("/") && existsSync(join(folder, path)) && statSync(join(folder, path)).isFile();
			if (!isPage && !isFile) return false;
			return hash === "" || !isPage || ids.get(path)?.has(decodeURIComponent(hash.slice(1))) === true;
		}
	});

	it("has no page of a kind that is not tried in a browser, and each kind", { timeout: 180_000 }, async () => {
		const kinds = kindsFor(audience);
		const addresses = builtPages((await builtSite(audience, base)).folder).map(({ address }) => address);
		expect(addresses.filter((address) => !kinds.some(({ like }) => like.test(address)))).toEqual([]);
		expect(kinds.filter(({ like }) => !addresses.some((address) => like.test(address)))).toEqual([]);
	});

	it("has no page larger than 60 kB packed, and no two pages of one title", { timeout: 180_000 }, async () => {
		const { gzipSync } = await import("node:zlib");
		const pages = builtPages((await builtSite(audience, base)).folder);
		expect(pages.filter(({ html }) => gzipSync(html).length > 60_000).map(({ address }) => address)).toEqual([]);
		const titles = pages.map(({ html }) => /<title>([^<]*)<\/title>/.exec(html)?.[1]);
		expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
	});
});
