import { readPages } from "../dictionary/read.ts";
import { printable } from "../document/control-characters.ts";
import { londonDay } from "../document/day.ts";
import { formatIssue } from "../issue/format.ts";
import { hasErrors } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { folderTree } from "../records/tree.ts";
import { type PlannedPage, planPages, type SurveyPlan } from "./plan.ts";
import { readSettings } from "./settings.ts";
import { surveySource } from "./survey.ts";
import { writePages } from "./write.ts";

/**
 * `hub survey [SOURCE] [--check]`: brings the dictionary's facts up to date with the databases, or
 * shows with `check` where the two differ and writes nothing.
 *
 * @throws UserError `drift` if `check` found differences; `incomplete` if a part could not be read,
 * after everything else was surveyed; `invalid`, `usage` or `environment` before anything is written
 */
export async function surveyCommand(options: {
	readonly root: string;
	readonly source?: string | undefined;
	readonly check: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: Date;
	readonly print: (line: string) => void;
}): Promise<void> {
	const { root, check, print } = options;
	const tree = folderTree(root);
	const day = londonDay(options.now);
	const { sources, edges } = await readSettings(tree, options.source, options.env);
	const plans: SurveyPlan[] = [];
	for (const { source, url } of sources) {
		const surveyed = await surveySource(source, url, edges, day);
		const plan = planPages(await readPages(tree, source.id), surveyed, day);
		const issues = [...surveyed.issues, ...plan.issues];
		if (!check) await writePages(root, plan.pages);
		printPlan(plan.pages, source.id, check, print);
		for (const issue of issues) print(formatIssue(issue));
		plans.push({ ...plan, issues });
	}
	if (check && plans.some(({ pages }) => pages.some(({ drift }) => drift.length > 0))) {
		throw new UserError("drift", "The dictionary differs from the database. Run hub survey to bring it up to date.");
	}
	if (plans.some(({ issues }) => hasErrors(issues))) {
		throw new UserError("incomplete", "The survey is incomplete: see the errors above. Everything else was surveyed.");
	}
}

function printPlan(pages: readonly PlannedPage[], source: string, check: boolean, print: (line: string) => void): void {
	const different = pages.filter(({ drift }) => drift.length > 0);
	for (const { table, drift } of different) for (const line of drift) print(`${source}: ${printable(table)}: ${line}`);
	const written = pages.filter(({ text }) => text !== undefined).length;
	const count = `${source}: ${pages.length} ${pages.length === 1 ? "page" : "pages"}`;
	if (check)
		print(`${count}, ${different.length === 0 ? "all as the database is" : `${different.length} with differences`}.`);
	else print(`${count}, ${written === 0 ? "all as they were" : `${written} written`}.`);
}
