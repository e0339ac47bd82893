import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatEntry } from "../../scripts/dictionary/entry.ts";
import { headingLine } from "../../scripts/dictionary/sections.ts";
import { locateBody } from "../../scripts/dictionary/slots.ts";
import { type Book, readBook } from "../../scripts/form/book.ts";
import { makeForm } from "../../scripts/form/form.ts";
import { parseForm } from "../../scripts/form/parse.ts";
import { type LoadPlan, planLoad } from "../../scripts/form/plan.ts";
import { formLines } from "../../scripts/form/text.ts";
import { memoryTree } from "../../scripts/git/file-tree.ts";
import { hasErrors } from "../../scripts/issue/issue.ts";
import type { DictionaryEntry } from "../../scripts/schema/types.ts";

const names = ["a", "b`c", "d e", "# f", 'g"h', "Zoë/x"];
const path = "dictionary/sources/source/t.md";
const sources = `schemaVersion: 1
sources:
  - id: source
    title: A source
    kind: postgresql
    connection: SOURCE_URL
    schemas: [s]
    patient: { table: s.t, key: a }
    tables: { s.t: { class: patient, owner: Health Records } }
`;
const metadata: DictionaryEntry = {
	schemaVersion: 1,
	source: "source",
	schema: "s",
	table: "t",
	kind: "table",
	surveyed: "2026-11-01",
	rows: "unknown",
	key: ["a"],
	fields: names.map((name) => ({ name, type: "text", nullable: true, comment: "### Field `source/s.t.a`" })),
};

/** Lines that a careless or hostile colleague might write, most of them meaning something to one reader or another. */
const hostileLine = fc.constantFrom(
	"Plain words, with | a pipe and an 'apostrophe'.",
	"“Curly” – it’s",
	"",
	"",
	"## `a`",
	"## Large",
	"# Larger",
	"### Small",
	"### Field `source/s.t.a`",
	"## Table `source/s.t`",
	"#### Description (what)",
	"#### Details",
	"\\#### Details",
	"#### Unit as it stands now",
	"- Sensitivity: ordinary",
	"* Unit (what it is measured in): kg",
	"- an item",
	"  - below it",
	"1. first",
	"---",
	"===",
	"```",
	"~~~ js",
	"<!-- a comment",
	"-->",
	"<div>",
	"</div>",
	"    code",
	"\tcode",
	"> quoted",
	"| a | b |",
	"|---|---|",
	"[a]: http://example.org",
	"two blanks  ",
	"a backslash\\",
	"__init__ *x* `y`",
);
const prose = fc.oneof(
	fc.array(hostileLine, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n")),
	fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.replace(/[\p{C}\p{Z}]/gu, " ")),
);
const calm = fc.constantFrom(
	"Words.",
	"One.\n\nTwo.",
	"- a\n- b",
	"| a | b |\n|---|---|\n| 1 | 2 |",
	"```\n## `a`\n\n- Unit: x\n```",
);

const wordCount = { minLength: names.length, maxLength: names.length };
const runs = Number(process.env.FORM_RUNS ?? 120);

function bodyOf(words: readonly string[]): string {
	return `\n# T\n\n${names.map((name, at) => `${headingLine(name)}\n\n${words[at] ?? ""}`).join("\n\n")}\n`;
}

async function bookOf(body: string): Promise<Book> {
	const page = Buffer.from(formatEntry(metadata, body));
	return readBook(
		memoryTree(
			"test",
			new Map([
				["dictionary/sources.yml", Buffer.from(sources)],
				[path, page],
			]),
		),
	);
}

function formOf(book: Book): string {
	return makeForm(book, { blankOnly: false }, "a".repeat(40)).text;
}

function load(base: Book, ours: Book, text: string) {
	const lines = formLines(Buffer.from(text), "form.md");
	return planLoad({ base, ours, form: parseForm(lines), lines, file: "form.md" });
}

/** The page's body once a plan is carried out. */
function bodyAfter({ pages }: LoadPlan, body: string): string {
	const text = pages.get(path)?.after;
	return text === undefined ? body : text.slice(formatEntry(metadata, "").length);
}

/** Every section stands where it stood, and those that nothing was to change in are the same to the last byte. */
function expectOthersUntouched(body: string, after: Book, { changes }: LoadPlan): void {
	const edited = new Set(
		after.tables[0]?.fields
			.filter(({ name }) => changes.some((change) => change.name === name))
			.map(({ metadata: { name } }) => name),
	);
	const [was, is] = [sectionsOf(body), sectionsOf(after.tables[0]?.body ?? "")];
	expect(is.slice(0, was.length).map(({ heading }) => heading)).toEqual(was.map(({ heading }) => heading));
	for (const [at, { heading, text }] of was.entries()) if (!edited.has(heading)) expect(is[at]?.text).toBe(text);
}

