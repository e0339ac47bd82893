import type { EntryPage } from "../../dictionary/entry.ts";
import { formatFieldId, formatTableId, type TableName } from "../../dictionary/field-id.ts";
import { pageFileName } from "../../dictionary/file-name.ts";
import {
	describedAlready,
	type FieldRenames,
	isSeededBody,
	renameFields,
	renameSections,
	withoutDocumentation,
} from "../../dictionary/rename.ts";
import { UserError } from "../../issue/user-error.ts";
import { pagesFolder } from "../../records/paths.ts";
import type { DictionaryEntry } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import type { Renames } from "../rename.ts";
import type { SurveyedSource } from "./survey.ts";

/** A source's pages, with people's words under the new names of tables and columns. */
export interface CarriedPages {
	readonly pages: readonly EntryPage[];
	/** What was carried to a page, by its path. */
	readonly carried: ReadonlyMap<string, { readonly lines: readonly string[]; readonly movedFrom?: string }>;
}

/** One page that a rename concerns. */
interface Renamed {
	readonly page: EntryPage & { readonly metadata: DictionaryEntry; readonly body: string };
	readonly found: DictionaryEntry;
	readonly fields: FieldRenames;
}

/**
 * Puts people's words under the new names of tables and columns. Nothing is written; words that
 * stand under a new name already are never replaced.
 *
 * @throws UserError `invalid` saying why a rename cannot be, before anything is written
 */
export function carryDocumentation(
	pages: readonly EntryPage[],
	surveyed: SurveyedSource,
	renames: Renames,
): CarriedPages {
	const problems: string[] = [];
	const concerned = pages.flatMap((page) => findRenamed(page, surveyed, renames, problems));
	const pairs = [...renames.tables, ...renames.fields];
	const met = new Set(
		pages.flatMap(({ metadata }) => (metadata?.source === surveyed.source ? [formatTableId(metadata)] : [])),
	);
	for (const { from } of pairs.filter(({ from }) => !met.has(formatTableId(from)))) {
		problems.push(`The dictionary has no page of ${printable(formatTableId(from))} that can be read.`);
	}
	const results = concerned.map((one) => carryPage(one, pages, concerned, surveyed.source, problems));
	if (problems.length > 0) {
		throw new UserError("invalid", `Nothing was renamed, and nothing written. ${[...new Set(problems)].join(" ")}`);
	}
	const replaced = new Set([...concerned.map(({ page }) => page.path), ...results.map(({ page }) => page.path)]);
	return {
		pages: [...pages.filter(({ path }) => !replaced.has(path)), ...results.map(({ page }) => page)],
		carried: new Map(
			results.map(({ page, lines, movedFrom }) => [page.path, { lines, ...(movedFrom && { movedFrom }) }]),
		),
	};
}

function findRenamed(page: EntryPage, surveyed: SurveyedSource, renames: Renames, problems: string[]): Renamed[] {
	const { metadata, body } = page;
	if (metadata === undefined || body === undefined || metadata.source !== surveyed.source) return [];
	const id = formatTableId(metadata);
	const table = renames.tables.find(({ from }) => formatTableId(from) === id);
	const fields = renames.fields.filter(({ from }) => formatTableId(from) === id);
	if (table === undefined && fields.length === 0) return [];
	const target = formatTableId(table?.to ?? metadata);
	const found = findTable(surveyed, target);
	if (found === undefined) problems.push(`The database has no table ${printable(target)}.`);
	const isTaken = renames.tables.some(({ to }) => formatTableId(to) === id);
	if (table !== undefined && findTable(surveyed, id) !== undefined && !isTaken) {
		problems.push(`${printable(id)} is still in the database.`);
	}
	if (found === undefined) return [];
	const map = new Map(fields.map(({ from, to }) => [from.column, to.column]));
	return [{ page: { ...page, metadata, body }, found, fields: map }];
}

/** The page under its new name, or why that cannot be. */
function carryPage(
	{ page, found, fields }: Renamed,
	pages: readonly EntryPage[],
	concerned: readonly Renamed[],
	source: string,
	problems: string[],
): { page: EntryPage; lines: string[]; movedFrom?: string } {
	const { metadata, body } = page;
	const field = (table: TableName, column: string) => printable(formatFieldId({ ...table, column }));
	const has = (entry: DictionaryEntry, name: string) => entry.fields.some((one) => one.name === name);
	const arriving = new Set(fields.values());
	for (const [from, to] of fields) {
		if (!has(metadata, from)) problems.push(`The dictionary has no field ${field(metadata, from)}.`);
		if (has(found, from) && !arriving.has(from)) problems.push(`${field(metadata, from)} is still in the database.`);
		if (!has(found, to)) problems.push(`The database has no field ${field(found, to)}.`);
	}
	for (const name of withoutDocumentation(body, fields).filter((from) => has(metadata, from)))
		problems.push(`${field(metadata, name)} has no section, so no words to carry.`);
	for (const name of describedAlready(body, metadata, fields)) {
		problems.push(
			`${page.path} already has words about ${field(found, name)}: bring the two sections together by hand.`,
		);
	}
	const isMoving = formatTableId(metadata) !== formatTableId(found);
	const path = isMoving ? newPath(page, found, pages, concerned, source, problems) : page.path;
	const { retired: _, ...living } = renameFields(metadata, fields);
	const lines = [
		...(isMoving ? [`renamed: the words about ${printable(formatTableId(metadata))} are carried to it`] : []),
		...[...fields].map(
			([from, to]) => `field ${printable(to)}: renamed, the words about ${printable(from)} are carried to it`,
		),
	];
	return {
		page: {
			...page,
			path,
			metadata: { ...(isMoving ? living : renameFields(metadata, fields)), schema: found.schema, table: found.table },
			body: renameSections(body, metadata, fields),
		},
		lines,
		...(path === page.path ? {} : { movedFrom: page.path }),
	};
}

/** Where the page of a renamed table belongs: in place of an empty page of the new name, if a survey made one. */
function newPath(
	page: Renamed["page"],
	found: DictionaryEntry,
	pages: readonly EntryPage[],
	concerned: readonly Renamed[],
	source: string,
	problems: string[],
): string {
	const isLeaving = (other: EntryPage) => concerned.some(({ page: { path } }) => path === other.path);
	const own = pages.find(({ metadata }) => metadata !== undefined && formatTableId(metadata) === formatTableId(found));
	if (own?.metadata !== undefined && !isLeaving(own)) {
		if (isSeededBody(own.body ?? "", own.metadata)) return own.path;
		problems.push(
			`${own.path} already has words about ${printable(formatTableId(found))}: bring the two pages together by hand.`,
		);
	}
	const path = pagesFolder(source) + pageFileName(found);
	const isNamed = page.path === pagesFolder(source) + pageFileName(page.metadata);
	return isNamed && !pages.some((other) => other.path === path) ? path : page.path;
}

function findTable({ tables }: SurveyedSource, id: string): DictionaryEntry | undefined {
	return tables.find((table) => formatTableId(table) === id);
}
