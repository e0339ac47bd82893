import { folderTree } from "../git/file-tree.ts";
import { formatIssue } from "../issue/format.ts";
import { hasErrors, type Issue } from "../issue/issue.ts";
import { incomplete, type SurveyOptions, surveyEach } from "./command.ts";
import { proposeForSource } from "./propose.ts";
import { readSettings } from "./settings.ts";

/**
 * `hub survey [SOURCE] --propose`: prints what a person may add to `dictionary/sources.yml`: links
 * that the databases do not declare, and what their tables may be to a patient. Writes nothing.
 *
 * @throws UserError `incomplete` if a part could not be read, after everything else; `invalid`,
 * `usage` or `environment` as the survey itself
 */
export async function proposeCommand(options: SurveyOptions): Promise<void> {
	const settings = await readSettings(folderTree(options.root), options.source, options.env, "databases");
	const issues: Issue[] = [];
	for await (const outcome of surveyEach(settings, options)) {
		if ("issue" in outcome) issues.push(outcome.issue);
		else {
			const { source } = settings.sources.find(({ source: { id } }) => id === outcome.source) ?? {};
			if (source !== undefined) for (const line of proposeForSource(outcome.tables, source)) options.print(line);
			issues.push(...outcome.issues);
		}
	}
	const { progress = options.print } = options;
	for (const issue of issues) progress(formatIssue(issue));
	if (hasErrors(issues)) throw incomplete();
}
