import { londonDay } from "../document/day.ts";
import { folderTree } from "../git/file-tree.ts";
import { formatIssue } from "../issue/format.ts";
import { error, hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { readPages } from "../records/catalogue.ts";
import { printable } from "../text/control-characters.ts";
import { counted } from "../text/count.ts";
import { carryWords } from "./carry.ts";
import { surveyImages } from "./images/survey.ts";
import { describeNewSuggestions } from "./new-suggestions.ts";
import { describeOldNames, findOldNames } from "./old-names.ts";
import { type PlannedPage, planPages, type SurveyPlan } from "./plan.ts";
import { parseRenames, type Renames } from "./rename.ts";
import { readSettings, type SurveySettings } from "./settings.ts";
import { type SurveyedSource, surveySource } from "./survey.ts";
import { writePages } from "./write.ts";

/** What both commands of a survey need. */
export interface SurveyOptions {
	readonly root: string;
	readonly source?: string | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: Date;
	readonly print: (line: string) => void;
	readonly progress?: (line: string) => void;
}

/**
 * `hub survey [SOURCE] [--check] [--rename OLD=NEW …]`: brings the dictionary's facts up to date with
 * the databases and image folders, or shows with `check` where the two differ and writes nothing. `rename` carries the
 * words about a table or column to its new name and tells which records still have the old one.
 *
 * @throws UserError `drift` if `check` found differences; `incomplete` if a part could not be read,
 * after everything else was surveyed; `invalid`, `usage` or `environment` before anything is written
 */
export async function surveyCommand(
	options: SurveyOptions & { readonly check: boolean; readonly rename?: readonly string[] },
): Promise<void> {
	const { root, check, print } = options;
	const tree = folderTree(root);
	const renames = parseRenames(options.rename ?? []);
	const settings = await readSettings(tree, options.source, options.env);
	if (isAny(renames) && settings.sources.length !== 1) {
		throw new UserError("usage", "Name the source in which something was renamed: hub survey SOURCE --rename …");
	}
	const issues: Issue[] = [];
	let differs = false;
	const finish = async (
		plan: SurveyPlan,
		kind: "database" | "folder",
		found: readonly Issue[],
		more: readonly string[] = [],
	) => {
		if (!check) await writePages(root, plan);
		printPlan(plan.pages, plan.source, kind, check, print);
		for (const line of more) print(line);
		for (const issue of found) print(formatIssue(issue));
		issues.push(...found);
		differs ||= plan.pages.some(({ drift }) => drift.length > 0);
	};
	for await (const outcome of surveyEach(settings, options)) {
		if ("issue" in outcome) {
			issues.push(outcome.issue);
			print(formatIssue(outcome.issue));
			continue;
		}
		const { source } = outcome;
		const standing = await readPages(tree, source);
		const { pages, carried } = isAny(renames)
			? carryWords(standing, outcome, renames)
			: { pages: standing, carried: new Map() };
		const plan = planPages(pages, outcome, londonDay(options.now), carried);
		const more = [
			...(check ? [] : describeNewSuggestions(pages, outcome)),
			...(isAny(renames) ? describeOldNames(await findOldNames(tree, source, renames)) : []),
		];
		await finish(plan, "database", [...outcome.issues, ...plan.issues], more);
	}
	for (const { source, folder } of settings.imageFolders) {
		const day = londonDay(options.now);
		const plan = await surveyImages(tree, source, folder, settings.edges, day, options.progress);
		await finish(plan, "folder", plan.issues);
	}
	if (check && differs) {
		throw new UserError("drift", "The dictionary differs from its sources. Run hub survey to bring it up to date.");
	}
	if (hasErrors(issues)) throw incomplete();
}

/**
 * Surveys one source after the other, and says on the way how far it is. Where there are several,
 * one that cannot be reached does not stop the others.
 */
export async function* surveyEach(
	{ sources, imageFolders, edges }: SurveySettings,
	{ now, progress = () => {} }: SurveyOptions,
): AsyncGenerator<SurveyedSource | { readonly issue: Issue }> {
	for (const [at, { source, url }] of sources.entries()) {
		progress(`${source.id}: reading the catalogue (source ${at + 1} of ${sources.length})`);
		try {
			const surveyed = await surveySource(source, url, edges, londonDay(now));
			const fields = surveyed.tables.reduce((sum, table) => sum + table.fields.length, 0);
			progress(`${source.id}: found ${surveyed.tables.length} tables with ${fields} fields`);
			yield surveyed;
		} catch (failure) {
			if (!(failure instanceof UserError) || sources.length + imageFolders.length === 1) throw failure;
			const message = failure.message.startsWith(`${source.id}: `)
				? failure.message
				: `${source.id}: ${failure.message}`;
			yield { issue: error("survey", [], message) };
		}
	}
}

/** The error with which a survey ends that could not see everything. */
export function incomplete(): UserError {
	return new UserError("incomplete", "The survey is incomplete: see the errors above. Everything else was surveyed.");
}

function isAny({ tables, fields }: Renames): boolean {
	return tables.length + fields.length > 0;
}

function printPlan(
	pages: readonly PlannedPage[],
	source: string,
	kind: "database" | "folder",
	check: boolean,
	print: (line: string) => void,
): void {
	const different = pages.filter(({ drift }) => drift.length > 0);
	for (const { table, drift } of different) for (const line of drift) print(`${source}: ${printable(table)}: ${line}`);
	const written = pages.filter(({ text }) => text !== undefined).length;
	const count = `${source}: ${counted(pages.length, "page")}`;
	if (check)
		print(`${count}, ${different.length === 0 ? `all as the ${kind} is` : `${different.length} with differences`}.`);
	else print(`${count}, ${written === 0 ? "all as they were" : `${written} written`}.`);
}
