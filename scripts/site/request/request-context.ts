import type { CheckContext, CheckedPerson } from "../../check/context.ts";
import type { CatalogueSource } from "../../dictionary/catalogue.ts";
import type { Agreement, OrganisationList, Policy, ProductField, Vocabulary } from "../../schema/types.ts";
import { type PackedTable, unpackTable } from "./packed-table.ts";

/** What the request page fetches first: all that requests are judged by, but for tables and the requests there are. */
export interface RequestContext {
	readonly schemaVersion: 1;
	readonly policy: Policy;
	readonly organisations: OrganisationList;
	readonly people: readonly CheckedPerson[];
	readonly agreements: Readonly<Record<string, Agreement>>;
	readonly terms: readonly AcceptableTerms[];
	readonly vocabularies: Readonly<Record<string, Vocabulary>>;
	/** Without their tables, and without relations: those come with the tables. */
	readonly sources: readonly Omit<CatalogueSource, "tables" | "relations">[];
	readonly imageFolders: readonly string[];
	readonly products: readonly OfferedProduct[];
	/** The requests there are: their folders are taken. */
	readonly requests: readonly { readonly project: string; readonly title: string }[];
}

/** One text of terms, exactly as it is accepted. */
export interface AcceptableTerms {
	readonly name: string;
	readonly sha256: string;
	readonly text: string;
}

/** A product as a request begins with it. */
export interface OfferedProduct {
	readonly id: string;
	readonly title: string;
	readonly source: string;
	readonly fields: readonly ProductField[];
}

/** Where the page's files stand on the site. */
export const requestContextFile = "request/context.json";

/** Where the file of a table stands: by the last part of its page's address. */
export function requestTableFile(source: string, slug: string): string {
	return `request/tables/${source}/${slug}.json`;
}

/** Where a request stands as its file has it, for an amendment. */
export function existingRequestFile(project: string): string {
	return `request/existing/${project}.yml`;
}

/**
 * What a request is checked against, put together in the page from the files that it fetched. The verdict is that of
 * `hub check` if all tables are there that the request's fields and conditions lead to.
 *
 * @param tables by source
 */
export function assembleContext(
	file: RequestContext,
	tables: ReadonlyMap<string, readonly PackedTable[]>,
	{ project, today }: Pick<CheckContext, "project" | "today">,
): CheckContext {
	return {
		project,
		today,
		policy: file.policy,
		organisations: file.organisations,
		people: { people: file.people },
		agreements: new Map(Object.entries(file.agreements)),
		terms: new Map(file.terms.map(({ name, sha256 }) => [name, sha256])),
		vocabularies: new Map(Object.entries(file.vocabularies)),
		imageFolders: file.imageFolders,
		catalogue: { sources: file.sources.map((source) => assembleSource(source, tables.get(source.id) ?? [])) },
	};
}

function assembleSource(source: RequestContext["sources"][number], packed: readonly PackedTable[]): CatalogueSource {
	const relations = new Map(packed.flatMap((table) => table.relations));
	const tables = packed.map(unpackTable);
	return {
		...source,
		relations: [...relations].sort(([one], [other]) => one - other).map(([, relation]) => relation),
		tables: tables.sort((one, other) => (one.id < other.id ? -1 : 1)),
	};
}
