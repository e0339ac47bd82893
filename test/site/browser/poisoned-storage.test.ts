import { beforeAll, expect, it } from "vitest";
import { builtSite, type TestSite } from "../../support/site.ts";
import { browserOfFile, visit } from "./visit.ts";

const newContext = browserOfFile();
let site: TestSite;
beforeAll(async () => {
	site = await builtSite("internal");
}, 180_000);

it("gets a requester out of a draft that another page of the same server has spoilt", async () => {
	const context = await newContext();
	const { page } = await visit(context, `${site.url}request/`);
	await page.locator("#request-step").waitFor();
	const spoilt = `(() => {
		const text = "";
		const law = { article6: text, article9: text, confidentiality: { basis: text }, dpia: text };
		const request = { title: text, requester: text, organisation: text, team: [], summary: text, benefit: text, purposes: [],
			law, agreement: text, source: text, cohort: [], fields: [null], delivery: { format: "csv", schedule: "once" },
			retention: { months: text, destruction: text }, acceptedTerms: [] };
		localStorage.setItem("hub-draft:/", JSON.stringify({ project: text, tables: [], request }));
	})()`;
	await page.evaluate(spoilt);
	await page.reload();
	await page.getByRole("button", { name: "Discard the draft in this browser and begin again" }).click();
	await page.locator("#request-step").waitFor();
	expect(await page.locator(".nhsuk-error-message").count()).toBe(0);
	await context.close();
});
