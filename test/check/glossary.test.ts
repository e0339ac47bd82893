import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkGlossary } from "../../scripts/check/glossary.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { findGlossaryTerm, readGlossary } from "../../scripts/glossary/glossary.ts";
import { brokenLinks } from "../../scripts/glossary/links.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { madeTree } from "../report/dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");
const visit = "---\nschemaVersion: 1\ntitle: Visit\nsynonyms: [encounter]\n---\n\nOne stretch of care.\n";
const tables = [{ table: "visits", fields: { visit_id: "The visit.", gone: { retired: "2026-01-01" } } }];

async function problems(pages: Readonly<Record<string, string>>, words = ""): Promise<string[]> {
	const made = [...tables, { table: "results", words, fields: { value: words } }];
	const files = Object.entries({ "visit.md": visit, ...pages }).map(([name, text]) => [
		`dictionary/glossary/${name}`,
		text,
	]);
	return (await checkGlossary(madeTree(made, {}, Object.fromEntries(files)))).map(formatIssue);
}

/** Of a glossary without terms. */
const none: ReadonlySet<string> = new Set();

const page = (front: string, body = "Words.\n") => `---\nschemaVersion: 1\n${front}\n---\n${body}`;

describe("the glossary", () => {
	it("finds nothing wrong with Hampton's", async () => {
		const tree = folderTree(repository);
		expect(await checkGlossary(tree)).toEqual([]);
		const { glossary } = await readGlossary(tree);
		expect(glossary.size).toBeGreaterThanOrEqual(16);
		expect(findGlossaryTerm(glossary, "MRN")?.id).toBe("hospital-number");
		expect(findGlossaryTerm(glossary, "reference Range")?.id).toBe("reference-range");
	});

	it.each([
		["a page without front matter", { "stay.md": "# Stay\n" }, "stay.md:1:1 error: the page has no front matter"],
		["a page without a title", { "stay.md": page("synonyms: [x]") }, 'stay.md:2:1 error: "title" is missing'],
		["a key that is misspelt", { "stay.md": page("title: Stay\nsynonym: [x]") }, 'Did you mean "synonyms"?'],
		[
			"a page without a definition",
			{ "stay.md": page("title: Stay", " \n") },
			"stay.md:5:1 error: nothing is written below",
		],
		[
			"words that cannot be read in bounded time",
			{ "stay.md": page("title: Stay", "[".repeat(20_000)) },
			"stay.md:5:1 error: up to here the text has too many marks",
		],
		["front matter that runs code", { "stay.md": "---js\n{}\n---\nWords." }, "no readable front matter"],
		["a page that is not UTF-8 by name", { "Stay Here.md": visit }, "a page of the glossary is named by its term"],
		[
			"an unknown field",
			{ "stay.md": page("title: Stay\nfields: [{ source: hampton, field: clinical.visits.visit_di }]") },
			'stay.md:4:36 error: unknown field "clinical.visits.visit_di". Did you mean "clinical.visits.visit_id"?',
		],
		[
			"an unknown source",
			{ "stay.md": page("title: Stay\nfields: [{ source: hamton, field: clinical.visits.visit_id }]") },
			'unknown source "hamton". Did you mean "hampton"?',
		],
		[
			"a field that is gone",
			{ "stay.md": page("title: Stay\nfields: [{ source: hampton, field: clinical.visits.gone }]") },
			"warning: clinical.visits.gone has been gone from the database since 2026-01-01",
		],
		[
			"a name that two terms share",
			{ "stay.md": page("title: Stay\nsynonyms: [Encounter]") },
			'warning: the term stay is called "encounter" too',
		],
	] as const)("reports %s", async (_, pages, says) => {
		const found = await problems(pages);
		expect(found.length, found.join("\n")).toBe(1);
		expect(found[0]).toContain(says);
		expect(found[0]).toMatch(/^dictionary\/glossary\/[^:]+:\d+/);
	});
});

