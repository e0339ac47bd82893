import type { Catalogue, CatalogueField, CatalogueTable, FieldDocumentation } from "../dictionary/catalogue.ts";
import { readDocumentation } from "../dictionary/documentation.ts";
import { type EntryPage, parseEntry } from "../dictionary/entry.ts";
import { formatFieldId, formatTableId, tableId } from "../dictionary/field-id.ts";
import { isPageFileName, pageFileName } from "../dictionary/file-name.ts";
import { listedTable, listedTables } from "../dictionary/listed-table.ts";
import { headingText, readOutline, type Section, sourceOf } from "../dictionary/sections.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { firstOnly } from "../issue/nearest.ts";
import { suggestion } from "../issue/suggestion.ts";
import { inFileOrder } from "../schema/read.ts";
import type { DictionaryEntry, Source } from "../schema/types.ts";
import { printable } from "../text/control-characters.ts";
import { readImagePage } from "./image-folders.ts";
import { isDatabase } from "./listed-sources.ts";
import { pagesFolder } from "./paths.ts";
import { readSourceList } from "./source-list.ts";

/**
 * Reads the source list and every page of the dictionary. What cannot be read is left out of the
 * catalogue and reported, located; the rest stands.
 */
export async function readCatalogue(tree: FileTree): Promise<{ catalogue: Catalogue; issues: Issue[] }> {
	const list = await readSourceList(tree);
	const issues: Issue[] = [...list.issues];
	const sources = [];
	for (const [index, source] of (list.value?.sources ?? []).entries()) {
		if (!isDatabase(source)) {
			issues.push(...(await readImagePage(tree, source.id)).issues);
			continue;
		}
		const pages = await readPages(tree, source.id);
		const known = pages.flatMap((page) => readTable(page, source, issues)).sort(byId);
		const twins = findTwins(known);
		// Only a person can say which of two pages is right: until then the table cannot be shared.
		const tables = known.filter(({ id }) => !twins.some((twin) => twin.id === id));
		issues.push(...twins.map(describeTwin), ...list.locate(findUnknown(source, index, known)));
		const { id, title, patient, consent, optOut, relations = [] } = source;
		sources.push({ id, title, patient, ...(consent && { consent }), ...(optOut && { optOut }), relations, tables });
	}
	return { catalogue: { sources }, issues };
}

/** The pages of a source, by path. */
export async function readPages(tree: FileTree, source: string): Promise<EntryPage[]> {
	const files = await tree.readAll(pagesFolder(source), (path) => path.endsWith(".md"));
	return [...files].map(([path, bytes]) => parseEntry(bytes, path));
}

/** The table that a page of a source describes, if it can be read; what is wrong with it is added to the issues. */
export function readTable(page: EntryPage, source: Pick<Source, "id" | "tables">, issues: Issue[]): CatalogueTable[] {
	issues.push(...page.issues);
	const { metadata, body = "", path } = page;
	const report = (issue: Issue, line = 1) => void issues.push({ ...issue, file: path, line });
	if (page.unsurveyed) report(warning("dictionary-page", [], "the page has not been surveyed", "Run hub survey."));
	if (metadata === undefined) return [];
	if (metadata.source !== source.id) {
		report(
			error("dictionary-page", ["source"], `the page says it belongs to another source than ${source.id}`, "Move it."),
		);
		return [];
	}
	if (!isPageFileName(path.slice(pagesFolder(source.id).length))) {
		const message = "the file's name has characters that the address of a page cannot have";
		report(error("dictionary-page", [], message, `Rename it to ${pageFileName(metadata)}.`));
	}
	const id = formatTableId(metadata);
	const listed = listedTable(source, id);
	const outline = readOutline(body);
	const { fields, issues: problems } = readFields(page, metadata, outline.sections);
	issues.push(...inFileOrder(problems));
	const table: CatalogueTable = {
		id,
		source: source.id,
		path,
		...(listed && { class: listed.class }),
		...(listed?.path && { pathToPatient: listed.path }),
		...(listed?.owner && { owner: listed.owner }),
		title: outline.title ?? id,
		description: sourceOf(body, outline.introduction),
		metadata,
		fields,
	};
	return [table];
}

/** The fields with their words; a section that no field has, and two sections for one, are reported. */
function readFields(
	page: EntryPage,
	metadata: DictionaryEntry,
	sections: readonly Section[],
): { fields: CatalogueField[]; issues: Issue[] } {
	const { body = "", bodyLine, path } = page;
	const issues: Issue[] = [];
	const at = (issue: Issue, line: number): Issue => ({ ...issue, file: path, line: bodyLine + line - 1 });
	const byHeading = Map.groupBy(sections, ({ heading }) => heading);
	const names = new Map(metadata.fields.map(({ name }) => [headingText(name), name]));
	for (const { heading, line } of sections.filter((section) => !names.has(section.heading))) {
		const fix = suggestion(heading, names.keys(), "Remove the backticks if it is not about a field.");
		issues.push(
			at(warning("dictionary-section", [], "no field of this table has the name in this heading", fix), line),
		);
	}
	const fields = metadata.fields.map((field): CatalogueField => {
		const [first, second] = byHeading.get(headingText(field.name)) ?? [];
		const read = first && !second ? readDocumentation(body, first) : undefined;
		if (second)
			issues.push(at(error("dictionary-section", [], "the field has a second section", "Make them one."), second.line));
		for (const issue of read?.issues ?? []) issues.push(at(issue, issue.line ?? 1));
		const documentation: FieldDocumentation = read?.documentation ?? { description: "" };
		const id = formatFieldId({ schema: metadata.schema, table: metadata.table, column: field.name });
		const line = first === undefined ? 1 : bodyLine + first.line - 1;
		return { id, table: formatTableId(metadata), name: field.name, metadata: field, line, documentation };
	});
	return { fields, issues };
}

function byId(a: CatalogueTable, b: CatalogueTable): number {
	return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** The tables that an earlier page describes already; the tables are in the order of their ids. */
function findTwins(tables: readonly CatalogueTable[]): CatalogueTable[] {
	return tables.filter((table, at) => tables[at - 1]?.id === table.id);
}

function describeTwin({ id, path }: CatalogueTable): Issue {
	const message = `another page describes ${printable(id)} too, so neither counts`;
	return { ...error("dictionary-page", ["table"], message, "Keep one of the two."), file: path, line: 1 };
}

function findUnknown(source: Source, index: number, tables: readonly CatalogueTable[]): Issue[] {
	const known = new Set(tables.map(({ id }) => id));
	const suggest = firstOnly(
		(name: string) => name,
		(name) => suggestion(name, known),
	);
	return Object.keys(listedTables(source))
		.filter((name) => !known.has(tableId(name)))
		.map((name) => {
			const fix = suggest(name) ?? "Run hub survey, or correct the name.";
			return warning("sources", ["sources", index, "tables", name], "the dictionary has no such table", fix);
		});
}
