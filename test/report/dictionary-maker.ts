import { stringify } from "yaml";
import type { Catalogue } from "../../scripts/dictionary/catalogue.ts";
import { headingLine } from "../../scripts/dictionary/sections.ts";
import { type FileTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { type Glossary, readGlossary } from "../../scripts/glossary/glossary.ts";
import { readProducts } from "../../scripts/product/product.ts";
import { readCatalogue } from "../../scripts/records/catalogue.ts";
import { type DescribedImages, readImageFolders } from "../../scripts/records/image-folders.ts";
import { readSourceList } from "../../scripts/records/source-list.ts";
import { type DictionaryReport, dictionaryReport } from "../../scripts/report/contents.ts";
import { readRequests } from "../../scripts/report/demand.ts";
import type { DictionaryEntry, FieldMetadata, SourceList } from "../../scripts/schema/types.ts";

/** A table to make: the metadata that differ from the usual, and the words below each field's heading. */
export interface MadeTable extends Partial<Omit<DictionaryEntry, "fields">> {
	readonly table: string;
	readonly title?: string;
	readonly words?: string;
	readonly fields: Readonly<Record<string, (Partial<FieldMetadata> & { readonly words?: string }) | string>>;
}

/** A records tree with one source, `hampton`, of these tables. */
export function madeTree(
	tables: readonly MadeTable[],
	source: Partial<SourceList["sources"][number]> = {},
	more: Readonly<Record<string, string>> = {},
): FileTree {
	const sources = {
		schemaVersion: 1,
		sources: [
			{
				id: "hampton",
				title: "Hampton",
				kind: "postgresql",
				connection: "HAMPTON_URL",
				schemas: ["clinical"],
				patient: { table: "clinical.patients", key: "patient_id" },
				tables: { "clinical.patients": { class: "patient", owner: "Health Records" } },
				...source,
			},
		],
	};
	const pages = tables.map((table, index) => [`dictionary/sources/hampton/${index}.md`, page(table)] as const);
	const files = [["dictionary/sources.yml", stringify(sources)] as const, ...pages, ...Object.entries(more)];
	return memoryTree("made", new Map(files.map(([path, text]) => [path, Buffer.from(text)])));
}

function page({ title = "", words = "", fields, ...metadata }: MadeTable): string {
	const entry = {
		...{
			schemaVersion: 1,
			source: "hampton",
			schema: "clinical",
			kind: "table",
			surveyed: "2026-01-05",
			rows: "unknown",
		},
		key: [],
		...metadata,
		fields: Object.entries(fields).map(([name, field]) => {
			const { words: _words, ...own } = typeof field === "string" ? {} : field;
			return { name, type: "text", nullable: true, ...own };
		}),
	};
	const sections = Object.entries(fields).map(([name, field]) => {
		const said = typeof field === "string" ? field : (field.words ?? "");
		return `${headingLine(name)}\n\n${said}\n`;
	});
	return `---\n${stringify(entry)}---\n# ${title || metadata.table}\n\n${words}\n\n${sections.join("\n")}`;
}

/** The catalogue, glossary and report of a tree. */
export async function reportOf(tree: FileTree): Promise<{
	catalogue: Catalogue;
	images: readonly DescribedImages[];
	glossary: Glossary;
	report: DictionaryReport;
}> {
	const { catalogue } = await readCatalogue(tree);
	const { glossary } = await readGlossary(tree);
	const { products } = await readProducts(tree);
	const requests = await readRequests(tree);
	const images = await readImageFolders(tree);
	const { value } = await readSourceList(tree);
	const databases = value?.sources.filter((source) => source.kind === "postgresql") ?? [];
	const report = dictionaryReport({ catalogue, databases, images, glossary, products, requests });
	return { catalogue, images, glossary, report };
}
