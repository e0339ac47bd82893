import { londonDay } from "../document/day.ts";
import { folderTree } from "../git/file-tree.ts";
import { formatIssue } from "../issue/format.ts";
import { error, hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { isDatabase } from "../records/listed-sources.ts";
import { printable } from "../text/control-characters.ts";
import { counted } from "../text/count.ts";
import { isAnyRenamed, parseRenames } from "./rename.ts";
import { type LocatedSource, readSettings } from "./settings.ts";
import type { SurveyPlan } from "./source-kind.ts";
import { kindOf, type ListedSource, surveyOf } from "./source-kinds.ts";
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
 * `hub survey [SOURCE] [--check] [--rename OLD=NEW …]`: brings the dictionary's metadata up to date with
 * its sources, or shows with `check` where the two differ and writes nothing. `rename` carries the
 * words about a table or column to its new name and tells which records still have the old one.
 *
 * @throws UserError `drift` if `check` found differences; `incomplete` if a part could not be read,
 * after everything else was surveyed; `invalid`, `usage` or `environment` before anything is written
 */
export async function surveyCommand(
	options: SurveyOptions & { readonly check: boolean; readonly rename?: readonly string[] },
): Promise<void> {
	const { root, check, print, progress = () => {} } = options;
	const tree = folderTree(root);
	const renames = parseRenames(options.rename ?? []);
	const { sources, edges } = await readSettings(tree, options.source, options.env, isAny);
	if (isAnyRenamed(renames) && sources.filter(({ source }) => isDatabase(source)).length !== 1) {
		throw new UserError("usage", "Name the source in which something was renamed: hub survey SOURCE --rename …");
	}
	const run = { tree, edges, day: londonDay(options.now), renames, check, progress };
	const issues: Issue[] = [];
	let differs = false;
	for await (const outcome of eachSource(sources, progress, (at) => surveyOf(at.source, at.location, run))) {
		const { source, made, issue } = outcome;
		if (made !== undefined) {
			if (!check) await writePages(root, made);
			printPlan(made, kindOf(source).noun, check, print);
			for (const line of made.notes) print(line);
			differs ||= made.pages.some(({ drift }) => drift.length > 0);
		}
		const found = issue === undefined ? (made?.issues ?? []) : [issue];
		for (const each of found) print(formatIssue(each));
		issues.push(...found);
	}
	if (check && differs) {
		throw new UserError("drift", "The dictionary differs from its sources. Run hub survey to bring it up to date.");
	}
	if (hasErrors(issues)) throw incomplete();
}

/** Every source counts for a survey. */
function isAny(_source: ListedSource): _source is ListedSource {
	return true;
}

/** What came of one source: what was made of it, or why nothing was. */
export interface SourceOutcome<S extends ListedSource, T> {
	readonly source: S;
	readonly made?: T;
	readonly issue?: Issue;
}

/**
 * Works on one source after the other, and says on the way how far it is. Where there are several,
 * one that cannot be reached does not stop the others.
 */
export async function* eachSource<S extends ListedSource, T>(
	sources: readonly LocatedSource<S>[],
	progress: (line: string) => void,
	work: (at: LocatedSource<S>) => Promise<T>,
): AsyncGenerator<SourceOutcome<S, T>> {
	for (const [at, located] of sources.entries()) {
		const { source } = located;
		progress(`${source.id}: reading ${kindOf(source).reads} (source ${at + 1} of ${sources.length})`);
		try {
			yield { source, made: await work(located) };
		} catch (failure) {
			if (!(failure instanceof UserError) || sources.length === 1) throw failure;
			const message = failure.message.startsWith(`${source.id}: `)
				? failure.message
				: `${source.id}: ${failure.message}`;
			yield { source, issue: error("survey", [], message) };
		}
	}
}

/** The error with which a survey ends that could not see everything. */
export function incomplete(): UserError {
	return new UserError("incomplete", "The survey is incomplete: see the errors above. Everything else was surveyed.");
}

function printPlan({ source, pages }: SurveyPlan, noun: string, check: boolean, print: (line: string) => void): void {
	const different = pages.filter(({ drift }) => drift.length > 0);
	for (const { table, drift } of different) for (const line of drift) print(`${source}: ${printable(table)}: ${line}`);
	const written = pages.filter(({ text }) => text !== undefined).length;
	const count = `${source}: ${counted(pages.length, "page")}`;
	if (check)
		print(`${count}, ${different.length === 0 ? `all as the ${noun} is` : `${different.length} with differences`}.`);
	else print(`${count}, ${written === 0 ? "all as they were" : `${written} written`}.`);
}
