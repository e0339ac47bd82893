import { beforeAll, describe, expect, it } from "vitest";
import type { TablePage } from "../../../scripts/site/dictionary/table-page.ts";
import { tablesContents } from "../../../scripts/site/dictionary/tables-contents.ts";
import type { SiteReading } from "../../../scripts/site/reading/reading.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { dictionaryRepository, readingOf } from "./dictionary-reading.ts";

const folder = temporaryFolder();
const long = "n".repeat(63);
const hostileName = `<script>alert("x")</script>`;
const sample = { fields: ["patient_id"], table: "clinical.patients", to: ["patient_id"] };

async function page(reading: SiteReading, slug: string | RegExp): Promise<TablePage> {
	const { tables } = await tablesContents(reading);
	const found = tables.find((table) => (typeof slug === "string" ? table.slug === slug : slug.test(table.title)));
	if (found === undefined) throw new Error(`no page ${slug} among ${tables.map((table) => table.slug)}`);
	return found;
}

function field({ fields }: TablePage, name: string) {
	const found = fields.find((each) => each.name === name);
	if (found === undefined) throw new Error(`no field ${name} among ${fields.map((each) => each.name)}`);
	return found;
}

describe("a table's page", () => {
	let root: string;
	let reading: SiteReading;
	let results: TablePage;
	beforeAll(async () => {
		root = dictionaryRepository(
			folder,
			[
				{
					table: "results",
					title: "Laboratory results",
					words:
						"One row for each result. See [sepsis](../../glossary/sepsis.md) and [patients](clinical.patients.md).",
					kind: "partitioned table",
					key: ["result_id"],
					uniqueKeys: [["patient_id", "taken"]],
					checks: ["CHECK ((value > 0))"],
					references: [sample],
					fields: {
						result_id: { type: "bigint", nullable: false, generated: "identity", suggested: "ordinary" },
						patient_id: { type: "integer", suggested: "direct-identifier" },
						value: {
							type: "numeric(8,2)",
							missing: "under 5 %",
							distinct: "100 to 999",
							comment: "Raw reading",
							words:
								"The *result*.\n\n- Sensitivity: special-category\n- Unit: mmol/L\n- Acceptable range: 0 to 30\n- Where it comes from: Analyser\n- Owner: Chemistry\n- Glossary: [sepsis](../../glossary/sepsis.md)",
						},
						flag: {
							type: "flag",
							values: ["H", "L"],
							words: "How it compares.\n\n- Sensitivity: ordinary\n- Helps to identify: yes\n- Values: `H`: high",
						},
						report: { words: "What was written.\n\n- Sensitivity: free-text" },
						extra: { type: "jsonb", words: "More.\n\n- Sensitivity: ordinary" },
						taken: { type: "date", retired: "2026-01-02", words: "When.\n\n- Sensitivity: quasi-identifier" },
					},
				},
				{
					table: "orders",
					title: "Orders",
					fields: { patient_id: { type: "integer" }, note: {} },
					listed: { class: "excluded", reason: "About staff.", owner: "Pathology" },
				},
			],
			{
				source: { relations: [{ from: "clinical.orders.patient_id", to: "clinical.patients.patient_id" }] },
				files: {
					"dictionary/glossary/sepsis.md": "---\nschemaVersion: 1\ntitle: Sepsis\n---\n\nA condition.\n",
				},
			},
		);
		reading = await readingOf(root, "internal", "/hub/");
		results = await page(reading, "clinical.results");
	});

	it("says what the table is, in words", () => {
		expect({ ...results, fields: [], diagram: undefined, changed: undefined }).toMatchInlineSnapshot(`
			{
			  "canRequest": true,
			  "changed": undefined,
			  "checks": [
			    [
			      {
			        "code": "CHECK ((value > 0))",
			      },
			    ],
			  ],
			  "description": "<p>One row for each result. See <a href="/hub/glossary/sepsis/">sepsis</a> and <a href="/hub/dictionary/hampton/clinical.patients/">patients</a>.</p>",
			  "diagram": undefined,
			  "facts": [
			    [
			      "Database name",
			      "clinical.results",
			    ],
			    [
			      "Rows",
			      "10 to 99",
			    ],
			    [
			      "Fields",
			      "6, of which 4 described",
			    ],
			    [
			      "Department",
			      "Pathology",
			    ],
			    [
			      "Can be shared",
			      "Yes: it is about no patient",
			    ],
			  ],
			  "fields": [],
			  "id": "clinical.results",
			  "keys": [
			    [
			      "Each row has its own ",
			      {
			        "code": "result_id",
			      },
			      " (the primary key).",
			    ],
			    [
			      "No two rows have the same ",
			      {
			        "code": "patient_id",
			      },
			      " and ",
			      {
			        "code": "taken",
			      },
			      " together.",
			    ],
			  ],
			  "kind": "Table",
			  "kindNote": "The database keeps this table in several parts, called partitions. They hold the same fields and count as one table here.",
			  "referredBy": [],
			  "refersTo": [
			    [
			      {
			        "code": "patient_id",
			      },
			      " refers to ",
			      {
			        "code": "patient_id",
			      },
			      " of ",
			      {
			        "address": "dictionary/hampton/clinical.patients/",
			        "link": "Patients",
			      },
			    ],
			  ],
			  "slug": "clinical.results",
			  "source": {
			    "id": "hampton",
			    "title": "Hampton",
			  },
			  "surveyed": "2026-01-05",
			  "title": "Laboratory results",
			}
		`);
	});

	it("tells of each field what it means, its type in plain words, and what is known of it", () => {
		expect(field(results, "value")).toMatchInlineSnapshot(`
			{
			  "anchor": "field-value",
			  "canRequest": true,
			  "comment": "Raw reading",
			  "databaseType": "numeric(8,2)",
			  "description": "<p>The <em>result</em>.</p>",
			  "facts": [
			    [
			      "Unit",
			      "mmol/L",
			    ],
			    [
			      "Acceptable range",
			      "0 to 30",
			    ],
			    [
			      "Missing",
			      "under 5 %",
			    ],
			    [
			      "Different values",
			      "100 to 999",
			    ],
			    [
			      "Department",
			      "Chemistry",
			    ],
			  ],
			  "id": "clinical.results.value",
			  "name": "value",
			  "origin": "Analyser",
			  "sensitivity": "special-category",
			  "terms": [
			    {
			      "address": "glossary/sepsis/",
			      "name": "Sepsis",
			    },
			  ],
			  "type": "number with 2 decimal places",
			}
		`);
		expect(field(results, "flag").values).toEqual([
			{ value: "H", meaning: "high" },
			{ value: "L", meaning: "" },
		]);
	});

	it("says that a field helps to identify a person where its sensitivity does not say so", () => {
		expect(field(results, "flag")).toMatchObject({ sensitivity: "ordinary", helpsToIdentify: true });
		expect(field(results, "value")).not.toHaveProperty("helpsToIdentify");
		expect(field(results, "taken")).not.toHaveProperty("helpsToIdentify");
	});

	it("shows an inherited description as such, with where it was written", () => {
		expect(field(results, "patient_id").inherited).toMatchInlineSnapshot(`
			{
			  "because": "which this field is linked to",
			  "from": {
			    "address": "dictionary/hampton/clinical.patients/#field-patient_id",
			    "name": "clinical.patients.patient_id",
			  },
			  "html": "<p>Words.</p>",
			}
		`);
	});

	it("says honestly what nobody has described, and who answers for it", async () => {
		expect(field(results, "result_id").blank).toBe("Not described yet. Pathology answers for it.");
		expect((await page(reading, "clinical.orders")).blank).toBe("Not described yet. Pathology answers for it.");
		expect((await page(reading, "clinical.patients")).fields.map(({ blank }) => blank)).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});

	it("keeps a retired field, marked, and out of requests", () => {
		expect(field(results, "taken")).toMatchObject({ retired: "2026-01-02", description: "<p>When.</p>" });
		expect(field(results, "taken").canRequest).toBeUndefined();
	});

	it("offers for a request only what the rules would let through, and says why not", async () => {
		expect(results.fields.filter(({ canRequest }) => canRequest).map(({ name }) => name)).toEqual(["value", "flag"]);
		expect(field(results, "report").refused).toBe(
			"Free text may say anything about anybody, so it cannot be requested.",
		);
		expect(field(results, "extra").refused).toBe("Data of this type cannot be requested: they can hold anything.");
		const orders = await page(reading, "clinical.orders");
		expect(orders.canRequest).toBeUndefined();
		expect(orders.facts).toContainEqual(["Can be shared", "Never"]);
		expect(orders.facts).toContainEqual(["Reason", "About staff."]);
	});

	it("says which commit last changed the page, and by whom", () => {
		expect(results.changed).toMatchObject({ day: "2026-03-01", author: "Test Person" });
		expect(results.changed?.commit).toBe(reading.commit);
	});

	it("tells the public no person, no suggestion, no reason, and offers nothing", async () => {
		const open = await readingOf(root, "public");
		const shown = await tablesContents(open);
		const text = JSON.stringify(shown);
		for (const hidden of ["Test Person", "suggested", "canRequest", "About staff"]) expect(text).not.toContain(hidden);
		expect(shown.tables.map(({ slug }) => slug)).toEqual(["clinical.orders", "clinical.patients", "clinical.results"]);
		expect(shown.tables[2]?.changed).toEqual({ day: "2026-03-01", commit: open.commit });
	});

	it("links tables both ways, and says which links the database enforces", async () => {
		const patients = await page(reading, "clinical.patients");
		expect(patients.refersTo).toEqual([]);
		expect(patients.referredBy).toMatchInlineSnapshot(`
			[
			  [
			    {
			      "address": "dictionary/hampton/clinical.orders/",
			      "link": "Orders",
			    },
			    ": its ",
			    {
			      "code": "patient_id",
			    },
			    " refers to ",
			    {
			      "code": "patient_id",
			    },
			    " (declared by people; the database does not enforce it)",
			  ],
			  [
			    {
			      "address": "dictionary/hampton/clinical.results/",
			      "link": "Laboratory results",
			    },
			    ": its ",
			    {
			      "code": "patient_id",
			    },
			    " refers to ",
			    {
			      "code": "patient_id",
			    },
			  ],
			]
		`);
		expect(patients.diagram?.boxes.map(({ full }) => full)).toEqual([
			"Patients (clinical.patients)",
			"Orders (clinical.orders)",
			"Laboratory results (clinical.results)",
		]);
		expect(patients.diagram?.curves.map(({ enforced }) => enforced)).toEqual([false, true]);
	});
});

