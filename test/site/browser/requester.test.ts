import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkCommand } from "../../../scripts/check/command.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { builtSite, siteRecords, type TestSite } from "../../support/site.ts";
import { keyboardOf } from "./keyboard.ts";
import { barriers, browserOfFile, visit } from "./visit.ts";

const newContext = browserOfFile();
let site: TestSite;
beforeAll(async () => {
	site = await builtSite("internal");
}, 180_000);

/** Puts a file into a copy of the records, and gives what `hub check` prints about it. Rejects where that finds errors. */
async function check(path: string, text: string): Promise<readonly string[]> {
	const root = join(temporaryFolder(), "records");
	cpSync(await siteRecords(), root, { recursive: true });
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
	const lines: string[] = [];
	await checkCommand({ root, files: [path], format: "text", now: new Date(), print: (line) => lines.push(line) });
	return lines;
}

/** Has the page hand over its file with the keyboard, as a reader would keep it. */
async function download(page: Page): Promise<string> {
	const [file] = await Promise.all([page.waitForEvent("download"), keyboardOf(page).follow("Download request.yml")]);
	return readFileSync(await file.path(), "utf8");
}

/** Goes on to the next step with the keyboard, and waits until the focus is on its heading. */
async function goOn(page: Page, link: string, heading: string): Promise<void> {
	await keyboardOf(page).follow(link);
	await page.locator("h2:focus", { hasText: heading }).waitFor();
}

/** Chooses one of the options that the focus is among, by going down to it. */
async function goDownTo(page: Page, option: string): Promise<void> {
	const label = "document.activeElement.labels[0].innerText";
	const seen: string[] = [];
	for (let times = 0; times < 10; times++) {
		await page.keyboard.press("ArrowDown");
		const text = await page.evaluate<string>(label);
		if (text.startsWith(option)) return;
		seen.push(text);
	}
	throw new Error(`There is no ${option} among these: ${seen.join(" | ")}`);
}

