import type { Catalogue, CatalogueTable, FieldDocumentation } from "../dictionary/catalogue.ts";
import { isIdentifying } from "../dictionary/identifying-mark.ts";
import type { Inherited } from "../dictionary/inherited.ts";
import type { Link } from "../dictionary/link.ts";
import { findGlossaryTerm, type Glossary, type Term } from "../glossary/glossary.ts";
import type { ListedProduct } from "../product/product.ts";
import { type ProductFile, productStructure } from "../product/structure.ts";
import type { DescribedImages } from "../records/image-folders.ts";
import type { FieldMetadata, SharingRequest, Source } from "../schema/types.ts";
import { explainSuggestions, type Suggestion } from "../sensitivity/explain.ts";
import { type Completeness, completeness } from "./completeness.ts";
import { fieldDemand } from "./demand.ts";
import { type FieldStatus, fieldStatuses } from "./field-status.ts";
import { type ReportedImages, reportedImages } from "./images.ts";
import { sourceLinks } from "./links.ts";
import { type QueueItem, workQueue } from "./queue.ts";

/** All that a report of the dictionary says, whatever its format: plain data, fit for JSON as it is. */
export interface DictionaryReport {
	readonly schemaVersion: 1;
	readonly sources: readonly ReportedSource[];
	readonly images: readonly ReportedImages[];
	readonly completeness: { readonly owners: readonly Completeness[]; readonly all: Completeness };
	/** What to write next. */
	readonly queue: readonly QueueItem[];
	readonly products: readonly ReportedProduct[];
	readonly glossary: readonly Term[];
}

/** One source. */
export interface ReportedSource {
	readonly id: string;
	readonly title: string;
	readonly tables: readonly ReportedTable[];
}

/** One table: what the survey knows, and what people say. */
export interface ReportedTable
	extends Pick<CatalogueTable, "id" | "path" | "title" | "description" | "class" | "owner">,
		Omit<CatalogueTable["metadata"], "schemaVersion" | "source" | "references" | "fields"> {
	/** Foreign keys and declared relations. */
	readonly links: readonly Pick<Link, "columns" | "tableId" | "to" | "enforced">[];
	readonly fields: readonly ReportedField[];
}

/** One field: what the survey knows, and what people say. */
export interface ReportedField
	extends Omit<FieldMetadata, "values">,
		Omit<FieldDocumentation, "helpsToIdentify" | "owner" | "glossary"> {
	readonly id: string;
	/** Whether it helps to identify a person, by its sensitivity or by a mark; absent where neither says so. */
	readonly helpsToIdentify?: true;
	/** Its status, by the name that the report in JSON has for it. */
	readonly standing: FieldStatus["status"];
	/** A description that nobody has confirmed for this field. */
	readonly inherited?: Inherited;
	/** The department that answers for it: its own, else the table's. */
	readonly owner?: string;
	/** With a suggestion that no person has decided on: its reason, as a clause. */
	readonly suggestedBecause?: string;
	/** Ids of terms of the glossary. */
	readonly glossary: readonly string[];
	/** Names that people wrote for terms and that the glossary does not have. */
	readonly unknownTerms?: readonly string[];
	/** How many requests ask for it. */
	readonly requests: number;
}

/** One product with the files a delivery of it would have. */
export interface ReportedProduct extends ListedProduct {
	readonly structure: readonly ProductFile[];
}

/**
 * Puts together what the records say of the data there is.
 *
 * @param records.databases What the source list says of the catalogue's sources; the reasons for suggestions rest on it.
 */
