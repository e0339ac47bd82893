import { describe, expect, it } from "vitest";
import { checkRepository } from "../../../scripts/check/repository.ts";
import { readBook } from "../../../scripts/form/book.ts";
import { parseForm } from "../../../scripts/form/parse.ts";
import { memoryTree } from "../../../scripts/git/file-tree.ts";
import { completenessContents } from "../../../scripts/site/dictionary/completeness-contents.ts";
import { dictionaryContents } from "../../../scripts/site/dictionary/contents.ts";
import { formFiles } from "../../../scripts/site/dictionary/form-files.ts";
import { ownerForms } from "../../../scripts/site/dictionary/owner-forms.ts";
import { offeredPages, paginate } from "../../../scripts/site/page/paginate.ts";
import type { SiteFile } from "../../../scripts/site/page/site-file.ts";
import type { SiteReading } from "../../../scripts/site/reading/reading.ts";
import { unfiltered } from "../../../scripts/site/reading/unfiltered.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { siteReading } from "../../support/site.ts";
import { dictionaryRepository, readingOf } from "./dictionary-reading.ts";

const folder = temporaryFolder();

async function filesOf(reading: SiteReading): Promise<readonly SiteFile[]> {
	return Array.fromAsync(formFiles(reading));
}

describe("a source's pages", () => {
	it("list its tables by schema, those that are gone last, and count what is there", async () => {
		const root = dictionaryRepository(
			folder,
			[
				{ table: "zebra", schema: "beta", fields: { a: {} } },
				{ table: "aged", retired: "2026-01-02", fields: { a: {} } },
				{
					table: "orders",
					title: "Orders \u202Eand <b>more</b>",
					words: "One row for each *order*. Second sentence.\n\nNext paragraph.",
					listed: { class: "excluded", reason: "About staff." },
					fields: { a: { words: "Words.\n\n- Sensitivity: ordinary" }, b: {}, c: { retired: "2026-01-02" } },
				},
			],
			{ source: { schemas: ["clinical", "beta"] } },
		);
		const { sources, completeness } = await dictionaryContents(await readingOf(root));
		expect(completeness).toBe("dictionary/completeness/");
		expect(sources).toMatchInlineSnapshot(`
			[
			  {
			    "address": "dictionary/hampton/",
			    "id": "hampton",
			    "owners": [
			      {
			        "fields": 1,
			        "owner": "Pathology",
			        "tables": 1,
			      },
			      {
			        "fields": 5,
			        "tables": 2,
			      },
			    ],
			    "pages": [
			      {
			        "items": [
			          {
			            "about": "",
			            "address": "dictionary/hampton/beta.zebra/",
			            "described": 0,
			            "fields": 1,
			            "id": "beta.zebra",
			            "marks": [],
			            "owner": "Pathology",
			            "rows": "10 to 99",
			            "schema": "beta",
			            "title": "zebra",
			          },
			          {
			            "about": "One row for each order. Second sentence.",
			            "address": "dictionary/hampton/clinical.orders/",
			            "described": 1,
			            "fields": 2,
			            "id": "clinical.orders",
			            "marks": [
			              "Never shared",
			            ],
			            "rows": "10 to 99",
			            "schema": "clinical",
			            "title": "Orders  and more",
			          },
			          {
			            "about": "One row for each patient.",
			            "address": "dictionary/hampton/clinical.patients/",
			            "described": 3,
			            "fields": 3,
			            "id": "clinical.patients",
			            "marks": [],
			            "rows": "100 or more",
			            "title": "Patients",
			          },
			          {
			            "about": "",
			            "address": "dictionary/hampton/clinical.aged/",
			            "described": 0,
			            "fields": 1,
			            "id": "clinical.aged",
			            "marks": [
			              "Gone since 2026-01-02",
			            ],
			            "owner": "Pathology",
			            "rows": "10 to 99",
			            "title": "aged",
			          },
			        ],
			        "number": 1,
			        "of": 1,
			      },
			    ],
			    "title": "Hampton",
			    "totals": {
			      "blank": 1,
			      "described": 4,
			      "fields": 6,
			      "inherited": 1,
			      "sensitivities": [
			        {
			          "fields": 1,
			          "sensitivity": "direct-identifier",
			        },
			        {
			          "fields": 1,
			          "sensitivity": "special-category",
			        },
			        {
			          "fields": 2,
			          "sensitivity": "ordinary",
			        },
			        {
			          "fields": 2,
			        },
			      ],
			      "tables": 3,
			    },
			  },
			]
		`);
	});

	it("never list more than a page holds", async () => {
		const tables = Array.from({ length: 151 }, (_, at) => ({ table: `t${at}`, fields: { a: {} } }));
		const { sources } = await dictionaryContents(await readingOf(dictionaryRepository(folder, tables)));
		expect(sources[0]?.pages.map(({ number, of, items }) => [number, of, items.length])).toEqual([
			[1, 2, 150],
			[2, 2, 2],
		]);
		expect(sources[0]?.pages[1]?.items[0]?.schema).toBe("clinical");
	});

	it("tell the public of no source that policy does not name, and of no department's shortcomings", async () => {
		const { sources, images, completeness } = await dictionaryContents(await siteReading("public"));
		expect(sources.map(({ id }) => id)).toEqual(["hampton"]);
		expect(images).toEqual([]);
		expect(completeness).toBeUndefined();
	});
});

