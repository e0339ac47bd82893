import type {
	ConsentRule,
	DictionaryEntry,
	FieldMetadata,
	OptOut,
	Relation,
	Sensitivity,
	TableClass,
} from "../schema/types.ts";
import { formatFieldId, formatTableId, parseFieldId, parseTableId } from "./field-id.ts";
import type { AcceptableRange } from "./range.ts";
import type { ColumnIds } from "./relation.ts";

/**
 * All that the records say about the data there is: what the surveys found, what people wrote, and
 * what the source list says of each table. Plain data, the same on the command line and in the
 * browser.
 */
export interface Catalogue {
	readonly sources: readonly CatalogueSource[];
}

/** One database of the catalogue. */
export interface CatalogueSource {
	readonly id: string;
	readonly title: string;
	/** The table with one row for each patient (a table id), and its identifying column (an exact name). */
	readonly patient: { readonly table: string; readonly key: string };
	readonly consent?: ConsentRule;
	readonly optOut?: OptOut;
	/** Links that the database does not declare as foreign keys. */
	readonly relations: readonly Relation[];
	/** In the order of their ids. */
	readonly tables: readonly CatalogueTable[];
}

/** One table: its metadata from the survey, and people's words about it. */
export interface CatalogueTable {
	/** As {@link formatTableId} writes it. */
	readonly id: string;
	/** Id of the source. */
	readonly source: string;
	/** Path of its page in the records repository. */
	readonly path: string;
	/** What it is to a patient; absent where the source list does not say, and then it is not shared. */
	readonly class?: TableClass["class"];
	/** The steps to follow to the patient table, where the source list gives them: each a field id, or several of one table. */
	readonly pathToPatient?: readonly ColumnIds[];
	/** The department that answers for it. */
	readonly owner?: string;
	/** The page's first heading, or the table's id where there is none. */
	readonly title: string;
	/** Markdown between the title and the first field's section. */
	readonly description: string;
	readonly metadata: Readonly<DictionaryEntry>;
	/** In the order of the metadata: the database's order, retired ones last. */
	readonly fields: readonly CatalogueField[];
}

/** One column: its metadata from the survey, and people's words about it. */
export interface CatalogueField {
	/** As {@link formatFieldId} writes it. */
	readonly id: string;
	/** Id of its table. */
	readonly table: string;
	/** Exact name of the column. */
	readonly name: string;
	readonly metadata: Readonly<FieldMetadata>;
	/** Line of its section in the page, from 1; line 1 where it has none. */
	readonly line: number;
	readonly documentation: FieldDocumentation;
}

/** What people wrote about one field. */
export interface FieldDocumentation {
	/** Markdown, without the attribute list; empty where nobody has written yet. */
	readonly description: string;
	/** Confirmed by a person. A field without one cannot be shared. */
	readonly sensitivity?: Sensitivity;
	/** Whether somebody may be known by it, as far as people said so beside its sensitivity; see `isIdentifying`. */
	readonly helpsToIdentify?: boolean;
	/** The unit of measurement, as written. */
	readonly unit?: string;
	/** The acceptable range, both ends included. */
	readonly range?: AcceptableRange;
	/** Codes and what they mean. */
	readonly values?: readonly { readonly value: string; readonly meaning: string }[];
	/** Where the value comes from. */
	readonly origin?: string;
	/** The department that answers for this field, where it is not the table's. */
	readonly owner?: string;
	/** Names of glossary entries. */
	readonly glossary?: readonly string[];
}

/** The source with this id. */
export function findSource(catalogue: Catalogue, id: string): CatalogueSource | undefined {
	return catalogue.sources.find((source) => source.id === id);
}

/** The table with this id, however the id is quoted. */
export function findTable(catalogue: Catalogue, source: string, tableId: string): CatalogueTable | undefined {
	const name = parseTableId(tableId);
	if (name === undefined) return undefined;
	const id = formatTableId(name);
	return findSource(catalogue, source)?.tables.find((table) => table.id === id);
}

/** The field with this id, however the id is quoted. */
export function findField(catalogue: Catalogue, source: string, fieldId: string): CatalogueField | undefined {
	const name = parseFieldId(fieldId);
	if (name === undefined) return undefined;
	const id = formatFieldId(name);
	return findTable(catalogue, source, formatTableId(name))?.fields.find((field) => field.id === id);
}
