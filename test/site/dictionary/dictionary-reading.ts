import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { formatEntry } from "../../../scripts/dictionary/entry.ts";
import { pageFileName } from "../../../scripts/dictionary/file-name.ts";
import { headingLine } from "../../../scripts/dictionary/sections.ts";
import type { DictionaryEntry, FieldMetadata, Source, TableClass } from "../../../scripts/schema/types.ts";
import type { Audience } from "../../../scripts/site/audience/level.ts";
import { readSite, type SiteReading } from "../../../scripts/site/reading/reading.ts";
import { makeKeys, recordFiles } from "../../support/records.ts";
import { commit, makeRepository } from "../../support/repository.ts";

/** A table to make: its metadata where they differ from the usual, and people's words. */
export interface MadeTable extends Partial<Omit<DictionaryEntry, "fields">> {
	readonly table: string;
	readonly title?: string;
	readonly words?: string;
	/** What the source list says of it. */
	readonly listed?: TableClass;
	/** By name: metadata, and what stands below the heading. */
	readonly fields: Readonly<Record<string, Partial<FieldMetadata> & { readonly words?: string }>>;
}

/** A records repository of the source `hampton` with these tables and further files; its owner is Pathology. */
export function dictionaryRepository(
	folder: string,
	tables: readonly MadeTable[],
	{
		source = {},
		files = {},
	}: { readonly source?: Partial<Source>; readonly files?: Readonly<Record<string, string>> } = {},
): string {
	const root = makeRepository(mkdtempSync(join(folder, "records-")));
	const given = recordFiles(makeKeys(join(root, ".git/keys")));
	const policy = parse(given["requests/governance/policy.yml"] ?? "");
	const list = parse(given["dictionary/sources.yml"] ?? "");
	const names = tables.map((table) => ({ schema: table.schema ?? "clinical", table: table.table }));
	Object.assign(list.sources[0], source);
	for (const [at, { listed }] of tables.entries()) {
		const { schema, table } = names[at] ?? { schema: "", table: "" };
		const id = [schema, table].map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
		list.sources[0].tables[id] = listed ?? { class: "reference", owner: "Pathology", path: undefined };
	}
	const pages = tables.map((table, at) => [
		`dictionary/sources/hampton/${pageFileName(names[at] ?? { schema: "", table: "" })}`,
		page(table),
	]);
	commit(root, {
		...given,
		...Object.fromEntries(pages),
		"dictionary/sources.yml": stringify(list),
		"requests/governance/policy.yml": stringify({
			...policy,
			publication: { publicSources: ["hampton"], contact: "Data team" },
		}),
		...files,
	});
	return root;
}

/** What the site of a repository is made from. */
export function readingOf(root: string, audience: Audience = "internal", base = "/"): Promise<SiteReading> {
	return readSite({ root, audience, base, now: new Date("2026-03-02T12:00:00Z") });
}

function page({ title, words = "", fields, listed: _listed, ...metadata }: MadeTable): string {
	const entry: DictionaryEntry = {
		schemaVersion: 1,
		source: "hampton",
		schema: "clinical",
		kind: "table",
		surveyed: "2026-01-05",
		rows: "10 to 99",
		key: [],
		...metadata,
		fields: Object.entries(fields).map(([name, { words: _words, ...own }]) => ({
			name,
			type: "text",
			nullable: true,
			...own,
		})),
	};
	const sections = Object.entries(fields).map(([name, field]) => `${headingLine(name)}\n\n${field.words ?? ""}\n`);
	return formatEntry(entry, `\n# ${title ?? metadata.table}\n\n${words}\n\n${sections.join("\n")}`);
}
