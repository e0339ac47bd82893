import { beforeAll, describe, expect, it } from "vitest";
import type { Audience } from "../../../scripts/site/audience/level.ts";
import { builtSite, type TestSite } from "../../support/site.ts";
import { kindsFor, type PageKind } from "./page-kinds.ts";
import { barriers, browserOfFile, overflow, type Visit, visit } from "./visit.ts";

const looks = {
	internal: [
		{ colorScheme: "light", width: 1280 },
		{ colorScheme: "dark", width: 320 },
	],
	public: [
		{ colorScheme: "dark", width: 1280 },
		{ colorScheme: "light", width: 320 },
	],
} as const;

/** How a page is looked at: one that both sites have, from the same template, in two looks here and two there. */
function looksOf({ only }: PageKind, audience: Audience) {
	return only === undefined ? looks[audience] : [...looks.internal, ...looks.public];
}

/** What must hold of every kind of page of a site, wherever it begins. */
export function describePages(audience: Audience, base: string): void {
	const newContext = browserOfFile();
	let site: TestSite;
	beforeAll(async () => {
		site = await builtSite(audience, base);
	}, 180_000);

	describe.each(kindsFor(audience))(`$kind of the ${audience} site`, (kind) => {
		const { examples, needsScript } = kind;
		it.each(examples)("is usable by everybody: %s", async (address) => {
			const context = await newContext();
			const { page, wrong } = await visit(context, site.url + address);
			for (const { colorScheme, width } of looksOf(kind, audience)) {
				await page.emulateMedia({ colorScheme });
				await page.setViewportSize({ width, height: 900 });
				expect.soft(await barriers(page), `${colorScheme}, ${width} pixels wide`).toEqual([]);
				expect.soft(await overflow(page), `wider than ${width} pixels by`).toBe(0);
			}
			await checkZoomed({ page, wrong });
			await checkFrame({ page, wrong });
			expect.soft(wrong).toEqual([]);
			if (needsScript === undefined) {
				const read = await wordsOf(page);
				const plain = await newContext({ javaScriptEnabled: false });
				const { page: still } = await visit(plain, site.url + address);
				const without = new Set(await wordsOf(still));
				expect
					.soft(
						read.filter((line) => !without.has(line)),
						"text that only a script shows",
					)
					.toEqual([]);
				await plain.close();
			}
			await context.close();
		});
	});
}

/** Twice the size of its letters, and half the room. */
async function checkZoomed({ page }: Visit): Promise<void> {
	await page.setViewportSize({ width: 640, height: 450 });
	expect.soft(await overflow(page), "wider at 200 % zoom by").toBe(0);
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.evaluate("document.documentElement.style.fontSize = '200%'");
	expect.soft(await overflow(page), "wider with letters twice as large by").toBe(0);
	await page.evaluate("document.documentElement.style.fontSize = ''");
}

/** One heading, a title that says where one is, and a way past the menu for the keyboard. */
async function checkFrame({ page }: Visit): Promise<void> {
	expect.soft(await page.locator("h1").count(), "first-level headings").toBe(1);
	const heading = (await page.locator("h1").innerText()).trim();
	expect.soft(heading).not.toBe("");
	expect.soft(await page.title()).toContain("Hampton");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	// The driver hears of a new address some time after the page has it: waited for, not read.
	await page.waitForURL(/#main$/);
	await page.keyboard.press("Tab");
	const first =
		"document.querySelector('#main').contains(document.activeElement) || document.activeElement === document.body || document.querySelector('footer').contains(document.activeElement)";
	expect.soft(await page.evaluate(first), "the skip link leads past the menu").toBe(true);
}

/** The lines of text of a page's main part that a reader sees, but for what only a script can act on. */
async function wordsOf(page: Visit["page"]): Promise<readonly string[]> {
	const lines = (texts: readonly string[]) => texts.flatMap((text) => text.split("\n").map((line) => line.trim()));
	const controls = new Set(
		lines(await page.locator("main").locator("button, label, output, [role=status]").allInnerTexts()),
	);
	const read = lines([await page.locator("main").innerText()]);
	return [...new Set(read.filter((line) => line !== "" && !controls.has(line)))];
}
