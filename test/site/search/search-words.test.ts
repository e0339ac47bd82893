import { describe, expect, it } from "vitest";
import { excerptStretches, queryWords, wordsFound } from "../../../site/src/search/excerpt.ts";
import type { Hit } from "../../../site/src/search/hit.ts";
import { describeCount, showHit } from "../../../site/src/search/shown-hit.ts";

const field: Hit = {
	kind: "field",
	source: "hampton",
	sourceTitle: "Hampton",
	table: "clinical.patients",
	tableTitle: "Patients",
	field: "clinical.patients.sex",
	name: "sex",
	type: "one of a fixed list",
	sensitivity: "quasi-identifier",
	canRequest: true,
	retired: false,
	terms: ["Sex"],
	address: "",
};

describe("showHit", () => {
	it("tells of a field what it is and where", () => {
		expect(showHit(field, false)).toMatchInlineSnapshot(`
			{
			  "about": "One of a fixed list, quasi-identifier, glossary: Sex",
			  "beside": "in Patients",
			  "id": "clinical.patients.sex",
			  "name": "sex",
			}
		`);
		const { sensitivity: _, ...open } = field;
		expect(showHit({ ...open, retired: true, terms: [] }, true).about).toMatchInlineSnapshot(
			`"One of a fixed list, sensitivity not confirmed yet, no longer in the database, in Hampton"`,
		);
	});

	it("says why a field is there whose name has nothing of the question", () => {
		expect(showHit({ ...field, told: true }, false).about).toMatchInlineSnapshot(
			`"One of a fixed list, quasi-identifier, found by its description or its values, glossary: Sex"`,
		);
	});

	it("calls a table by its title", () => {
		expect(showHit({ ...field, kind: "table", name: "patients", terms: [] }, true)).toMatchInlineSnapshot(`
			{
			  "about": "Table, in Hampton",
			  "beside": "",
			  "id": "clinical.patients",
			  "name": "Patients",
			}
		`);
	});
});

describe("describeCount", () => {
	it("says how much was found", () => {
		expect([
			describeCount("a", 1, 60, 0),
			describeCount("a", 2, 60, 1),
			describeCount("a", 60, 60, 1234),
			describeCount("a", 0, 60, 3),
			describeCount("zzqx", 0, 60, 0),
			describeCount("date admitted", 2, 60, 0, true),
		]).toMatchInlineSnapshot(`
			[
			  "Found 1 field or table of that name or meaning.",
			  "Found 2 fields and tables of that name or meaning, 1 page with these words.",
			  "Found the first 60 fields and tables of that name or meaning, 1,234 pages with these words.",
			  "Found 3 pages with these words.",
			  "Nothing found for “zzqx”. Try another word, or fewer of them.",
			  "Found 2 fields and tables with some of these words.",
			]
		`);
	});
});

describe("an excerpt", () => {
	it("is text in stretches, whatever the words were", () => {
		expect(
			excerptStretches(
				"Day of <mark>birth.</mark> &lt;img src=x onerror=&quot;a&quot;&gt; &amp;lt;mark&amp;gt; A&#39;s",
			),
		).toEqual([
			{ text: "Day of ", found: false },
			{ text: "birth.", found: true },
			{ text: ` <img src=x onerror="a"> &lt;mark&gt; A's`, found: false },
		]);
		expect(excerptStretches("<script>x</script>")).toEqual([{ text: "<script>x</script>", found: false }]);
	});

	it("has a word if it has a form of it, and not if it has its first letters only", () => {
		expect(wordsFound(["studies"], "many <mark>study,</mark>")).toEqual(["studies"]);
		expect(wordsFound(["pregnancies"], "<mark>Pregnancy</mark>")).toEqual(["pregnancies"]);
		expect(wordsFound(["zzqx"], "<mark>Z</mark>")).toEqual([]);
		expect(wordsFound(["qwertyuiop"], "<mark>q</mark> <mark>qwe</mark>")).toEqual([]);
		expect(wordsFound(["id"], "the id, <mark>I</mark>")).toEqual([]);
	});

	it("is asked for by words that mean something", () => {
		expect(queryWords("The date-of_birth, of A patient")).toEqual(["date", "birth", "patient"]);
	});
});
