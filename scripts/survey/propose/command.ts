import { londonDay } from "../../document/day.ts";
import { folderTree } from "../../git/file-tree.ts";
import { formatIssue } from "../../issue/format.ts";
import { hasErrors, type Issue } from "../../issue/issue.ts";
import { isDatabase } from "../../records/listed-sources.ts";
import { eachSource, incomplete, type SurveyOptions } from "../command.ts";
import { surveySource } from "../postgresql/survey.ts";
import { readSettings } from "../settings.ts";
import { proposeForSource } from "./propose.ts";

/**
 * `hub survey [SOURCE] --propose`: prints what a person may add to `dictionary/sources.yml`: links
 * that the databases do not declare, what their tables may be to a patient, and where patients' consent and objections
 * may be recorded. Writes nothing.
 *
 * @throws UserError `incomplete` if a part could not be read, after everything else; `invalid`,
 * `usage` or `environment` as the survey itself
 */
export async function proposeCommand(options: SurveyOptions): Promise<void> {
	const { print, progress = print } = options;
	const { sources, edges } = await readSettings(folderTree(options.root), options.source, options.env, isDatabase);
	const day = londonDay(options.now);
	const issues: Issue[] = [];
	const survey = eachSource(sources, options.progress ?? (() => {}), ({ source, location }) =>
		surveySource(source, location, edges, day),
	);
	for await (const { source, made, issue } of survey) {
		if (made !== undefined) for (const line of proposeForSource(made.tables, source)) print(line);
		issues.push(...(issue === undefined ? (made?.issues ?? []) : [issue]));
	}
	for (const issue of issues) progress(formatIssue(issue));
	if (hasErrors(issues)) throw incomplete();
}
