import { parseEntry } from "../dictionary/entry.ts";
import { formatFieldId, formatTableId } from "../dictionary/field-id.ts";
import { listedTable } from "../dictionary/listed-table.ts";
import { headingText } from "../dictionary/sections.ts";
import { type LocatedBlock, type LocatedBody, type LocatedSection, locateBody } from "../dictionary/slots.ts";
import type { FileTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import { databasesOf } from "../records/listed-sources.ts";
import { pagesFolder } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import type { DictionaryEntry, FieldMetadata, Source, TableClass } from "../schema/types.ts";
import { formName } from "./markers.ts";
import { description, type Question } from "./questions.ts";
import { plainForm } from "./typography.ts";

/** A page of the dictionary, and where on it people's words stand. */
export interface BookTable {
	/** The name by which forms know it, with control characters escaped. */
	readonly name: string;
	readonly source: Source;
	/** As {@link formatTableId} writes it. */
	readonly id: string;
	/** Path in the records repository. */
	readonly path: string;
	/** The file as it was read. */
	readonly bytes: Buffer;
	/** Everything above the body. */
	readonly head: string;
	readonly body: string;
	readonly placed: LocatedBody;
	readonly metadata: DictionaryEntry;
	/** What the source list says of it; undefined if the list does not name it. */
	readonly listed: TableClass | undefined;
	readonly fields: readonly BookField[];
}

/** A field with what its page says about it. */
export interface BookField {
	readonly name: string;
	readonly id: string;
	readonly metadata: FieldMetadata;
	/** Its section; undefined if it has none or, against the rules, two. */
	readonly section: LocatedSection | undefined;
	readonly sections: number;
	/** What stands in each place, as Markdown with line feeds. */
	readonly documentation: ReadonlyMap<Question, string>;
}

/** All pages of the dictionary as forms see them. */
export interface Book {
	readonly tables: readonly BookTable[];
	/** Located problems of pages and of the list of sources; what they are about is left out. */
	readonly issues: readonly Issue[];
	findTable(name: string): BookTable | undefined;
	/** The field and its table. */
	findField(name: string): { readonly table: BookTable; readonly field: BookField } | undefined;
}

/** The Markdown of blocks as one text. */
export function textOf(blocks: readonly LocatedBlock[]): string {
	return blocks.map(({ text }) => text).join("\n\n");
}

/**
 * Reads the dictionary of a tree, and where on its pages people's words stand.
 *
 * @param known a book read before: a page with the same bytes is taken from it, with what its source list said
 */
export async function readBook(tree: FileTree, known?: Book): Promise<Book> {
	const list = await readSourceList(tree);
	const issues: Issue[] = [...list.issues];
	const before = new Map(known?.tables.map((table) => [table.path, table]));
	const tables: BookTable[] = [];
	const databases = list.value === undefined ? [] : databasesOf(list.value);
	for (const source of databases) {
		const files = await tree.readAll(pagesFolder(source.id), (path) => path.endsWith(".md"));
		for (const [path, bytes] of files) {
			const known = before.get(path);
			const same = known?.bytes.equals(bytes) && known.source.id === source.id;
			const table = same ? known : readTable(source, path, bytes, issues);
			if (table !== undefined) tables.push(table);
		}
	}
	const twins = [...Map.groupBy(tables, ({ name }) => name).values()].flatMap((group) => group.slice(1));
	for (const { path } of twins) {
		const issue = error("dictionary-page", ["table"], "another page describes this table too", "Keep one of the two.");
		issues.push({ ...issue, file: path, line: 1 });
	}
	const twice = new Set(twins.map(({ name }) => name));
	return makeBook(
		tables.filter(({ name }) => !twice.has(name)),
		issues,
	);
}

function readTable(source: Source, path: string, bytes: Buffer, issues: Issue[]): BookTable | undefined {
	const { metadata, body, issues: problems } = parseEntry(bytes, path);
	issues.push(...problems);
	if (metadata === undefined || body === undefined || metadata.source !== source.id) return undefined;
	const id = formatTableId(metadata);
	const text = bytes.toString("utf8");
	// Most forms ask about a few tables of many, and reading Markdown takes its time.
	const placed = once(() => locateBody(body));
	const byHeading = once(() => Map.groupBy(placed().sections, ({ section }) => section.heading));
	return {
		name: headingText(formName(source.id, id)),
		source,
		id,
		path,
		bytes,
		head: text.slice(0, text.length - body.length),
		body,
		metadata,
		listed: listedTable(source, id),
		fields: metadata.fields.map((field) => readField(source, metadata, field, byHeading)),
		get placed() {
			return placed();
		},
	};
}

function readField(
	source: Source,
	{ schema, table }: DictionaryEntry,
	metadata: FieldMetadata,
	byHeading: () => ReadonlyMap<string, readonly LocatedSection[]>,
): BookField {
	const id = formatFieldId({ schema, table, column: metadata.name });
	const own = once(() => byHeading().get(headingText(metadata.name)) ?? []);
	const section = () => (own().length === 1 ? own()[0] : undefined);
	const words = once(() => {
		// Of an attribute that stands twice, the first.
		const values = section()?.attributes.map(({ label, text }) => [label, text] as const) ?? [];
		return new Map([...values.toReversed(), [description, textOf(section()?.blocks ?? [])]]);
	});
	return {
		name: headingText(formName(source.id, id)),
		id,
		metadata,
		get section() {
			return section();
		},
		get sections() {
			return own().length;
		},
		get documentation() {
			return words();
		},
	};
}

function once<T>(make: () => T): () => T {
	let made: { value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}

function makeBook(tables: readonly BookTable[], issues: readonly Issue[]): Book {
	const fields = tables.flatMap((table) => table.fields.map((field) => ({ name: field.name, table, field })));
	return { tables, issues, findTable: finder(tables), findField: finder(fields) };
}

/** Looks a name up as it is, or else as a word processor may have left it, if only one fits. */
function finder<T extends { readonly name: string }>(all: readonly T[]): (name: string) => T | undefined {
	const exact = new Map(all.map((one) => [one.name, one]));
	let similar: Map<string, T[]> | undefined;
	return (name) => {
		const found = exact.get(name);
		if (found !== undefined) return found;
		similar ??= Map.groupBy(all, (one) => plainForm(one.name));
		const near = similar.get(plainForm(name));
		return near?.length === 1 ? near[0] : undefined;
	};
}
