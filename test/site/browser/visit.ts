import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startBrowser } from "../../support/browser.ts";

/** One browser for the tests of a file, closed when they end. Ask for a context of its own for each test. */
export function browserOfFile(): (options?: BrowserContextOptions) => Promise<BrowserContext> {
	let browser: Browser;
	beforeAll(async () => {
		browser = await startBrowser();
	});
	afterAll(() => browser?.close());
	return (options = {}) => browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
}

/** A page in a browser, and what went wrong on it. */
export interface Visit {
	readonly page: Page;
	/**
	 * What the page did that it must not: errors and warnings, among them what the Content-Security-Policy refused, and
	 * requests to anywhere else or that failed.
	 */
	readonly wrong: readonly string[];
}

/** Opens a new page that is watched from the beginning. */
export async function visit(context: BrowserContext, url: string): Promise<Visit> {
	const page = await context.newPage();
	const wrong: string[] = [];
	const { origin } = new URL(url);
	page.on("console", (message) => {
		if (["error", "warning"].includes(message.type())) wrong.push(message.text());
	});
	page.on("pageerror", (failure) => void wrong.push(String(failure)));
	page.on("request", (request) => {
		const asked = new URL(request.url());
		if (!["data:", "blob:"].includes(asked.protocol) && asked.origin !== origin) wrong.push(`asked ${asked.href}`);
	});
	page.on("response", (response) => {
		if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
	});
	page.setDefaultTimeout(5_000);
	const answer = await page.goto(url);
	if (answer?.status() !== 200) throw new Error(`${url} answers ${answer?.status()}`);
	return { page, wrong };
}

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What axe finds on a page as it stands, against WCAG 2.2 AA and its own best practice: rule, place and text. */
export async function barriers(page: Page): Promise<readonly string[]> {
	if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe);
	return page.evaluate(`axe
		.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
		.then(({ violations }) => violations.flatMap(({ id, nodes }) =>
			nodes.slice(0, 3).map(({ target, html, any }) => [id, target.join(" "), html.slice(0, 120), any[0]?.message ?? ""].join(" | "))))`);
}

/** How many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
	return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
