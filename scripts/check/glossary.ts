import { type Catalogue, findField, findSource } from "../dictionary/catalogue.ts";
import { checkComplexity } from "../dictionary/complexity.ts";
import { pageBody } from "../document/front-matter.ts";
import type { FileTree } from "../git/file-tree.ts";
import {
	findGlossaryTerm,
	type Glossary,
	readGlossary,
	type Term,
	termSuggestion,
	writeTerm,
} from "../glossary/glossary.ts";
import { brokenLinks } from "../glossary/links.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { firstOnly } from "../issue/nearest.ts";
import { suggestion } from "../issue/suggestion.ts";
import { readCatalogue } from "../records/catalogue.ts";
import { dictionaryFolder, glossaryFolder } from "../records/paths.ts";
import type { FieldLink } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";

/**
 * Checks the glossary: the format of its pages, the fields they link to, names that two terms share, and every name
 * of a term and every link into the glossary in the dictionary's pages.
 *
 * @param catalogue The catalogue of the same tree, where it has been read already.
 * @returns located issues
 */
export async function checkGlossary(tree: FileTree, catalogue?: Catalogue): Promise<Issue[]> {
	const { glossary, issues, locators } = await readGlossary(tree);
	const known = catalogue ?? (await readCatalogue(tree)).catalogue;
	const found: Issue[] = [...issues, ...sharedNames(glossary)];
	const suggestField = firstOnly(JSON.stringify, (wanted: FieldLink) => {
		const tables = findSource(known, wanted.source)?.tables ?? [];
		const ids = tables.flatMap((table) => table.fields.map(({ id }) => id));
		return suggestion(wanted.field, ids);
	});
	for (const term of glossary.values()) {
		found.push(...(locators.get(term.path)?.(unknownFields(term, known, suggestField)) ?? []));
	}
	const suggestTerm = firstOnly(
		(name: string) => name,
		(name) => termSuggestion(glossary, name),
	);
	const links = await checkLinks(tree, suggestTerm);
	return [...found, ...links, ...unknownNames(known, glossary, links, suggestTerm)];
}

function unknownFields(
	{ fields }: Term,
	catalogue: Catalogue,
	suggest: (wanted: FieldLink) => string | undefined,
): readonly Issue[] {
	return fields.flatMap(({ source, field }, index) => {
		const described = findSource(catalogue, source);
		if (described === undefined) {
			const fix = suggestion(
				source,
				catalogue.sources.map(({ id }) => id),
			);
			return [error("glossary", ["fields", index, "source"], `unknown source ${quoted(source)}`, fix)];
		}
		const found = findField(catalogue, source, field);
		const at = ["fields", index, "field"];
		if (found === undefined) {
			const fix = suggest({ source, field }) ?? "Look it up in the data dictionary.";
			return [error("glossary", at, `unknown field ${quoted(field)}`, fix)];
		}
		if (found.metadata.retired === undefined) return [];
		return [warning("glossary", at, `${found.id} has been gone from the database since ${found.metadata.retired}`)];
	});
}

/** Names that two terms share: a reader who looks a word up must find one meaning. */
function sharedNames(glossary: Glossary): readonly Issue[] {
	const owners = new Map<string, Term>();
	return [...glossary.values()].flatMap((term) => {
		const names = new Map([term.title, ...term.synonyms].map((name) => [name.toLowerCase(), name]));
		return [...names].flatMap(([key, name]) => {
			const before = owners.get(key);
			if (before === undefined) {
				owners.set(key, term);
				return [];
			}
			const message = `the term ${before.id} is called ${quoted(name)} too`;
			return [{ ...warning("glossary", [], message, "Keep the name at one of the two."), file: term.path, line: 1 }];
		});
	});
}

type SuggestTerm = (name: string) => string | undefined;

async function checkLinks(tree: FileTree, suggest: SuggestTerm): Promise<readonly Issue[]> {
	const pages = [...(await tree.readAll(dictionaryFolder, (path) => path.endsWith(".md")))].filter(([, bytes]) =>
		bytes.includes(".md"),
	);
	const paths = new Set(await tree.list(glossaryFolder));
	return pages.flatMap(([path, bytes]) => {
		const { body, bodyLine } = pageBody(bytes.toString("utf8"));
		const complexity = checkComplexity(path, body, bodyLine);
		if (complexity.length > 0) return complexity;
		return brokenLinks(path, body, paths).map(({ term, line, column }) => ({
			...error("glossary-link", [], `the glossary has no term ${quoted(term)}`, suggest(term) ?? writeTerm),
			file: path,
			line: bodyLine + line - 1,
			column,
		}));
	});
}

/** Names of terms in fields' attribute lists that are no links; a broken link has been reported in its own place. */
function unknownNames(
	catalogue: Catalogue,
	glossary: Glossary,
	links: readonly Issue[],
	suggest: SuggestTerm,
): readonly Issue[] {
	const reported = new Set(links.map(({ file, message }) => JSON.stringify([file, message])));
	return catalogue.sources
		.flatMap(({ tables }) => tables)
		.flatMap(({ path, fields }) =>
			fields.flatMap(({ documentation, line }) =>
				(documentation.glossary ?? [])
					.filter((name) => findGlossaryTerm(glossary, name) === undefined)
					.map((name): Issue => {
						const message = `the glossary has no term ${quoted(name)}`;
						return { ...error("glossary-link", [], message, suggest(name) ?? writeTerm), file: path, line };
					})
					.filter(({ message }) => !reported.has(JSON.stringify([path, message]))),
			),
		);
}
