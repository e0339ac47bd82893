import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EntryPage, formatEntry, parseEntry } from "../../scripts/dictionary/entry.ts";
import { formatFieldId, formatTableId } from "../../scripts/dictionary/field-id.ts";
import { pageFileName } from "../../scripts/dictionary/file-name.ts";
import { headingLine, readOutline } from "../../scripts/dictionary/sections.ts";
import { seedBody } from "../../scripts/dictionary/seed.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { pagesFolder } from "../../scripts/records/paths.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";
import { carryDocumentation } from "../../scripts/survey/postgresql/carry.ts";
import { planPages } from "../../scripts/survey/postgresql/plan.ts";
import type { SurveyedSource } from "../../scripts/survey/postgresql/survey.ts";
import { formatRename, parseRenames } from "../../scripts/survey/rename.ts";

const day = "2026-11-22";

function table(name: string, ...fields: readonly string[]): DictionaryEntry {
	return {
		schemaVersion: 1,
		source: "hampton",
		schema: "clinical",
		table: name,
		kind: "table",
		surveyed: "2026-11-01",
		rows: "none",
		key: [],
		fields: fields.map((field) => ({ name: field, type: "text", nullable: true })),
	};
}

function page(metadata: DictionaryEntry, body = seedBody(metadata)): EntryPage {
	return parseEntry(Buffer.from(formatEntry(metadata, body)), pagesFolder("hampton") + pageFileName(metadata));
}

function surveyed(...tables: readonly DictionaryEntry[]): SurveyedSource {
	return { source: "hampton", tables, closed: new Set(), leftOut: new Map(), absentSchemas: new Set(), issues: [] };
}

/** What a survey with renames makes of pages. */
function rename(pages: readonly EntryPage[], now: readonly DictionaryEntry[], ...texts: readonly string[]) {
	const { pages: moved, carried } = carryDocumentation(pages, surveyed(...now), parseRenames(texts));
	return planPages(moved, surveyed(...now), day, carried).pages;
}

describe("reading what was renamed", () => {
	it.each([
		[
			"clinical.a=clinical.b",
			'no id with three parts: "clinical.a.b.c=x"',
			["clinical.a=clinical.b", "clinical.a.b.c=x"],
		],
		["nothing", "no equals sign", ["clinical.a"]],
		["capitals", "capitals without quotes", ["clinical.A=clinical.b"]],
		["mixed", "a table and a field", ["clinical.a=clinical.a.b"]],
		["another table", "another table", ["clinical.a.x=clinical.b.x"]],
		["twice", "the same old name", ["clinical.a=clinical.b", "clinical.a=clinical.c"]],
		["two to one", "the same new name", ["clinical.a.x=clinical.a.z", "clinical.a.y=clinical.a.z"]],
	])("refuses %s (%s)", (_, __, texts) => {
		expect(() => parseRenames(texts)).toThrow(UserError);
	});

	it("takes a field into its table's new name", () => {
		const { tables, fields } = parseRenames(["clinical.a.x=clinical.b.y", "clinical.a=clinical.b"]);
		expect([tables.length, fields.length]).toEqual([1, 1]);
	});

	it("reads back what it writes for a command line, whatever the names", () => {
		const name = fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).filter((text) => !text.includes("\0"));
		const pair = fc.tuple(name, name).filter(([from, to]) => from !== to);
		fc.assert(
			fc.property(name, pair, (schema, [from, to]) => {
				const ids = [from, to].map((column) => formatFieldId({ schema, table: "t", column })) as [string, string];
				const shell = formatRename(...ids).replace("--rename ", "");
				const text = shell.startsWith("'") ? shell.slice(1, -1).replaceAll(`'\\''`, "'") : shell;
				expect(parseRenames([text]).fields).toEqual([
					{ from: { schema, table: "t", column: from }, to: { schema, table: "t", column: to } },
				]);
			}),
		);
	});
});

