import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { type PageInFolder, readPageFolder } from "../records/page-folder.ts";
import { glossaryFolder } from "../records/paths.ts";
import type { PageRead } from "../schema/read-page.ts";
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

/** Reads all pages of the glossary. Never throws on bad content. */
export async function readGlossary(tree: FileTree): Promise<GlossaryRead> {
	const { pages, issues, locators } = await readPageFolder(tree, glossaryFolder, "glossaryTerm", {
		rule: "glossary",
		message: "a page of the glossary is named by its term and .md, such as reference-range.md",
	});
	return { glossary: new Map(pages.map((page) => [page.id, term(page)])), issues, locators };
}

function term({ id, path, value, body }: PageInFolder<GlossaryTerm>): Term {
	const { title, synonyms = [], examples = [], fields = [] } = value;
	return { id, path, title, synonyms, examples, fields, definition: body };
}

const namesByGlossary = new WeakMap<Glossary, ReadonlyMap<string, Term>>();

/** The term that people mean by a name: its id, its title or a synonym, capitals aside. */
export function findGlossaryTerm(glossary: Glossary, name: string): Term | undefined {
	const known = namesByGlossary.get(glossary) ?? namesOf(glossary);
	namesByGlossary.set(glossary, known);
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
