import { describe, expect, it } from "vitest";
import { builtSite } from "../../support/site.ts";
import { browserOfFile, visit } from "./visit.ts";

const newContext = browserOfFile();
const pages = ["audit/cardiozen-trial/0001/", "audit/cardiozen-trial/", "register/cardiozen-trial/"];

describe("on a screen of 320 pixels", () => {
	it.each(pages)(
		"every cell of a table is in sight, with the words of its head: %s",
		{ timeout: 180_000 },
		async (at) => {
			const site = await builtSite("internal");
			const context = await newContext({ viewport: { width: 320, height: 900 } });
			const { page } = await visit(context, site.url + at);
			const tables = await page.locator(".hub-stacked").evaluateAll((found) =>
				(found as unknown as Table[]).map((table) => ({
					wider: table.parentElement.scrollWidth - table.parentElement.clientWidth,
					heads: [...table.tHead.rows[0].cells].slice(1).map(({ textContent }) => textContent),
					rows: [...table.tBodies[0].rows].map(({ cells }) => [...cells].slice(1).map(({ dataset }) => dataset.head)),
				})),
			);
			expect(tables.length).toBeGreaterThan(0);
			for (const { wider, heads, rows } of tables) {
				expect(wider).toBe(0);
				expect(rows).toEqual(rows.map(() => heads));
			}
			await context.close();
		},
	);

	it("a chart over time shows its latest bar first", { timeout: 180_000 }, async () => {
		const site = await builtSite("internal");
		const context = await newContext({ viewport: { width: 320, height: 900 } });
		const { page } = await visit(context, `${site.url}audit/`);
		const frame = await page.getByRole("region", { name: "Deliveries over time" }).boundingBox();
		const bar = await page.locator(".hub-chart__frame--time .hub-chart__bar rect").last().boundingBox();
		if (frame === null || bar === null) throw new Error("there is no chart");
		expect(bar.width).toBeGreaterThan(0);
		expect(bar.x + bar.width).toBeLessThanOrEqual(frame.x + frame.width);
		await context.close();
	});
});

describe("on paper", () => {
	it.each(pages)("a table goes on over the end of a page, and a row does not: %s", { timeout: 180_000 }, async (at) => {
		const site = await builtSite("internal");
		const context = await newContext();
		const { page } = await visit(context, site.url + at);
		await page.emulateMedia({ media: "print" });
		const breaks = (selector: string) =>
			page.evaluate<string[]>(
				`[...document.querySelectorAll("main ${selector}")].map((each) => getComputedStyle(each).breakInside)`,
			);
		expect(new Set(await breaks("table"))).toEqual(new Set(["auto"]));
		expect(new Set(await breaks("tbody tr"))).toEqual(new Set(["avoid"]));
		await context.close();
	});
});

/** What is used of a table in the browser, whose own types are not at hand here. */
interface Table {
	readonly parentElement: { readonly scrollWidth: number; readonly clientWidth: number };
	readonly tHead: { readonly rows: readonly [Row] };
	readonly tBodies: readonly [{ readonly rows: Iterable<Row> }];
}

interface Row {
	readonly cells: Iterable<{ readonly textContent: string; readonly dataset: { readonly head?: string } }>;
}