describe("links into the glossary", () => {
	it("are good by address, title or synonym", async () => {
		const words =
			"See [it](../../glossary/visit.md#top).\n\n- Glossary: [Visit](../../glossary/visit.md), encounter, VISIT";
		expect(await problems({}, words)).toEqual([]);
	});

	it("are reported where they lead nowhere, each once, with the nearest term", async () => {
		const found = await problems({}, "- Glossary: [Visit](../../glossary/vist.md), encunter, nothing like it");
		expect([...new Set(found)].filter((line) => line.includes("results") || line.includes("1.md"))).toEqual(found);
		expect(found.map((line) => line.replace(/^\S+ /, ""))).toEqual([
			'error: the glossary has no term "vist". Did you mean "visit"?',
			'error: the glossary has no term "vist". Did you mean "visit"?',
			'error: the glossary has no term "encunter". Did you mean "encounter"?',
			'error: the glossary has no term "nothing like it". Write the page dictionary/glossary/<term>.md, or remove the link.',
		]);
	});

	it("are found in definitions of terms and in reference definitions, not in code", () => {
		const path = "dictionary/glossary/a.md";
		const found = brokenLinks(
			path,
			"[b](b.md) `[c](c.md)`\n\n```\n[d](d.md)\n```\n\n[e]: e.md\n[w](https://x.org/glossary/f.md) [r](../../README.md)",
			none,
		);
		expect(found.map(({ term, line }) => [term, line])).toEqual([
			["b", 1],
			["e", 7],
		]);
	});

	it.each([
		"../../../../etc/glossary/x.md",
		"/dictionary/glossary/x.md",
		"javascript:x.md",
		"%ZZ.md",
		"..%2F..%2Fglossary/none.md",
	])("of an odd kind do no harm: %s", (url) => {
		expect(() => brokenLinks("dictionary/sources/hampton/a.md", `[x](${url})`, none)).not.toThrow();
	});

	it("are found as deep as a page may nest; a deeper one is reported once and not read", async () => {
		const deep = (signs: number) => `${"> ".repeat(signs)}[x](../../glossary/none.md)`;
		const found = (await problems({}, deep(20))).filter((line) => line.includes("/1.md"));
		const missing = expect.stringContaining('the glossary has no term "none"');
		expect(found).toEqual([missing, missing]);
		expect(await problems({}, deep(6000))).toEqual([expect.stringContaining("one in the other")]);
	});

	it("are found in emphasis in emphasis, without an end by a full stack", () => {
		const deep = `${"*a".repeat(3900)} [x](../../glossary/none.md) ${"a*".repeat(3900)}`;
		expect(brokenLinks("dictionary/sources/hampton/a.md", deep, none)).toHaveLength(1);
	});

	it("to known terms are passed over, and no other with them", () => {
		const path = "dictionary/sources/hampton/a.md";
		const parts = [
			..."[]()<>`*!#:\\\n &",
			"[a](../../glossary/visit.md)",
			"](../../glossary/visit.md)",
			"[b](../../glossary/none.md)",
			"](../../glossary/none.md",
			"../../glossary/",
			"visit.md",
			".md",
			"[c]: ",
			"\n\n",
			"w%69se.md",
		];
		const terms = new Set(["dictionary/glossary/visit.md"]);
		const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((chosen) => chosen.join(""));
		const unknown = (body: string) => brokenLinks(path, body, none).filter(({ term }) => term !== "visit");
		fc.assert(
			fc.property(text, (body) => {
				expect(brokenLinks(path, body, terms)).toEqual(unknown(body));
			}),
			{ numRuns: 3000 },
		);
		expect(unknown("[a](../../glossary/visit.md) [b](../../glossary/none.md)")).toHaveLength(1);
	});

	it("are found in a page of a megabyte at their places, in time that grows with its length", () => {
		const section = "## `a`\n\nA [visit](../../glossary/visit.md).\n\nOf  \n two [lines](../../glossary/visit.md)\n\n";
		const found = brokenLinks("dictionary/sources/hampton/a.md", section.repeat(10_000), none);
		expect(found).toHaveLength(20_000);
		expect(found.slice(2, 4).map(({ line, column }) => [line, column])).toEqual([
			[10, 3],
			[13, 6],
		]);
	});

	it("get a suggestion up to so many, so that a page full of them cannot keep a check busy", async () => {
		const link = (name: string) => `[x](../../glossary/${name}.md)`;
		const many = Array.from({ length: 60 }, (_, number) => link(`vist${number}`)).join(" ");
		const found = (await problems({}, `${many} ${link("q".repeat(90))}`)).filter(
			(line) => line.includes("/0.md") || line.includes("/1.md"),
		);
		expect(found).toHaveLength(122);
		expect(found.filter((line) => line.includes("Did you mean")).length).toBeLessThanOrEqual(40);
		expect(found.at(-1)).toContain("Write the page");
	});
});