describe("a folder of images", () => {
	it("has a page with what is known of it, its words linked to tables", async () => {
		const { images } = await dictionaryContents(await siteReading("internal"));
		expect(images.map(({ id, title, blank }) => ({ id, title, blank }))).toEqual([
			{ id: "hampton-imaging", title: "Hampton Hospital's image store", blank: undefined },
		]);
		expect(images[0]?.description).toContain('<a href="/dictionary/hampton/imaging.studies/">studies table</a>');
		expect(images[0]?.properties.map(({ label }) => label)).toEqual(["Modality", "Body part", "Year"]);
		expect(images[0]?.facts).toContainEqual(["Can be shared", "Described only: images cannot be requested yet"]);
	});
});

describe("completeness", () => {
	const root = dictionaryRepository(folder, [
		{ table: "orders", fields: { a: { words: "Words.\n\n- Sensitivity: ordinary" }, b: {} } },
		{
			table: "stays",
			words: "One row a stay.",
			listed: { class: "reference", owner: "Wards" },
			fields: { a: { words: "Told.\n\n- Sensitivity: ordinary" } },
		},
	]);

	it("is told by department, with a form where something is open", async () => {
		const reading = await readingOf(root);
		const found = await completenessContents(reading);
		expect(found?.owners.map(({ owner, describedShare, form }) => ({ owner, describedShare, form }))).toEqual([
			{ owner: "Pathology", describedShare: 50, form: "dictionary/completeness/forms/pathology-blank.md" },
			{ owner: "Wards", describedShare: 100, form: undefined },
			{ owner: "Nobody yet", describedShare: 100, form: undefined },
		]);
		expect(found?.queue).toMatchInlineSnapshot(`
			[
			  {
			    "field": {
			      "address": "dictionary/hampton/clinical.orders/#field-b",
			      "name": "clinical.orders.b",
			    },
			    "needs": "a description, a confirmed sensitivity",
			    "owner": "Pathology",
			    "requests": 0,
			  },
			]
		`);
	});

	it("gives each department the form that hub form makes for it, which hub load reads", async () => {
		const reading = await readingOf(root);
		const files = await filesOf(reading);
		expect(files.map(({ path }) => path)).toEqual(["dictionary/completeness/forms/pathology-blank.md"]);
		const form = parseForm((files[0]?.text ?? "").split("\n"));
		expect(form.parts.map(({ name }) => name)).toEqual(["hampton/clinical.orders", "hampton/clinical.orders.b"]);
		expect(files[0]?.text).toContain(reading.commit);
		const { tables } = await readBook(unfiltered(reading).tree);
		expect(tables.map(({ name }) => name)).toContain("hampton/clinical.orders");
	});

	it("is nothing on the public site", async () => {
		const reading = await readingOf(root, "public");
		expect(await completenessContents(reading)).toBeNull();
		expect(await filesOf(reading)).toEqual([]);
	});

	it("gives departments whose names look alike different files, and those that differ in capitals one", () => {
		const open = { tables: 1, blankTables: 0, fields: 1, described: 0, inherited: 0, blank: 1, unconfirmed: 0 };
		const names = ["A & E", "A/E", "a & e", "病院", "../../x", "Done"];
		const forms = ownerForms(names.map((owner) => ({ ...open, ...(owner === "Done" ? { blank: 0 } : {}), owner })));
		expect([...forms].map(([owner, { name }]) => [owner, name])).toEqual([
			["A & E", "a-e-blank"],
			["A/E", "a-e-blank-2"],
			["a & e", "a-e-blank"],
			["病院", "blank"],
			["../../x", "x-blank"],
		]);
	});
});

describe("the check of records", () => {
	it("refuses a source whose page would stand in the place of another page", async () => {
		const root = dictionaryRepository(folder, []);
		const { tree } = unfiltered(await readingOf(root));
		const files = new Map(await tree.readAll(""));
		const list = files.get("dictionary/sources.yml")?.toString() ?? "";
		files.set("dictionary/sources.yml", Buffer.from(list.replace("id: hampton", "id: completeness")));
		const { issues } = await checkRepository(memoryTree("changed", files), "2026-03-02");
		expect(issues.find(({ rule }) => rule === "reserved-id")).toMatchObject({
			message: '"completeness" is reserved',
			file: "dictionary/sources.yml",
		});
	});
});

describe("a long list", () => {
	it.each([
		[0, [0]],
		[1, [1]],
		[10, [10]],
		[11, [10, 1]],
		[20, [10, 10]],
	])("of %i comes in pages of %j", (length, sizes) => {
		const pages = paginate(Array.from({ length }), 10);
		expect(pages.map(({ items }) => items.length)).toEqual(sizes);
		expect(pages.every(({ of }) => of === pages.length)).toBe(true);
	});

	it.each([
		[1, 1, [1]],
		[1, 3, [1, 2, 3]],
		[1, 9, [1, 2, undefined, 9]],
		[4, 9, [1, undefined, 3, 4, 5, undefined, 9]],
		[3, 5, [1, 2, 3, 4, 5]],
		[9, 9, [1, undefined, 8, 9]],
	])("offers from page %i of %i the pages %j", (number, of, offered) => {
		expect(offeredPages(number, of)).toEqual(offered);
	});
});
