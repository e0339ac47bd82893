import type { CatalogueTable } from "../../dictionary/catalogue.ts";
import { parseEntry } from "../../dictionary/entry.ts";
import { listedTable } from "../../dictionary/listed-table.ts";
import type { LoggedChange } from "../../git/log.ts";
import { readTable } from "../../records/catalogue.ts";
import { findDatabase } from "../../records/listed-sources.ts";
import { sourcesFile } from "../../records/paths.ts";
import { readRecord } from "../../schema/read.ts";
import type { Sensitivity, Source } from "../../schema/types.ts";
import { type DataRule, fieldRule, type Setting, sourceRules } from "./rule.ts";

/** A table whose decisions are asked about, and the path of its page. */
export interface DecidedTable {
	readonly id: string;
	readonly page: string;
}

/** What the records of a source say of some tables, after some commit of a history. */
export interface RecordsSoFar {
	/** Takes in what the next commit changed. */
	take(changes: readonly LoggedChange[]): void;
	/**
	 * What the records say of a rule, as far as one can be stricter than another: of a table no way. Undefined where they
	 * say nothing of it any more; `unreadable` where they cannot be asked.
	 */
	setting(rule: DataRule): Setting | undefined | "unreadable";
	/** The class and owner of a table in the source list. */
	tableSetting(table: string): Setting<"table"> | undefined;
	/** What the survey suggests of a field. */
	suggested(rule: DataRule): Sensitivity | undefined;
	/** Whether the last commit put a table's page where none of this table was before. */
	isMoved(table: string): boolean;
}

/**
 * Follows the source list and the pages of some tables along a history.
 *
 * @param blobs the contents by object name
 */
export function recordsSoFar(
	source: string,
	tables: readonly DecidedTable[],
	blobs: ReadonlyMap<string, Buffer>,
): RecordsSoFar {
	const pages = new Map(tables.map(({ id, page }) => [id, page]));
	const contents = new Map<string, Buffer | undefined>();
	const identities = new Map<string, string>();
	let moved = new Set<string>();
	const list = (): Source | undefined => {
		const bytes = contents.get(sourcesFile);
		return bytes && sourceIn(bytes, source);
	};
	const field = ({ about, id, table = "" }: DataRule) => {
		const path = pages.get(table) ?? "";
		const bytes = contents.get(path);
		const page = about === "field" && bytes !== undefined ? tableIn(bytes, path, source) : undefined;
		return page?.id === table ? page.fields.find((candidate) => candidate.id === id) : undefined;
	};
	return {
		take: (changes) => {
			moved = new Set();
			for (const { path, status, after } of changes) contents.set(path, status === "D" ? undefined : blobs.get(after));
			const changed = new Map(changes.map(({ path, status }) => [path, status]));
			for (const [table, path] of pages) {
				const bytes = changed.has(path) ? contents.get(path) : undefined;
				const identity = bytes && tableIn(bytes, path, source)?.id;
				if (identity === undefined) continue;
				// Another page may have told of this table before, and what it told is not known here.
				if (identity === table && (changed.get(path) === "A" || identities.get(path) !== table)) moved.add(table);
				identities.set(path, identity);
			}
		},
		setting: (rule) => {
			if (rule.about === "field") {
				const found = field(rule);
				return found === undefined || found.metadata.retired !== undefined ? "unreadable" : fieldRule(found)?.value;
			}
			const listed = list();
			if (listed === undefined) return "unreadable";
			if (rule.about === "table") return tableSetting(listed, rule.id);
			return sourceRules(listed).find(({ about }) => about === rule.about)?.value;
		},
		tableSetting: (table) => {
			const listed = list();
			return listed && tableSetting(listed, table);
		},
		suggested: (rule) => field(rule)?.metadata.suggested,
		isMoved: (table) => moved.has(table),
	};
}

function tableSetting(source: Source, table: string): Setting<"table"> | undefined {
	const listed = listedTable(source, table);
	if (listed === undefined) return undefined;
	return { class: listed.class, ...(listed.owner === undefined ? {} : { owner: listed.owner }) };
}

/** Tables and source lists read, for as long as somebody holds their bytes: an audit replays the same history often. */
const tablesRead = new WeakMap<Buffer, CatalogueTable | undefined>();
const listsRead = new WeakMap<Buffer, ReadonlyMap<string, Source | undefined>>();

function tableIn(bytes: Buffer, path: string, source: string): CatalogueTable | undefined {
	if (!tablesRead.has(bytes)) {
		// Of the source list only the id is asked: what it says of the table is read where it stands.
		const [table] = readTable(parseEntry(bytes, path), { id: source, tables: {} }, []);
		tablesRead.set(bytes, table);
	}
	return tablesRead.get(bytes);
}

function sourceIn(bytes: Buffer, source: string): Source | undefined {
	const known = listsRead.get(bytes) ?? new Map<string, Source | undefined>();
	if (!known.has(source)) {
		const { value } = readRecord("sources", bytes, sourcesFile);
		const read = new Map(known).set(source, value && findDatabase(value, source));
		listsRead.set(bytes, read);
		return read.get(source);
	}
	return known.get(source);
}
