import { type EntryPage, formatEntry } from "../../dictionary/entry.ts";
import { formatTableId } from "../../dictionary/field-id.ts";
import { pageFileName } from "../../dictionary/file-name.ts";
import { appendSections, fieldsWithoutSection, seedBody } from "../../dictionary/seed.ts";
import { error, type Issue, warning } from "../../issue/issue.ts";
import { pagesFolder } from "../../records/paths.ts";
import type { DictionaryEntry } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import type { PlannedPage, SurveyPlan } from "../source-kind.ts";
import type { CarriedPages } from "./carry.ts";
import { describeDrift } from "./drift.ts";
import { guessFieldRenames, guessTableRenames } from "./guess.ts";
import { mergeMetadata, retireMetadata } from "./merge.ts";
import type { SurveyedSource } from "./survey.ts";

/**
 * Brings the metadata of a survey together with the pages there are. The words on a page stay as they
 * are; sections for new fields go to its end.
 *
 * @param day the day of the survey
 * @param carried what {@link carryDocumentation} has put under new names on these pages
 */
export function planPages(
	pages: readonly EntryPage[],
	surveyed: SurveyedSource,
	day: string,
	carried: CarriedPages["carried"] = new Map(),
): Omit<SurveyPlan, "notes"> {
	const { source, tables } = surveyed;
	const planned: PlannedPage[] = [];
	const issues: Issue[] = [];
	const used = new Set<EntryPage>();
	const byTable = Map.groupBy(pages, ({ metadata }) =>
		metadata?.source === source ? formatTableId(metadata) : undefined,
	);
	const byPath = Map.groupBy(pages, ({ path }) => path);
	const described = (found: DictionaryEntry) => byTable.get(formatTableId(found)) ?? [];
	for (const found of tables) {
		const path = pagesFolder(source) + pageFileName(found);
		const own = described(found);
		const [page, second] = own.length > 0 ? own : (byPath.get(path) ?? []);
		if (page !== undefined) for (const one of own.length > 0 ? own : [page]) used.add(one);
		const problem = findProblem(page, second, found);
		issues.push(...problem);
		if (problem.length > 0) continue;
		const next = planPage(
			page,
			found,
			path,
			surveyed.closed.has(formatTableId(found)),
			page !== undefined && carried.has(page.path),
		);
		planned.push(withCarried(next.page, carried));
		issues.push(...next.issues);
	}
	const leftover = pages.filter((page) => !used.has(page));
	const guesses = guessTableRenames(
		leftover.flatMap(({ metadata }) => (metadata === undefined || metadata.retired !== undefined ? [] : [metadata])),
		tables.filter((found) => described(found).length === 0),
	);
	for (const page of leftover) {
		const next = planLeftover(page, surveyed, day, guesses);
		planned.push(...next.pages);
		issues.push(...next.issues);
	}
	return { source, pages: planned, issues };
}

function withCarried(page: PlannedPage, carried: CarriedPages["carried"]): PlannedPage {
	const { lines = [], movedFrom } = carried.get(page.path) ?? {};
	return lines.length === 0 ? page : { ...page, ...(movedFrom && { movedFrom }), drift: [...lines, ...page.drift] };
}

function describes({ metadata }: EntryPage, { source, schema, table }: DictionaryEntry): boolean {
	return metadata?.source === source && metadata.schema === schema && metadata.table === table;
}

/** Why the page at a table's place cannot be brought up to date; nothing if it can, or there is none. */
function findProblem(page: EntryPage | undefined, second: EntryPage | undefined, found: DictionaryEntry): Issue[] {
	const id = printable(formatTableId(found));
	if (page === undefined) return [];
	if (second !== undefined)
		return [at(second, error("survey", [], `another page describes ${id} too`, "Keep one of the two."))];
	if (page.body === undefined || (page.metadata === undefined && !page.unsurveyed)) return unreadable(page);
	if (page.unsurveyed || describes(page, found)) return [];
	const message = `the page says it describes another table, at the place of ${id}`;
	return [
		at(page, error("survey", ["table"], message, "Give the file another name, or restore its front matter from git.")),
	];
}

