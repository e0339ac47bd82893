import { describe, expect, it } from "vitest";
import { glossaryContents } from "../../../scripts/site/dictionary/glossary-contents.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { dictionaryRepository, type MadeTable, readingOf } from "./dictionary-reading.ts";

const folder = temporaryFolder();

function term(title: string, { head = "", words = "Words." } = {}): string {
	return `---\nschemaVersion: 1\ntitle: ${JSON.stringify(title)}\n${head}---\n\n${words}\n`;
}

async function glossaryOf(
	files: Readonly<Record<string, string>>,
	tables: readonly MadeTable[] = [],
	audience?: "public",
) {
	const pages = Object.fromEntries(Object.entries(files).map(([id, text]) => [`dictionary/glossary/${id}.md`, text]));
	return glossaryContents(await readingOf(dictionaryRepository(folder, tables, { files: pages }), audience));
}

describe("the glossary's index", () => {
	it("goes from A to Z, accents and capitals aside, other signs last", async () => {
		const { pages, letters } = await glossaryOf({
			one: term("zinc"),
			two: term("Éclampsia"),
			three: term("ECG"),
			four: term("12-lead"),
			five: term("Apgar", { head: "synonyms: [score]\n" }),
		});
		expect(pages.flatMap(({ items }) => items.map(({ letter, title }) => [letter?.name, title]))).toEqual([
			["A", "Apgar"],
			["E", "ECG"],
			[undefined, "Éclampsia"],
			["Z", "zinc"],
			["0 to 9 and others", "12-lead"],
		]);
		expect(letters.at(-1)).toEqual({ letter: "0 to 9 and others", address: "glossary/#letter-other" });
	});

	it("comes in pages, each letter leading to the page where it begins", async () => {
		const files = Object.fromEntries(
			Array.from({ length: 152 }, (_, at) => [
				`term-${at}`,
				term(`${at < 149 ? "a" : "b"}${String(at).padStart(3, "0")}`),
			]),
		);
		const { pages, letters } = await glossaryOf(files);
		expect(pages.map(({ items }) => items.length)).toEqual([150, 2]);
		expect(pages[1]?.items[0]?.letter).toEqual({ name: "B", anchor: "letter-B" });
		expect(letters).toEqual([
			{ letter: "A", address: "glossary/#letter-A" },
			{ letter: "B", address: "glossary/#letter-B" },
		]);
	});
});

describe("a term's page", () => {
	const tables: readonly MadeTable[] = [
		{
			table: "stays",
			title: "Stays",
			fields: { ward: { words: "Where.\n\n- Glossary: WARD" }, day: { words: "When." } },
		},
		{
			table: "hidden",
			listed: { class: "excluded", internal: true },
			fields: { ward: { words: "Where.\n\n- Glossary: ward" } },
		},
	];
	const files = {
		ward: term("Ward", {
			head: 'fields:\n  - { source: hampton, field: \'"clinical"."stays".day\' }\n  - { source: hampton, field: clinical.hidden.ward }\n',
			words:
				"A place, see [bed](bed.md), [stays](../sources/hampton/clinical.stays.md), [hidden](../sources/hampton/clinical.hidden.md), [no](javascript:alert(1)).",
		}),
		bed: term("<script>alert(1)</script>"),
	};

	it("leads to the fields that name it and those its page links to, however their names are quoted", async () => {
		const { terms } = await glossaryOf(files, tables);
		expect(terms.find(({ id }) => id === "ward")).toMatchInlineSnapshot(`
			{
			  "changed": "2026-03-01",
			  "definition": "<p>A place, see <a href="/glossary/bed/">bed</a>, <a href="/dictionary/hampton/clinical.stays/">stays</a>, <a href="/dictionary/hampton/clinical.hidden/">hidden</a>, no.</p>",
			  "examples": [],
			  "id": "ward",
			  "more": 0,
			  "synonyms": [],
			  "tables": [
			    {
			      "address": "dictionary/hampton/clinical.hidden/",
			      "fields": [
			        {
			          "address": "dictionary/hampton/clinical.hidden/#field-ward",
			          "name": "ward",
			        },
			      ],
			      "title": "hidden",
			    },
			    {
			      "address": "dictionary/hampton/clinical.stays/",
			      "fields": [
			        {
			          "address": "dictionary/hampton/clinical.stays/#field-ward",
			          "name": "ward",
			        },
			        {
			          "address": "dictionary/hampton/clinical.stays/#field-day",
			          "name": "day",
			        },
			      ],
			      "title": "Stays",
			    },
			  ],
			  "title": "Ward",
			}
		`);
	});

	it("tells the public nothing of tables marked internal", async () => {
		const { terms } = await glossaryOf(files, tables, "public");
		const ward = terms.find(({ id }) => id === "ward");
		expect(ward?.tables.map(({ title }) => title)).toEqual(["Stays"]);
		expect(JSON.stringify(terms)).not.toContain("clinical.hidden");
	});

	it("shows a title that means harm as text", async () => {
		const { terms } = await glossaryOf(files, tables);
		expect(terms.find(({ id }) => id === "bed")?.title).toBe("<script>alert(1)</script>");
	});
});