function sectionsOf(body: string): { heading: string; text: string }[] {
	const { sections } = locateBody(body);
	return sections.map(({ section: { heading, span } }, at) => ({
		heading,
		text: body.slice(span.start, sections[at + 1]?.section.span.start).trimEnd(),
	}));
}

/** Lines with something in them: how many blank ones lie between blocks says nothing. */
function linesIn(text: string): string[] {
	const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
	return lines.filter((line) => line !== "");
}

/** A form with other descriptions for some fields. */
function edited(form: string, edits: ReadonlyMap<number, string>): string {
	const parts = form.split(/^(?=### Field )/m);
	for (const [at, text] of edits) {
		const part = parts[at + 1] ?? "";
		const start = part.indexOf("\n\n", part.indexOf("#### Description")) + 2;
		parts[at + 1] = `${part.slice(0, start)}${text}\n\n${part.slice(part.lastIndexOf("#### Details"))}`;
	}
	return parts.join("");
}

describe("a form's way out and back", () => {
	it("changes nothing when nobody wrote anything, whatever stands in the page", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(prose, wordCount), async (words) => {
				const book = await bookOf(bodyOf(words));
				const { changes, conflicts, pages, issues } = load(book, book, formOf(book));
				expect({
					changes,
					conflicts,
					pages: pages.size,
					notes: issues.filter(({ rule }) => rule === "form-note"),
				}).toEqual({ changes: [], conflicts: [], pages: 0, notes: [] });
			}),
			{ numRuns: runs },
		);
	});

	it("brings every edit in as it was written, or names it, and leaves all other fields byte for byte", async () => {
		let loaded = 0;
		const edits = fc.dictionary(fc.constantFrom("0", "1", "2", "3", "4", "5"), prose, { minKeys: 1, maxKeys: 3 });
		const current = fc.array(fc.oneof({ weight: 5, arbitrary: calm }, prose), wordCount);
		await fc.assert(
			fc.asyncProperty(current, edits, fc.boolean(), async (words, wanted, windows) => {
				const body = bodyOf(words).replaceAll("\n", windows ? "\r\n" : "\n");
				const book = await bookOf(body);
				const changed = new Map(Object.entries(wanted).map(([at, text]) => [Number(at), text]));
				const plan = load(book, book, edited(formOf(book), changed));
				if (hasErrors(plan.issues)) return;
				loaded++;
				const after = await bookOf(bodyAfter(plan, body));
				expectOthersUntouched(body, after, plan);
				for (const [at, field] of (after.tables[0]?.fields ?? []).entries()) {
					if (!plan.changes.some(({ name }) => name === field.name)) continue;
					const { section, blocks = [] } = { ...field.section };
					const raw = (after.tables[0]?.body ?? "").slice(section?.span.start, blocks.at(-1)?.end);
					expect(linesIn(raw)).toEqual(linesIn(`${headingLine(names[at] ?? "")}\n${changed.get(at)}`));
				}
			}),
			{ numRuns: runs },
		);
		expect(loaded).toBeGreaterThan(runs / 6);
	});

	it("takes whatever is written behind an attribute for that attribute, a note or an error", async () => {
		let loaded = 0;
		const words = names.map(() => "Words.\n\n- Sensitivity: ordinary\n- Where it comes from: Asked\n  twice");
		const answer = fc.tuple(fc.constantFrom("Unit", "Where it comes from", "Owner"), prose, fc.boolean());
		const body = bodyOf(words);
		const book = await bookOf(body);
		const [head = "", ...parts] = formOf(book).split(/^(?=### Field )/m);
		await fc.assert(
			fc.asyncProperty(answer, async ([question, text, indented]) => {
				const written = indented ? text.replaceAll("\n", "\n  ") : text;
				const place = new RegExp(`(- ${question} \\([^)]*\\):)[^\n]*(?:\n {2}.*)*`);
				const part = (parts[0] ?? "").replace(place, (_, asked: string) => `${asked} ${written}`);
				const plan = load(book, book, [head, part, ...parts.slice(1)].join(""));
				if (hasErrors(plan.issues)) return;
				loaded++;
				const after = await bookOf(bodyAfter(plan, body));
				expectOthersUntouched(body, after, plan);
				const field = after.tables[0]?.fields[0];
				const expected = new Map(book.tables[0]?.fields[0]?.documentation);
				for (const { question: label, theirs } of plan.changes) {
					expect(label).toBe(question.toLowerCase());
					expected.set(label, theirs);
				}
				expect(field?.documentation).toEqual(expected);
				const notes = plan.issues.filter(({ rule }) => rule === "form-note");
				const flat = (value: string) => value.replace(/\s+/g, " ").trim();
				const change = plan.changes[0];
				// A rule across the page below the list is drawn and says nothing.
				const said = text.replace(/\n[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*(?=\n|$)/g, "");
				if (notes.length === 0 && change) expect(flat(change.theirs)).toBe(flat(indented ? text : said));
			}),
			{ numRuns: runs },
		);
		expect(loaded).toBeGreaterThan(runs / 4);
	});
});