function planPage(
	page: EntryPage | undefined,
	found: DictionaryEntry,
	path: string,
	closed: boolean,
	isCarried: boolean,
): { page: PlannedPage; issues: Issue[] } {
	const table = formatTableId(found);
	if (page?.body === undefined) {
		const drift = ["new in the database: it has no page"];
		return { page: { table, path, text: formatEntry(found, seedBody(found)), drift }, issues: [] };
	}
	const { metadata: before, body } = page;
	const metadata = before === undefined ? found : mergeMetadata(before, found, closed);
	const missing = fieldsWithoutSection(body, metadata);
	const longer = appendSections(body, missing);
	const unclosed = warning(
		"survey",
		[],
		`${missing.length} fields have no section and none can be added`,
		"Somewhere on the page code or an HTML comment begins and does not end: close it and survey again.",
	);
	// Words that were there before the first survey begin below a blank line.
	const gap = before === undefined && !/^[\r\n\uFEFF]/.test(body) ? "\n" : "";
	const changed = isCarried || metadata !== before || (longer ?? body) !== body;
	const old = missing.filter(({ name }) => before?.fields.some((field) => field.name === name));
	const drift = [
		...(before === undefined ? ["its page has not been surveyed"] : describeDrift(before, metadata)),
		...(before === undefined ? [] : guessFieldRenames(before, found)),
		...old.map(({ name }) => `field ${printable(name)} has no section on the page`),
	];
	return {
		page: {
			table,
			path: page.path,
			drift,
			...(changed ? { text: formatEntry(metadata, gap + (longer ?? body)) } : {}),
		},
		issues: longer === undefined ? [at(page, unclosed)] : [],
	};
}

/** A page that no table of the survey has: its table is gone, or it never had one. */
function planLeftover(
	page: EntryPage,
	surveyed: SurveyedSource,
	day: string,
	guesses: ReadonlyMap<string, string>,
): { pages: PlannedPage[]; issues: Issue[] } {
	const { metadata: before, body, path } = page;
	if (page.unsurveyed) {
		const message = "the page has no front matter, and no table belongs at this file name";
		return { pages: [], issues: [at(page, warning("survey", [], message, "Rename it like its table, or remove it."))] };
	}
	if (before === undefined || body === undefined) return { pages: [], issues: unreadable(page) };
	if (before.source !== surveyed.source) {
		const message = `the page belongs to another source than ${surveyed.source}`;
		return { pages: [], issues: [at(page, error("survey", ["source"], message, "Move it to that source's folder."))] };
	}
	if (surveyed.absentSchemas.has(before.schema)) return { pages: [], issues: [] };
	const table = formatTableId(before);
	const metadata = retireMetadata(before, day);
	if (metadata === before) return { pages: [{ table, path, drift: [] }], issues: [] };
	const why = surveyed.leftOut.get(table);
	const drift = why === undefined ? describeDrift(before, metadata) : [`left out by rule: it is ${why}`];
	const guess = guesses.get(table);
	if (guess !== undefined) drift.push(guess);
	return { pages: [{ table, path, drift, text: formatEntry(metadata, body) }], issues: [] };
}

function unreadable(page: EntryPage): Issue[] {
	const fix =
		page.body === undefined
			? "Mend it, or restore it from git, and survey again. It was left as it is."
			: "Restore the page's front matter from git, or remove it whole, and survey again. The page was left as it is.";
	const what = page.body === undefined ? "the page" : "the front matter";
	return [...page.issues, at(page, error("survey", [], `${what} cannot be read`, fix))];
}

function at(page: EntryPage, issue: Issue): Issue {
	return { ...issue, file: page.path, line: 1 };
}
