import { checkComplexity } from "../dictionary/complexity.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { glossaryFolder } from "../records/paths.ts";
import common from "../schema/common.schema.json" with { type: "json" };
import { type PageRead, readPageRecord } from "../schema/read-page.ts";
import type { FieldLink, GlossaryTerm } from "../schema/types.ts";

/** One term of the glossary. */
export interface Term {
	/** The page's file name without its ending. */
	readonly id: string;
	/** Path of the page in the records repository. */
	readonly path: string;
	readonly title: string;
	readonly synonyms: readonly string[];
	readonly examples: readonly string[];
	/** The fields that the term's own page links to. */
	readonly fields: readonly FieldLink[];
	/** Markdown. */
	readonly definition: string;
}

/** The terms by id, in the order of their ids. */
export type Glossary = ReadonlyMap<string, Term>;

/** What {@link readGlossary} found. */
export interface GlossaryRead {
	readonly glossary: Glossary;
	/** Located problems of the pages; a page with problems is no term. */
	readonly issues: readonly Issue[];
	/** By path of a page: locates issues about its front matter. */
	readonly locators: ReadonlyMap<string, PageRead<GlossaryTerm>["locate"]>;
}

const id = new RegExp(common.$defs.id.pattern);

/** Reads all pages of the glossary. Never throws on bad content. */
export async function readGlossary(tree: FileTree): Promise<GlossaryRead> {
	const glossary = new Map<string, Term>();
	const issues: Issue[] = [];
	const locators = new Map<string, PageRead<GlossaryTerm>["locate"]>();
	for (const [path, bytes] of [...(await tree.readAll(glossaryFolder))].sort(([one], [other]) =>
		one < other ? -1 : 1,
	)) {
		const name = path.slice(glossaryFolder.length);
		if (!name.endsWith(".md") || !id.test(name.slice(0, -3))) {
			const message = "a page of the glossary is named by its term and .md, such as reference-range.md";
			issues.push({ ...error("glossary", [], message, common.$defs.id.description), file: path, line: 1, column: 1 });
			continue;
		}
		const read = readPageRecord("glossaryTerm", bytes, path);
		const complexity = checkComplexity(path, read.body, read.bodyLine);
		issues.push(...read.issues, ...complexity);
		locators.set(path, read.locate);
		if (read.value !== undefined && complexity.length === 0)
			glossary.set(name.slice(0, -3), term(name.slice(0, -3), path, read.value, read.body));
	}
	return { glossary, issues, locators };
}

function term(name: string, path: string, { title, ...more }: GlossaryTerm, body: string): Term {
	const { synonyms = [], examples = [], fields = [] } = more;
	return { id: name, path, title, synonyms, examples, fields, definition: body.trim() };
}

const namesBefore = new WeakMap<Glossary, ReadonlyMap<string, Term>>();

/** The term that people mean by a name: its id, its title or a synonym, capitals aside. */
export function findGlossaryTerm(glossary: Glossary, name: string): Term | undefined {
	const known = namesBefore.get(glossary) ?? namesOf(glossary);
	namesBefore.set(glossary, known);
	return known.get(name.trim().toLowerCase());
}

/** Every name in small letters; of two terms of one name the one whose id it is, then whose title, then the first. */
function namesOf(glossary: Glossary): ReadonlyMap<string, Term> {
	const terms = [...glossary.values()].toReversed();
	return new Map([
		...terms.flatMap((each) => each.synonyms.map((synonym) => [synonym.toLowerCase(), each] as const)),
		...terms.map((each) => [each.title.toLowerCase(), each] as const),
		...glossary,
	]);
}

/** What to do about a name that no term has, nor one like it. */
export const writeTerm = `Write the page ${glossaryFolder}<term>.md, or remove the link.`;

/** What to do about a name that no term has. */
export function termSuggestion(glossary: Glossary, name: string): string {
	const names = [...glossary.values()].flatMap((each) => [each.id, each.title, ...each.synonyms]);
	return suggestion(name, names, writeTerm);
}