export function dictionaryReport(records: {
	readonly catalogue: Catalogue;
	readonly databases: readonly Source[];
	readonly images: readonly DescribedImages[];
	readonly glossary: Glossary;
	readonly products: readonly ListedProduct[];
	readonly requests: readonly SharingRequest[];
}): DictionaryReport {
	const { catalogue, glossary, products } = records;
	const statuses = fieldStatuses(catalogue);
	const demand = fieldDemand(records.requests);
	const byField = new Map(statuses.map((status) => [status.field, status]));
	const sources = catalogue.sources.map((source) => {
		const links = sourceLinks(source);
		const database = records.databases.find(({ id }) => id === source.id);
		const tables = source.tables.map((table) => {
			const reasons = suggestionReasons(table, database);
			return {
				...reportedTable(table, links.get(table.id) ?? []),
				fields: table.fields.flatMap((field) => {
					const status = byField.get(field);
					const requests = demand.get(source.id)?.get(field.id) ?? 0;
					return status === undefined ? [] : [reportedField(status, requests, glossary, reasons.get(field.name))];
				}),
			};
		});
		return { id: source.id, title: source.title, tables };
	});
	return {
		schemaVersion: 1,
		sources,
		images: records.images.map(reportedImages),
		completeness: completeness(catalogue, statuses),
		queue: workQueue(statuses, demand),
		products: products.flatMap((product) => {
			const source = catalogue.sources.find(({ id }) => id === product.source);
			return source === undefined ? [] : [{ ...product, structure: productStructure(product, source) }];
		}),
		glossary: [...glossary.values()],
	};
}

function reportedTable(table: CatalogueTable, links: readonly Link[]): Omit<ReportedTable, "fields"> {
	const { id, path, title, description, class: kind, owner } = table;
	const {
		schemaVersion: _version,
		source: _source,
		references: _references,
		fields: _fields,
		...metadata
	} = table.metadata;
	return {
		id,
		path,
		title,
		description,
		...(kind === undefined ? {} : { class: kind }),
		...(owner === undefined ? {} : { owner }),
		...metadata,
		links: links.map(({ columns, tableId, to, enforced }) => ({ columns, tableId, to, enforced })),
	};
}

/** Why the survey suggests what it does, by field, for those that no person has decided on. */
function suggestionReasons(table: CatalogueTable, database: Source | undefined): ReadonlyMap<string, string> {
	const open = table.fields.filter(
		({ metadata, documentation }) => metadata.suggested !== undefined && !documentation.sensitivity,
	);
	const suggestions = open.length === 0 ? new Map<string, Suggestion>() : explainSuggestions(table.metadata, database);
	return new Map(
		open.flatMap(({ name, metadata }) => {
			const { sensitivity, reason = "" } = suggestions.get(name) ?? {};
			// A page from the survey of an earlier release may have another suggestion, whose reason is not known any more.
			return sensitivity === metadata.suggested ? [[name, reason]] : [];
		}),
	);
}

function reportedField(
	{ field, status, inherited, owner }: FieldStatus,
	requests: number,
	glossary: Glossary,
	reason: string | undefined,
): ReportedField {
	const { values: allowed = [], ...metadata } = field.metadata;
	const { glossary: named = [], owner: _owner, values: explained = [], ...said } = field.documentation;
	const { helpsToIdentify: _mark, ...words } = said;
	// A code that the database allows and nobody has explained is still one of its values.
	const silent = allowed.filter((value) => !explained.some((each) => each.value === value));
	const values = [...explained, ...silent.map((value) => ({ value, meaning: "" }))];
	const terms = named.map((name) => ({ name, id: findGlossaryTerm(glossary, name)?.id }));
	const unknownTerms = terms.flatMap(({ name, id }) => (id === undefined ? [name] : []));
	return {
		id: field.id,
		...metadata,
		...words,
		...(isIdentifying(said) ? { helpsToIdentify: true } : {}),
		...(values.length === 0 ? {} : { values }),
		standing: status,
		...(inherited === undefined ? {} : { inherited }),
		...(owner === undefined ? {} : { owner }),
		...(reason === undefined ? {} : { suggestedBecause: reason }),
		glossary: terms.flatMap(({ id }) => id ?? []),
		...(unknownTerms.length === 0 ? {} : { unknownTerms }),
		requests,
	};
}