describe("carrying words to a new name", () => {
	const before = table("patients", "id", "sex", "born");
	const after = table("patients", "id", "gender", "born");
	const words =
		"\n# Patients\r\n\r\n## `id`\n\nOne.\n\n##  `sex` of the patient ##\n\n- Sensitivity: ordinary\n\n## `born`\n\nThree";

	it("changes nothing but the name in the heading", () => {
		const pages = rename([page(before, words)], [after], "clinical.patients.sex=clinical.patients.gender");
		expect(pages).toEqual([
			expect.objectContaining({
				drift: ["field gender: renamed, the words about sex are carried to it"],
				text: formatEntry({ ...after, surveyed: "2026-11-01" }, words.replace("`sex`", "`gender`")),
			}),
		]);
	});

	it("works after a survey has retired the old name and seeded a section for the new one", () => {
		const retired = { ...before, fields: before.fields.map((f) => (f.name === "sex" ? { ...f, retired: day } : f)) };
		const both = { ...retired, fields: [...after.fields, ...retired.fields.filter(({ name }) => name === "sex")] };
		const seeded = `${words}\n\n## \`gender\`\n`;
		const [planned] = rename([page(both, seeded)], [after], "clinical.patients.sex=clinical.patients.gender");
		const result = parseEntry(Buffer.from(planned?.text ?? ""), "page.md");
		expect(result.metadata?.fields).toEqual(after.fields);
		expect(result.body).toBe(`${words.replace("`sex`", "`gender`")}\n\n`);
	});

	it("refuses where somebody wrote into the heading of the new name's empty section", () => {
		const before = table("t", "id", "sex", "gender");
		const written = seedBody(before).replace("## `gender`", "## `gender` (agreed with Pathology)");
		expect(() =>
			rename([page(before, written)], [table("t", "id", "gender")], "clinical.t.sex=clinical.t.gender"),
		).toThrow("already has words about clinical.t.gender");
	});

	it("swaps two names at once", () => {
		const swapped = table("patients", "id", "born", "sex");
		const [planned] = rename(
			[page(before, words)],
			[swapped],
			"clinical.patients.sex=clinical.patients.born",
			"clinical.patients.born=clinical.patients.sex",
		);
		expect(parseEntry(Buffer.from(planned?.text ?? ""), "page.md").body).toBe(
			words.replace("`sex`", "`x`").replace("`born`", "`sex`").replace("`x`", "`born`"),
		);
	});

	it("moves a table's page to its new name, with a field that was renamed at the same time", () => {
		const people = table("people", "id", "gender", "born");
		const [planned, ...others] = rename(
			[page(before, words)],
			[people],
			"clinical.patients=clinical.people",
			"clinical.patients.sex=clinical.people.gender",
		);
		expect(others).toEqual([]);
		expect(planned).toMatchObject({
			path: "dictionary/sources/hampton/clinical.people.md",
			movedFrom: "dictionary/sources/hampton/clinical.patients.md",
			drift: [
				"renamed: the words about clinical.patients are carried to it",
				"field gender: renamed, the words about sex are carried to it",
			],
		});
	});

	it("puts the page in place of an empty one that a survey made, and leaves a name that people gave", () => {
		const people = table("people", "id", "sex", "born");
		const retired = { ...before, retired: day };
		const own = [page(retired, words), page(people)];
		expect(rename(own, [people], "clinical.patients=clinical.people")).toMatchObject([
			{
				path: "dictionary/sources/hampton/clinical.people.md",
				movedFrom: "dictionary/sources/hampton/clinical.patients.md",
			},
		]);
		const named = { ...page(before, words), path: "dictionary/sources/hampton/patients.md" };
		const [planned] = rename([named], [people], "clinical.patients=clinical.people");
		expect(planned?.path).toBe(named.path);
		expect(planned).not.toHaveProperty("movedFrom");
	});

	it("moves no page over another", () => {
		const stranger = { ...page(table("other", "id")), path: "dictionary/sources/hampton/clinical.people.md" };
		const people = table("people", "id", "sex", "born");
		const planned = rename(
			[page(before, words), stranger],
			[people, table("other", "id")],
			"clinical.patients=clinical.people",
		);
		expect(planned).toMatchObject([
			{ path: "dictionary/sources/hampton/clinical.patients.md" },
			{ path: stranger.path },
		]);
	});

	it.each([
		[
			"a table without a page",
			[],
			[after],
			"clinical.visits=clinical.patients",
			"The dictionary has no page of clinical.visits that can be read.",
		],
		[
			"a table that the database has not",
			[page(before)],
			[],
			"clinical.patients=clinical.people",
			"The database has no table clinical.people.",
		],
		[
			"a table that still is there",
			[page(before)],
			[before, table("people")],
			"clinical.patients=clinical.people",
			"clinical.patients is still in the database.",
		],
		[
			"a field that still is there",
			[page(before)],
			[before],
			"clinical.patients.sex=clinical.patients.born",
			"clinical.patients.sex is still in the database.",
		],
		[
			"a field that the dictionary has not",
			[page(before)],
			[after],
			"clinical.patients.sx=clinical.patients.gender",
			"The dictionary has no field clinical.patients.sx.",
		],
		[
			"a field that the database has not",
			[page(before)],
			[after],
			"clinical.patients.sex=clinical.patients.gnder",
			"The database has no field clinical.patients.gnder.",
		],
		[
			"a field without a section",
			[page(before, "# Patients\n")],
			[after],
			"clinical.patients.sex=clinical.patients.gender",
			"clinical.patients.sex has no section, so no words to carry.",
		],
		[
			"words that stand there already",
			[page(before, `${words}\n\n## \`gender\`\n\nMine.\n`)],
			[after],
			"clinical.patients.sex=clinical.patients.gender",
			"dictionary/sources/hampton/clinical.patients.md already has words about clinical.patients.gender: bring the two sections together by hand.",
		],
		[
			"a page with words",
			[page(before), page(table("people", "id"), "# People\n\nWords.\n")],
			[table("people", "id")],
			"clinical.patients=clinical.people",
			"dictionary/sources/hampton/clinical.people.md already has words about clinical.people: bring the two pages together by hand.",
		],
	])("refuses %s", (_, pages, now, text, message) => {
		expect(() => rename(pages, now, text)).toThrow(
			new UserError("invalid", `Nothing was renamed, and nothing written. ${message}`),
		);
	});

	it("loses and changes no other word, whatever stands around and whatever the names are", () => {
		const name = fc
			.string({ unit: "binary", minLength: 1, maxLength: 6 })
			.filter((text) => text.isWellFormed() && !text.includes("\0"));
		const prose = fc
			.array(
				fc.constantFrom(
					"Words.",
					"`sex`",
					"- Sensitivity: ordinary",
					"\r\n",
					"\n",
					"\n\n",
					"\n```\n## `sex`\n```\n",
					"é 🩸",
					"## Plain\n",
					"| a |\n",
				),
				{ maxLength: 8 },
			)
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(
				fc.uniqueArray(name, { minLength: 3, maxLength: 3 }),
				prose,
				prose,
				([old, fresh, other] = [], one, two) => {
					const [from, to, stays] = [old as string, fresh as string, other as string];
					const body = `\n# T\n\n${headingLine(from)}\n\n${one}\n\n${headingLine(stays)}\n\n${two}\n`;
					const metadata = table("t", from, stays);
					const planned = rename(
						[page(metadata, body)],
						[table("t", to, stays)],
						[from, to].map((column) => formatFieldId({ schema: "clinical", table: "t", column })).join("="),
					);
					const text = planned[0]?.text ?? "";
					const expected = `\n# T\n\n${headingLine(to)}\n\n${one}\n\n${headingLine(stays)}\n\n${two}\n`;
					expect(parseEntry(Buffer.from(text), "page.md").body).toBe(expected);
					expect(readOutline(expected).sections.length).toBe(readOutline(body).sections.length);
				},
			),
		);
	});
});

