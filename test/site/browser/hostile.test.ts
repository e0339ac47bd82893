import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { hostileNames, hostileTexts, makeHostileRecords } from "../../support/hostile-records.ts";
import { builtSiteOf, type TestSite } from "../../support/site.ts";
import { type BuiltPage, builtFiles, builtPages, linksOf } from "./built-pages.ts";
import { browserOfFile, overflow, visit } from "./visit.ts";

const newContext = browserOfFile();
let site: TestSite;
let pages: readonly BuiltPage[];
beforeAll(async () => {
	site = await builtSiteOf("hostile", makeHostileRecords);
	pages = builtPages(site.folder);
}, 180_000);

describe("records with script in every place that takes a text", () => {
	it("bring no script, handler, style, frame or form of theirs to any page, nor a link but by https", () => {
		const wrong = pages.flatMap(({ address, html }) => {
			const { document } = parseHTML(html);
			return [...document.querySelectorAll("*")].flatMap((element) => {
				const of = `${address}: ${element.outerHTML.slice(0, 160)}`;
				const named = element.getAttributeNames();
				const tag = element.localName;
				if (named.some((name: string) => /^on|^style$|^srcdoc$/i.test(name))) return [of];
				if (["iframe", "object", "embed", "base", "img", "style", "applet"].includes(tag)) return [of];
				if (tag === "script" && !/^\/_astro\/[\w.-]+\.js$/.test(element.getAttribute("src") ?? "")) {
					return element.getAttribute("type") === "application/json" ? [] : [of];
				}
				return [];
			});
		});
		expect(wrong).toEqual([]);
		const links = pages
			.flatMap((page) => linksOf(page))
			.filter(({ to }) => !/^(?:https:\/\/|\/(?!\/)|[#?]|\.\.?\/|data:image\/svg)/.test(to));
		expect(links).toEqual([]);
	});

	it("runs nothing in a browser, and shows every text as it stands", { timeout: 120_000 }, async () => {
		const context = await newContext();
		const hurt: string[] = [];
		await context.exposeFunction("hurt", () => void hurt.push("hurt"));
		const wrong: string[] = [];
		for (const { address } of pages) {
			const { page, wrong: found } = await visit(context, site.url + address);
			wrong.push(...found.map((each) => `${address}: ${each}`));
			const frame = [
				await page.locator("h1").count(),
				await page.locator("footer").count(),
				await page.locator("main").count(),
			];
			if (String(frame) !== "1,1,1") wrong.push(`${address}: has ${frame} of heading, foot and main part`);
			await page.setViewportSize({ width: 320, height: 900 });
			const wider = await overflow(page);
			if (wider > 0) wrong.push(`${address}: ${wider} pixels wider than 320`);
			await page.close();
		}
		expect(wrong).toEqual([]);
		expect(hurt).toEqual([]);
		await context.close();
	});

	it("keeps its tables, fields and projects on their pages", async () => {
		const texts = pages.map(({ html }) => parseHTML(html).document.querySelector("main")?.textContent ?? "");
		// What turns writing round is shown by its number.
		const shown = [...hostileNames, hostileTexts[1]].map((name) => name.replaceAll("\u202E", "\\u{202e}"));
		const missing = shown.filter((name) => !texts.some((text) => text.includes(name)));
		expect(missing).toEqual([]);
	});

	it("leaves every file for machines well-formed", async () => {
		for (const path of builtFiles(site.folder).filter((file) => /\.(?:json|jsonld)$/.test(file))) {
			expect(() => JSON.parse(readFileSync(join(site.folder, path), "utf8")), path).not.toThrow();
		}
	});
});
