import {
	type Catalogue,
	type CatalogueField,
	type CatalogueSource,
	type CatalogueTable,
	findField,
	findSource,
} from "../../dictionary/catalogue.ts";
import { formatTableId, parseFieldId, tableId } from "../../dictionary/field-id.ts";
import { listedTables } from "../../dictionary/listed-table.ts";
import { parseRelation } from "../../dictionary/relation.ts";
import type { Glossary } from "../../glossary/glossary.ts";
import type { ListedProduct } from "../../product/product.ts";
import { isDatabase } from "../../records/listed-sources.ts";
import type { Records } from "../../records/records.ts";
import type { FieldMetadata, SourceList } from "../../schema/types.ts";
import { internalTables } from "./internal-tables.ts";
import { type Audience, audienceLevels } from "./level.ts";
import { type RedactText, redactorOf } from "./redactor.ts";

declare const shownTo: unique symbol;

/** Marks the type of records that were filtered for an audience, so that unfiltered ones cannot stand in for them. */
interface Filtered {
	readonly [shownTo]: Audience;
}

/** The records with the glossary and the data products, which are read beside them. */
export interface SiteRecords {
	readonly records: Records;
	readonly glossary: Glossary;
	readonly products: readonly ListedProduct[];
}

/** The same as one audience may see it: what pages are made from. */
export interface Shown extends SiteRecords {
	readonly records: Records & Filtered;
}

/**
 * The records as an audience may see them. Every page and every file of the public site is made from what this gives,
 * so what it leaves out can turn up nowhere: sources that policy does not name, tables marked internal with every
 * reference to them, products that name a field of theirs, and all people; nor the names of these tables and people in
 * what somebody wrote or the database says.
 */
export function forAudience(all: SiteRecords, audience: Audience): Shown {
	// The only cast to filtered records: nothing else may call any records filtered.
	return (audienceLevels[audience].hidden ? all : forPublic(all)) as Shown;
}

function forPublic({ records, glossary, products }: SiteRecords): SiteRecords {
	const redactText = redactorOf(records);
	const catalogue = redactCatalogue(publicCatalogue(records), redactText);
	const isShown = (source: string, field: string): boolean => findField(catalogue, source, field) !== undefined;
	return {
		records: {
			...records,
			sources: publicSources(records, catalogue),
			catalogue,
			people: { ...records.people, people: [], hub: { signingKeys: [] } },
		},
		glossary: new Map(
			[...glossary].map(([id, term]) => [
				id,
				{
					...term,
					title: redactText(term.title),
					synonyms: term.synonyms.map(redactText),
					examples: term.examples.map(redactText),
					definition: redactText(term.definition),
					fields: term.fields.filter(({ source, field }) => isShown(source, field)),
				},
			]),
		),
		products: products
			.filter(({ source, fields }) => fields.every(({ field }) => isShown(source, field)))
			.map((product) => ({
				...product,
				title: redactText(product.title),
				audience: redactText(product.audience),
				refresh: redactText(product.refresh),
				description: redactText(product.description),
				...(product.owner === undefined ? {} : { owner: redactText(product.owner) }),
			})),
	};
}