describe("a requester with a keyboard alone", () => {
	it("finds fields nobody named exactly, and composes a request that hub check accepts as it is", {
		timeout: 60_000,
	}, async () => {
		const context = await newContext({ acceptDownloads: true });
		const { page, wrong } = await visit(context, site.url);
		const { press, write, follow, tick, reach, choose } = keyboardOf(page);

		await press("/");
		await page.keyboard.insertText("gender");
		await press("Enter");
		await page.getByText(/^Found/).waitFor();
		await follow(/^Add to request ?: clinical\.patients\.sex/);
		await press("/");
		await write("What are you looking for", "decade of birth");
		await follow(/^Add to request ?: clinical\.patients\.birth_decade/);
		await follow("Go to your request");

		await page.getByText("1. Fields").waitFor();
		await write("Find a field", "patients.patient_id");
		await follow("Add: clinical.patients.patient_id");
		await write("Why you need sex", "Falls differ by sex.");
		await write("Why you need birth_decade", "Falls differ by age.");
		await write("Why you need patient_id", "To count each patient once.");
		await goOn(page, "Continue to purpose", "2. Purpose and law");

		await write("Short name", "falls-on-wards");
		await write("Title", "Falls on wards: who falls, and when");
		await write("Summary", 'Counts who falls in hospital: "often" or not.\n\nNobody is contacted.');
		await write("Benefit", "Fewer falls.");
		await tick("Health, medical or biomedical research");
		const fillInParty = async (): Promise<void> => {
			await tick(/^Controller/);
			await reach(/^6\(1\)/);
			await goDownTo(page, "6(1)(e)");
			await reach(/^9\(2\)/);
			await goDownTo(page, "9(2)(j)");
			await reach(/^Paragraph 2/);
			await goDownTo(page, "Paragraph 4");
		};
		await fillInParty();
		await tick("Confidentiality met by explicit consent");
		await write("Purpose that patients agreed to", "observational-research");
		await fillInParty();
		await write("Research ethics approval", "26/LO/0001");
		await write("Data protection impact assessment", "DPIA-2026-7");
		await goOn(page, "Continue to patients", "3. Patients and rows");

		await follow("Add a condition");
		await choose(/^Field$/, "birth_decade");
		await choose("Comparison", "is at most");
		await write("Number", "1960");
		await goOn(page, "Continue to team", "4. Team and keys");

		await choose("Organisation", "Hampton Hospital");
		await choose("Requester", "Dr Sunita Rao");
		await choose("Add to the team", "Dr Sunita Rao");
		await follow(/^Add$/);
		await goOn(page, "Continue to agreement", "5. Agreement and terms");

		await choose("Agreement", "Framework");
		await write("Months", "12");
		await write("Destruction", "Deleted, with a certificate.");
		await tick("I have read data-protection-v1");
		await follow("Continue to check");

		// What came of it is read out at once.
		await page.locator("main :focus", { hasText: "The request meets its rules." }).waitFor();
		const text = await download(page);
		expect(await check("requests/falls-on-wards/request.yml", text)).toMatchInlineSnapshot(`
			[
			  "No problems found.",
			]
		`);
		expect(parse(text)).toMatchObject({
			requester: "sunita-rao",
			team: ["sunita-rao"],
			source: "hampton",
			cohort: [{ field: "clinical.patients.birth_decade", at_most: 1960 }],
			fields: [
				{ field: "clinical.patients.sex", treatment: "keep" },
				{ field: "clinical.patients.birth_decade", treatment: "keep" },
				{ field: "clinical.patients.patient_id", treatment: "pseudonymise" },
			],
			retention: { months: 12 },
		});
		expect(wrong).toEqual([]);
		await context.close();
	});

	it("amends a request, beginning at its entry in the register, and reads the difference in words, with everything else as it was", {
		timeout: 60_000,
	}, async () => {
		const context = await newContext({ acceptDownloads: true });
		const { page, wrong } = await visit(context, `${site.url}register/sepsis-outcomes/`);
		const { write, follow } = keyboardOf(page);
		await follow("Change this request");
		await page.getByText("You are amending sepsis-outcomes").waitFor();
		await goOn(page, "Agreement and terms", "5. Agreement and terms");
		await write("Months", "20");
		await goOn(page, "Fields", "1. Fields");
		await follow(/^Remove ?: clinical\.lab_results\./);
		await follow("Check and send");
		const heading = page.getByRole("heading", { name: "What your amendment changes" });
		await heading.waitFor();
		const words = await page.locator("main").innerText();
		expect(
			words.slice(words.indexOf("What your amendment changes"), words.indexOf("Hand it in")),
		).toMatchInlineSnapshot(`
			"What your amendment changes
			-1 field: clinical.lab_results.visit_id
			retention 24 -> 20 months

			Approvals of parts that do not change stay; those of changed parts are asked for again.

			"
		`);
		const path = "requests/sepsis-outcomes/request.yml";
		const text = await download(page);
		const before = readFileSync(join(await siteRecords(), path), "utf8");
		const kept = new Set(text.split("\n"));
		expect(before.split("\n").filter((line) => !kept.has(line))).toMatchInlineSnapshot(`
			[
			  "  - field: clinical.lab_results.visit_id",
			  "    reason: Joins results to the visit.",
			  "  months: 24",
			]
		`);
		await check(path, text);
		expect(wrong).toEqual([]);
		await context.close();
	});

	it("is warned of what looks like a patient's before anything leaves the browser", async () => {
		const context = await newContext();
		const { page } = await visit(context, `${site.url}request/#purpose`);
		const { write, follow } = keyboardOf(page);
		await page.getByText("2. Purpose and law").waitFor();
		await write("Summary", "As for 999 000 0018, born 3 May 1956.");
		await follow("Check and send");
		await page
			.getByText(/NHS number/)
			.first()
			.waitFor();
		await context.close();
	});

	it("is told where the rules cannot be had, and gets no file that they have not seen", async () => {
		const context = await newContext();
		await context.route(/\/_astro\/problems\.[^/]*\.js$/, (route) => route.abort());
		const { page } = await visit(context, `${site.url}request/#review`);
		await page.getByText("The rules of requests could not be had").waitFor();
		expect(await page.getByRole("button", { name: /Download|Copy/ }).count()).toBe(0);
		await context.close();
	});

	it("reads terms with their headings, and is told whom to ask where there is no agreement or nobody", async () => {
		const context = await newContext();
		const { page, wrong } = await visit(context, `${site.url}request/?project=cardiozen-trial#terms`);
		const terms = page.locator(".hub-request-terms");
		await terms.first().waitFor();
		expect((await terms.first().getByRole("heading").allInnerTexts()).slice(0, 2)).toEqual([
			"Data protection terms, version 1",
			"What you may do",
		]);
		expect((await terms.last().locator("strong").allInnerTexts())[0]).toBe("Only participants, only as agreed.");
		expect((await terms.allInnerTexts()).join("\n")).not.toMatch(/#|\*\*/);
		const { choose } = keyboardOf(page);
		await goOn(page, "Team and keys", "4. Team and keys");
		await choose("Organisation", "University of Hampton");
		await page
			.getByText(
				/^The person who asks.* There is nobody of University of Hampton.* Ask the data custodian: Data Sharing/,
			)
			.waitFor();
		await goOn(page, "Agreement and terms", "5. Agreement and terms");
		await page.getByText(/There is no agreement with University of Hampton.* Ask the data custodian: Data/).waitFor();
		expect(await barriers(page)).toEqual([]);
		expect(wrong).toEqual([]);
		await context.close();
	});

	it("has the whole file and the whole terms on paper, and no buttons", async () => {
		const context = await newContext();
		const { page } = await visit(context, `${site.url}request/?project=sepsis-outcomes#review`);
		const cut = (part: string) =>
			page.evaluate(`(() => {
				const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.querySelector("${part}");
				return scrollHeight > clientHeight || scrollWidth > clientWidth;
			})()`);
		await page.locator(".hub-yaml").waitFor();
		expect(await cut(".hub-yaml")).toBe(true);
		await page.emulateMedia({ media: "print" });
		expect(await cut(".hub-yaml")).toBe(false);
		expect(await page.locator(".hub-request :is(button, .nhsuk-button):visible").allInnerTexts()).toEqual([]);
		await page.emulateMedia({ media: "screen" });
		await goOn(page, "Agreement and terms", "5. Agreement and terms");
		await page.locator(".hub-request-terms").first().waitFor();
		await page.emulateMedia({ media: "print" });
		expect(await cut(".hub-request-terms")).toBe(false);
		expect(await page.locator(".hub-request :is(button, .nhsuk-button):visible").allInnerTexts()).toEqual([]);
		await context.close();
	});

	it("sees nothing move when the form, the tables and the rules come in", async () => {
		const context = await newContext();
		await context.addInitScript(`
			window.moved = 0;
			new PerformanceObserver((list) => {
				for (const { hadRecentInput, value } of list.getEntries()) if (!hadRecentInput) window.moved += value;
			}).observe({ type: "layout-shift", buffered: true });
		`);
		for (const address of ["", "?project=sepsis-outcomes", "#purpose", "#review"]) {
			const { page } = await visit(context, `${site.url}request/${address}`);
			await page.locator("#request-step").waitFor();
			await page.waitForLoadState("networkidle");
			expect(await page.evaluate("window.moved"), address).toBeLessThan(0.05);
			await page.close();
		}
		await context.close();
	});
});
