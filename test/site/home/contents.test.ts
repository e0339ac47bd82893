import { describe, expect, it } from "vitest";
import { homeContents } from "../../../scripts/site/home/contents.ts";
import { keepUnfiltered, unfiltered } from "../../../scripts/site/reading/unfiltered.ts";
import { siteReading } from "../../support/site.ts";

describe("the first page", () => {
	it("tells what there is in numbers", async () => {
		const reading = await siteReading("internal");
		const { numbers } = await homeContents(reading);
		const counted = Object.fromEntries(numbers.map(({ what, count }) => [what, count]));
		const tables = reading.records.catalogue.sources.flatMap((source) => source.tables);
		expect(counted).toMatchObject({
			tables: tables.length,
			fields: tables.flatMap(({ fields }) => fields).length,
			projects: reading.records.requests.size,
			"terms explained": reading.glossary.size,
		});
	});

	it("tells what is new from the commits, and what came in bulk only once", async () => {
		const { news } = await homeContents(await siteReading("public"));
		expect(news.map(({ says, address }) => `${says} -> ${address}`)).toMatchInlineSnapshot(`
			[
			  "Data delivered: CARDIOZEN trial: routine hospital records of participants -> register/cardiozen-trial/",
			  "Data delivered: What happens after sepsis? Length of stay and deaths in hospital by first blood results -> register/sepsis-outcomes/",
			  "New request: CARDIOZEN trial: routine hospital records of participants -> register/cardiozen-trial/",
			  "New request: What happens after sepsis? Length of stay and deaths in hospital by first blood results -> register/sepsis-outcomes/",
			  "27 terms new or changed in the glossary -> glossary/",
			  "New data product: Blood pressure at the bedside, with heart medicines -> products/bedside-blood-pressure/",
			  "New data product: Emergency admissions with first blood results -> products/emergency-admissions-first-bloods/",
			  "New data product: Imaging activity -> products/imaging-activity/",
			]
		`);
	});

	it.each([
		["public", "[name redacted]"],
		["internal", "Robbie Records"],
	] as const)("names nobody in public: %s", async (audience, shown) => {
		const reading = await siteReading(audience);
		const requests = new Map(
			[...reading.records.requests].map(([id, request]) => [id, { ...request, title: "Sepsis, for Robbie Records" }]),
		);
		const changed = { ...reading, records: { ...reading.records, requests } };
		keepUnfiltered(changed, unfiltered(reading));
		const { news } = await homeContents(changed);
		const told = news.flatMap(({ says }) => / for (.*)/.exec(says)?.[1] ?? []);
		expect([...new Set(told)]).toEqual([shown]);
	});
});