describe("the public site", () => {
	it("knows nothing of a table marked internal: no link, no inherited words, no diagram", async () => {
		const root = dictionaryRepository(folder, [
			{
				table: "secret_audit",
				title: "Secret audit",
				listed: { class: "excluded", internal: true, owner: "Pathology" },
				key: ["patient_id"],
				references: [sample],
				fields: { patient_id: { type: "integer" }, hush: { words: "Hushed words." } },
			},
			{
				table: "open",
				words: "See [that](clinical.secret_audit.md).",
				references: [{ fields: ["patient_id"], table: "clinical.secret_audit", to: ["patient_id"] }],
				fields: { patient_id: { type: "integer" }, hush: {} },
			},
		]);
		const text = JSON.stringify(await tablesContents(await readingOf(root, "public")));
		expect(text).not.toMatch(/secret|Hushed/i);
		expect(JSON.stringify(await tablesContents(await readingOf(root)))).toMatch(/Hushed words/);
	});
});

describe("text that means harm", () => {
	it("stays text, and each field has a place of its own", async () => {
		const root = dictionaryRepository(folder, [
			{
				table: hostileName,
				title: "\\<script>alert(1)\\</script> \u202Edesrever",
				words:
					"[click](javascript:alert(1)) <img src=x onerror=alert(1)> [out](//evil.example) [ok](https://example.org/a?b=c)",
				comment: "line\nbreak",
				fields: {
					ID: {},
					id: {},
					[long]: {},
					"a\"b'c": { words: "<script>alert(1)</script>" },
					"\u202Eevil": {},
					"javascript:alert(1)": { words: "![x](javascript:alert(1))" },
				},
			},
		]);
		const made = await page(await readingOf(root), /script/);
		expect(made.slug).toMatch(/^clinical-script-alert-x-script-[0-9a-f]{8}$/);
		expect(made.title).toBe("<script>alert(1)</script>  desrever");
		expect(made.description).toMatchInlineSnapshot(
			`"<p>click &#x3C;img src=x onerror=alert(1)> out <a href="https://example.org/a?b=c">ok</a></p>"`,
		);
		expect(made.comment).toBe("line break");
		expect(made.fields.map(({ name, anchor }) => [name, anchor])).toMatchInlineSnapshot(`
			[
			  [
			    "ID",
			    "field-ID",
			  ],
			  [
			    "id",
			    "field-id",
			  ],
			  [
			    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
			    "field-nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
			  ],
			  [
			    "a"b'c",
			    "field-a-x22-b-x27-c",
			  ],
			  [
			    "\\u{202e}evil",
			    "field--x202e-evil",
			  ],
			  [
			    "javascript:alert(1)",
			    "field-javascript-x3a-alert-x28-1-x29-",
			  ],
			]
		`);
		expect(new Set(made.fields.map(({ anchor }) => anchor)).size).toBe(made.fields.length);
		expect(field(made, `a"b'c`).description).toBe("<p>&#x3C;script>alert(1)&#x3C;/script></p>");
		expect(field(made, "javascript:alert(1)").description).toBe("<p>x</p>");
	});
});

describe("a table that everything refers to", () => {
	it("shows as many as can be taken in, and counts the rest", async () => {
		const many = Array.from({ length: 60 }, (_, at) => ({
			table: `t${String(at).padStart(2, "0")}`,
			schema: at < 50 ? "clinical" : "other",
			references: [sample],
			fields: { patient_id: { type: "integer" } },
		}));
		const root = dictionaryRepository(folder, many, { source: { schemas: ["clinical", "other"] } });
		const patients = await page(await readingOf(root), "clinical.patients");
		expect(patients.diagram?.boxes).toHaveLength(13);
		expect(patients.diagram?.says).toBe("60 tables (12 of them shown) refer to Patients.");
		expect(patients.referredBy).toHaveLength(40);
		expect(patients.referredByMore).toBe(
			"20 more: 10 from clinical, 10 from other. The page of each table says what it refers to.",
		);
	});
});
