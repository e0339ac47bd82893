import type { BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { builtSite, type TestSite } from "../../support/site.ts";
import { barriers, browserOfFile, visit } from "./visit.ts";

/** Waits until the page says how much it found, and gives that. */
async function found(page: Page): Promise<string> {
	const status = page.locator("#hub-search-count");
	await status.filter({ hasText: /^(?:Found|Nothing found)/ }).waitFor();
	return status.innerText();
}

const first = (page: Page, list: "names" | "pages") => page.locator(`#hub-${list} a`).first().getAttribute("href");

describe.each([
	{ audience: "internal", base: "/" },
	{ audience: "public", base: "/data-hub/" },
] as const)("the search page of the $audience site", ({ audience, base }) => {
	const newContext = browserOfFile();
	let site: TestSite;
	beforeAll(async () => {
		site = await builtSite(audience, base);
	}, 180_000);
	const ask = (context: BrowserContext, query: string) =>
		visit(context, `${site.url}search/?q=${encodeURIComponent(query)}`);

	it("finds a field by what people call it, and breaks no rule of the page's policy", async () => {
		const context = await newContext();
		for (const query of ["patient.dob", "date of birth", "clinical.patients.date_of_birth"]) {
			const { page, wrong } = await ask(context, query);
			expect(await found(page)).toMatch(/^Found/);
			expect(await first(page, "names")).toBe(`${base}dictionary/hampton/clinical.patients/#field-date_of_birth`);
			expect(wrong).toEqual([]);
			expect(await barriers(page)).toEqual([]);
			await page.close();
		}
		await context.close();
	});

	it("finds words of a description, and leads to the field that has them", async () => {
		const context = await newContext();
		const { page } = await ask(context, "wristband");
		expect(await found(page)).toMatchInlineSnapshot(
			`"Found 1 field or table of that name or meaning, 2 pages with these words."`,
		);
		const parts = await page.locator("#hub-pages ul a").all();
		const links = await Promise.all(parts.map((part) => part.getAttribute("href")));
		expect(links).toContain(`${base}dictionary/hampton/clinical.patients/#field-hospital_number`);
		await context.close();
	});

	it("offers a field to whoever knows what it is about, and not its name", async () => {
		const context = await newContext();
		for (const [query, field] of [
			["potassium", "clinical.lab_results/#field-test_code"],
			["blood pressure", "clinical.measurements/#field-type"],
			["lenght of stay", "clinical.visit_summaries/#field-stay_days"],
		] as const) {
			const { page, wrong } = await ask(context, query);
			expect(await found(page)).toMatch(/^Found \d+ fields? (?:or|and) tables? of that name or meaning/);
			expect(await first(page, "names")).toBe(`${base}dictionary/hampton/${field}`);
			expect(wrong).toEqual([]);
			await page.close();
		}
		await context.close();
	});

	it("shows pages about data before those about their uses", async () => {
		const context = await newContext();
		const { page } = await ask(context, "sepsis");
		await found(page);
		while (await page.locator("#hub-pages button").isVisible()) await page.locator("#hub-pages button").click();
		const links = await page.locator("#hub-pages ol > li > a").all();
		const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
		const parts = addresses.map((address) => (address ?? "").slice(base.length).split("/")[0] ?? "");
		const ofData = parts.map((part) => ["dictionary", "glossary", "products"].includes(part));
		expect(ofData).toContain(false);
		expect(ofData.lastIndexOf(true)).toBeLessThan(ofData.indexOf(false));
		expect(ofData[0]).toBe(true);
		await context.close();
	});

	it("finds nothing for nonsense, and says so", async () => {
		const context = await newContext();
		for (const query of ["zzqx", "qwertyuiop", "<img src=x onerror=alert(1)>", "sepsis zzqx"]) {
			const { page, wrong } = await ask(context, query);
			expect(await found(page)).toBe(`Nothing found for “${query}”. Try another word, or fewer of them.`);
			expect(await page.locator("#hub-search a:visible").count()).toBe(0);
			const ways = await page.locator("#hub-search-elsewhere a:visible").all();
			expect(await Promise.all(ways.map((way) => way.getAttribute("href")))).toEqual([
				`${base}dictionary/`,
				`${base}glossary/`,
			]);
			expect(wrong).toEqual([]);
			await page.close();
		}
		await context.close();
	});

	it("is used with the keyboard alone, from any page, there and back", async () => {
		const context = await newContext();
		const { page } = await visit(context, `${site.url}glossary/`);
		await page.keyboard.press("/");
		await page.waitForURL("**/search/#q");
		await page.locator("#q:focus").waitFor();
		await page.keyboard.type("date of birth", { delay: 5 });
		await found(page);
		expect(new URL(page.url()).searchParams.get("q")).toBe("date of birth");
		const focused = () =>
			page.evaluate<string>("document.activeElement.getAttribute('href') ?? document.activeElement.id");
		await page.keyboard.press("ArrowDown");
		expect(await focused()).toBe(await first(page, "names"));
		await page.keyboard.press("ArrowDown");
		expect(await focused()).toBe(await first(page, "pages"));
		await page.keyboard.press("Escape");
		expect(await focused()).toBe("q");
		await page.keyboard.press("Enter");
		await page.keyboard.press("Enter");
		await page.waitForURL("**/clinical.patients/#field-date_of_birth");
		await page.goBack();
		expect(await found(page)).toMatch(/^Found/);
		await page.locator("#q").focus();
		await page.keyboard.press("Escape");
		expect(await page.locator("#q").inputValue()).toBe("");
		await page.locator("#hub-names").waitFor({ state: "hidden" });
		await context.close();
	});

	it("lets the key be turned off, and leaves it alone where somebody writes", async () => {
		const context = await newContext();
		const { page } = await visit(context, `${site.url}search/`);
		await page.locator("#q").fill("");
		await page.locator("#q").press("/");
		expect(await page.locator("#q").inputValue()).toBe("/");
		await page.locator("summary").click();
		await page.locator("#hub-search-key").uncheck();
		await page.goto(`${site.url}glossary/`);
		await page.keyboard.press("/");
		await page.keyboard.press("Tab");
		expect(page.url()).toBe(`${site.url}glossary/`);
		await context.close();
	});

	it("says what to do without JavaScript", async () => {
		const context = await newContext({ javaScriptEnabled: false });
		const { page } = await visit(context, `${site.url}search/`);
		expect(await page.locator("noscript").innerText()).toContain("Searching needs JavaScript");
		expect(await page.locator("noscript a").first().getAttribute("href")).toBe(`${base}dictionary/hampton/`);
		expect(await page.locator("#q").isVisible()).toBe(false);
		await context.close();
	});

	if (audience === "internal")
		it("offers a way on where the request page's finder knows no field", async () => {
			const context = await newContext();
			const { page, wrong } = await visit(context, `${site.url}request/`);
			await page.locator("#request-find").fill("zzqx");
			const found = page.locator(".hub-found").first();
			await found.filter({ hasText: "No fields by that name." }).waitFor();
			const ways = await found.locator("a").all();
			expect(await Promise.all(ways.map((way) => way.getAttribute("href")))).toEqual(["/dictionary/", "/glossary/"]);
			await page.locator("#request-find").fill("admission date");
			await page.getByText("clinical.visits.admitted_at").first().waitFor();
			expect(await found.locator("a").count()).toBe(0);
			// What a value means comes with a file of its own, fetched at the first question.
			await page.waitForLoadState("networkidle");
			await page.locator("#request-find").fill("potassium");
			await page.getByText("clinical.lab_results.test_code").first().waitFor();
			expect(wrong).toEqual([]);
			await context.close();
		});

	it(audience === "internal" ? "puts a field that was found into the request" : "offers no request", async () => {
		const context = await newContext();
		const { page } = await ask(context, "date of birth");
		await found(page);
		const button = page.locator("#hub-names button.hub-add").first();
		if (audience === "public") expect(await button.count()).toBe(0);
		else {
			await button.click();
			expect(await page.locator(".hub-basket__count").innerText()).toBe("1 field in your request.");
		}
		await context.close();
	});
});
