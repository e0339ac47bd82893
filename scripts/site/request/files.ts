import { type CheckedPerson, imageFolderIds } from "../../check/context.ts";
import type { CatalogueSource } from "../../dictionary/catalogue.ts";
import { formatTableId } from "../../dictionary/field-id.ts";
import { parseRelation } from "../../dictionary/relation.ts";
import type { ListedProduct } from "../../product/product.ts";
import { requestPath, termsPath } from "../../records/paths.ts";
import type { Person, Relation } from "../../schema/types.ts";
import { tableSlug } from "../page/address.ts";
import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";
import { packTable } from "./packed-table.ts";
import { existingRequestFile, type RequestContext, requestContextFile, requestTableFile } from "./request-context.ts";
import { requestTemplate, requestTemplateFile } from "./request-template.ts";

/** The vocabularies that the form offers choices from. */
const offered: readonly string[] = ["purposes", "value-sets", "lawful-bases"];

/** What the request page fetches. Of the internal site only, as the page is. */
export async function* requestFiles(reading: SiteReading): AsyncIterable<SiteFile> {
	if (!reading.shows.requestPage) return;
	yield { path: requestContextFile, text: JSON.stringify(await requestContext(reading)) };
	yield { path: requestTemplateFile, text: requestTemplate() };
	for (const project of reading.records.requests.keys()) {
		const text = await readText(reading, requestPath(project));
		if (text !== undefined) yield { path: existingRequestFile(project), text };
	}
	for (const source of reading.records.catalogue.sources) {
		const relations = relationsByTable(source);
		for (const table of source.tables) {
			const text = JSON.stringify(packTable(table, relations.get(table.id) ?? []));
			yield { path: requestTableFile(source.id, tableSlug(table.path)), text };
		}
	}
}

/** The first of the files. Of people it says what a request is checked against, and no more. */
export async function requestContext(reading: SiteReading): Promise<RequestContext> {
	const { records, products } = reading;
	const { policy, organisations, people, agreements, vocabularies, catalogue, sources, requests } = records;
	const terms = [...records.terms].map(async ([name, sha256]) => {
		const text = await readText(reading, termsPath(name));
		return text === undefined ? [] : [{ name, sha256, text }];
	});
	return {
		schemaVersion: 1,
		policy,
		organisations,
		people: people.people.map(checkedPerson),
		agreements: Object.fromEntries(agreements),
		terms: (await Promise.all(terms)).flat(),
		vocabularies: Object.fromEntries([...vocabularies].filter(([name]) => offered.includes(name))),
		sources: catalogue.sources.map(({ tables: _, relations: __, ...source }) => source),
		imageFolders: imageFolderIds(sources),
		products: products.map(offeredProduct),
		requests: [...requests].map(([project, { title }]) => ({ project, title })),
	};
}

function checkedPerson({ id, name, organisation, roles, training, left, ageKeys }: Person): CheckedPerson {
	return {
		id,
		name,
		organisation,
		roles,
		...(training === undefined ? {} : { training }),
		...(left === undefined ? {} : { left }),
		...(ageKeys === undefined
			? {}
			: {
					ageKeys: ageKeys.map(({ added, revoked, confirmed }) => ({
						added,
						...(revoked === undefined ? {} : { revoked }),
						...(confirmed === undefined ? {} : { confirmed: { by: confirmed.by, on: confirmed.on } }),
					})),
				}),
	};
}

function offeredProduct({ id, title, source, fields }: ListedProduct): RequestContext["products"][number] {
	return { id, title, source, fields };
}

/** The relations that lead from a table or to it, with their positions in the source list. */
function relationsByTable({ relations }: CatalogueSource): ReadonlyMap<string, (readonly [number, Relation])[]> {
	const found = new Map<string, (readonly [number, Relation])[]>();
	for (const [index, relation] of relations.entries()) {
		const { from, to } = parseRelation(relation) ?? {};
		for (const id of new Set([from, to].flatMap((end) => (end === undefined ? [] : [formatTableId(end.table)])))) {
			const list = found.get(id) ?? [];
			list.push([index, relation]);
			found.set(id, list);
		}
	}
	return found;
}

/** The text of a committed file; undefined where there is none. */
async function readText(reading: SiteReading, path: string): Promise<string | undefined> {
	return (await unfiltered(reading).tree.read(path))?.toString("utf8");
}