describe("guessing what was renamed", () => {
	const drift = (before: readonly DictionaryEntry[], now: readonly DictionaryEntry[]) =>
		planPages(
			before.map((metadata) => page(metadata)),
			surveyed(...now),
			day,
		)
			.pages.flatMap((planned) => planned.drift.map((line) => `${planned.table}: ${line}`))
			.filter((line) => line.includes("?"));

	it.each([
		["at its place", ["id", "sex", "born"], ["id", "gender", "born", "note"], ["sex=gender"]],
		["as the only one", ["id", "sex", "born"], ["gender", "id", "born"], ["sex=gender"]],
		["two at their places", ["sex", "id", "born"], ["gender", "id", "birth"], ["sex=gender", "born=birth"]],
		["none where two could be it", ["id", "sex"], ["id", "a", "b"], []],
		["none where it could be either", ["id", "a", "b"], ["id", "sex"], []],
		["none where it is only gone", ["id", "sex"], ["id"], []],
	])("guesses a field's new name: %s", (_, before, now, expected) => {
		expect(drift([table("t", ...before)], [table("t", ...now)])).toEqual(
			expected.map((pair) => {
				const [from, to] = pair.split("=");
				return `clinical.t: field ${from}: renamed to ${to}? If so, carry its words with --rename clinical.t.${from}=clinical.t.${to}`;
			}),
		);
	});

	it("does not guess where the type is another", () => {
		const now = table("t", "id", "gender");
		expect(
			drift([table("t", "id", "sex")], [{ ...now, fields: now.fields.map((f) => ({ ...f, type: "integer" })) }]),
		).toEqual([]);
	});

	it("guesses a table's new name by its columns, from four in five, if no other is as like", () => {
		const before = table("Lab Results", "a", "b", "c", "d");
		const like = table("results", "a", "b", "c", "d", "e");
		expect(drift([before], [like])).toEqual([
			`clinical."Lab Results": renamed to clinical.results? If so, carry its words with --rename 'clinical."Lab Results"=clinical.results'`,
		]);
		expect(drift([before], [table("results", "a", "b", "c", "d", "e", "f")])).toEqual([]);
		expect(drift([before], [like, table("results_too", "a", "b", "c", "d")])).toEqual([]);
		expect(drift([table("t")], [table("u")])).toEqual([]);
	});

	it("guesses at most once for each table", () => {
		expect(drift([table("a", "x"), table("b", "x")], [table("c", "x")])).toEqual([]);
		expect(formatTableId(table("a"))).toBe("clinical.a");
	});
});