/** The catalogue with all its texts redacted for the public, whether people or the database wrote them. */
function redactCatalogue({ sources }: Catalogue, redactText: RedactText): Catalogue {
	const comment = (text: string | undefined) => (text === undefined ? {} : { comment: redactText(text) });
	const fieldMetadata = (metadata: FieldMetadata): FieldMetadata => ({ ...metadata, ...comment(metadata.comment) });
	const field = ({ metadata, documentation, ...rest }: CatalogueField): CatalogueField => ({
		...rest,
		metadata: fieldMetadata(metadata),
		documentation: {
			...documentation,
			description: redactText(documentation.description),
			...(documentation.origin === undefined ? {} : { origin: redactText(documentation.origin) }),
			...(documentation.owner === undefined ? {} : { owner: redactText(documentation.owner) }),
			...(documentation.values === undefined
				? {}
				: { values: documentation.values.map(({ value, meaning }) => ({ value, meaning: redactText(meaning) })) }),
			...(documentation.glossary === undefined ? {} : { glossary: documentation.glossary.map(redactText) }),
		},
	});
	const table = ({ metadata, fields, ...rest }: CatalogueTable): CatalogueTable => ({
		...rest,
		title: redactText(rest.title),
		description: redactText(rest.description),
		...(rest.owner === undefined ? {} : { owner: redactText(rest.owner) }),
		metadata: {
			...metadata,
			...comment(metadata.comment),
			...(metadata.checks === undefined ? {} : { checks: metadata.checks.map(redactText) }),
			fields: metadata.fields.map(fieldMetadata),
		},
		fields: fields.map(field),
	});
	return {
		sources: sources.map((source) => ({
			...source,
			title: redactText(source.title),
			tables: source.tables.map(table),
		})),
	};
}

/** The source list, in which each source has no more than the public catalogue has of it. */
function publicSources({ sources, policy }: Records, catalogue: Catalogue): SourceList {
	const open = new Set(policy.publication?.publicSources ?? []);
	const listed = sources.sources.filter(({ id }) => open.has(id));
	return {
		...sources,
		sources: listed.map((source) => {
			if (!isDatabase(source)) return source;
			const { consent: _consent, optOut: _optOut, relations: _relations, tables: _tables, ...rest } = source;
			const { consent, optOut, relations = [] } = findSource(catalogue, source.id) ?? {};
			const hidden = internalTables(source);
			return {
				...rest,
				...(consent === undefined ? {} : { consent }),
				...(optOut === undefined ? {} : { optOut }),
				relations: [...relations],
				// Without the tables' paths to the patient, which may lead over internal tables: the catalogue has those that
				// may be shown.
				tables: Object.fromEntries(
					Object.entries(listedTables(source)).flatMap(([table, { path: _path, ...listed }]) =>
						hidden.has(tableId(table)) ? [] : [[table, listed]],
					),
				),
			};
		}),
	};
}

function publicCatalogue({ catalogue, policy, sources }: Records): Catalogue {
	const open = new Set(policy.publication?.publicSources ?? []);
	const listed = (source: string) => sources.sources.find(({ id }) => id === source);
	return {
		...catalogue,
		sources: catalogue.sources
			.filter(({ id }) => open.has(id))
			.map((source) => withoutTables(source, internalTables(listed(source.id)))),
	};
}

function withoutTables(source: CatalogueSource, hidden: ReadonlySet<string>): CatalogueSource {
	const isHidden = (table: string): boolean => hidden.has(tableId(table));
	const ofHidden = (field: string): boolean => {
		const name = parseFieldId(field);
		return name !== undefined && hidden.has(formatTableId(name));
	};
	const { consent, optOut, ...rest } = source;
	return {
		...rest,
		...(consent === undefined || Object.values(consent).some(ofHidden) ? {} : { consent }),
		...(optOut === undefined || ofHidden(optOut.field) ? {} : { optOut }),
		relations: source.relations.filter((relation) => {
			const { from, to } = parseRelation(relation) ?? {};
			return ![from, to].some((end) => end !== undefined && hidden.has(formatTableId(end.table)));
		}),
		tables: source.tables
			.filter(({ id }) => !isHidden(id))
			.map((table) => withoutReferences(table, isHidden, ofHidden)),
	};
}

function withoutReferences(
	table: CatalogueTable,
	isHidden: (table: string) => boolean,
	ofHidden: (field: string) => boolean,
): CatalogueTable {
	const { pathToPatient, metadata, ...rest } = table;
	const { references, ...others } = metadata;
	const kept = references?.filter((reference) => !isHidden(reference.table));
	return {
		...rest,
		...(pathToPatient === undefined || pathToPatient.flat().some(ofHidden) ? {} : { pathToPatient }),
		metadata: kept === undefined || kept.length === 0 ? others : { ...others, references: kept },
	};
}
