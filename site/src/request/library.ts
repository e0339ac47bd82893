import type { PackedTable } from "../../../scripts/site/request/packed-table.ts";
import {
	existingRequestFile,
	type RequestContext,
	requestContextFile,
	requestTableFile,
} from "../../../scripts/site/request/request-context.ts";
import type { NameCatalogue } from "../../../scripts/site/search/name-catalogue.ts";
import { nameCatalogueFile } from "../../../scripts/site/search/name-catalogue.ts";
import { type WordCatalogue, wordCatalogueFile } from "../../../scripts/site/search/word-catalogue.ts";
import { href } from "../href.ts";
import type { NameSearch } from "../search/hit.ts";
import { makeNameSearch } from "../search/name-search.ts";

/** What the page fetches from its own site. */
export interface Library {
	readonly file: RequestContext;
	readonly search: NameSearch;
	/** Whether the source has such a table. */
	hasTable(source: string, table: string): boolean;
	fetchTable(source: string, table: string): Promise<PackedTable>;
	/** The text of a request that stands in the records. */
	fetchRequest(project: string): Promise<string>;
}

/** Fetches what the page needs before anything is chosen. Throws if the site's files cannot be had. */
export async function openLibrary(): Promise<Library> {
	const [file, names] = await Promise.all([
		fetchFile(requestContextFile).then((answer) => answer.json() as Promise<RequestContext>),
		fetchFile(nameCatalogueFile).then((answer) => answer.json() as Promise<NameCatalogue>),
	]);
	const slugs = tableSlugs(names);
	return {
		file,
		search: searchLearning(names),
		hasTable: (source, table) => slugs.has(`${source} ${table}`),
		fetchTable: async (source, table) => {
			const slug = slugs.get(`${source} ${table}`) ?? table;
			return (await fetchFile(requestTableFile(source, slug))).json() as Promise<PackedTable>;
		},
		fetchRequest: async (project) => (await fetchFile(existingRequestFile(project))).text(),
	};
}

/**
 * The search by name. The first search also fetches the words that people tell of the fields, a longer file than their
 * names. Until it is there, and where it cannot be had, fields are found by their names.
 */
function searchLearning(names: NameCatalogue): NameSearch {
	let search = makeNameSearch(names);
	let isAsked = false;
	const learn = async (): Promise<void> => {
		const told = (await (await fetchFile(wordCatalogueFile)).json()) as WordCatalogue;
		search = makeNameSearch(names, told);
	};
	return (query, limit) => {
		if (!isAsked) void learn().catch(() => {});
		isAsked = true;
		return search(query, limit);
	};
}

function tableSlugs({ sources, tables }: NameCatalogue): ReadonlyMap<string, string> {
	const homes = sources.flatMap(({ id, tables: count }) => Array.from({ length: count }, () => id));
	return new Map(tables.id.map((id, index) => [`${homes[index]} ${id}`, tables.slug[index] || id]));
}

async function fetchFile(address: string): Promise<Response> {
	const answer = await fetch(href(address));
	if (!answer.ok) throw new Error(`${address} cannot be had: ${answer.status}`);
	return answer;
}
