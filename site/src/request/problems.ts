import type { CheckContext } from "../../../scripts/check/context.ts";
import { judge } from "../../../scripts/check/judge.ts";
import { checkRequest } from "../../../scripts/check/request.ts";
import { reservedProjects } from "../../../scripts/check/reserved.ts";
import { error, type Issue } from "../../../scripts/issue/issue.ts";
import { requestConditions } from "../../../scripts/request/condition.ts";
import { isRecordId, recordIdRule } from "../../../scripts/schema/record-id.ts";
import type { SharingRequest } from "../../../scripts/schema/types.ts";
import { validateRequest } from "../../../scripts/schema/validate.ts";
import { findIdentifying } from "../../../scripts/text/identifying.ts";
import { type Draft, finished } from "./draft.ts";
import { isWithin, projectPath } from "./draft-path.ts";
import { adviseOnFile, adviseOnRule } from "./form-advice.ts";

/**
 * Everything that `hub check` would say of a draft as it stands: what the validators find and what the rules find.
 * Where the validators have something against a value, the rules' findings about it are left out.
 *
 * @param taken the projects there are, whose names are theirs; without the one that is being amended
 */
export function findProblems(draft: Draft, context: CheckContext, taken: readonly string[]): readonly Issue[] {
	const request = finished(draft);
	const form = validateRequest(request);
	const found =
		form.length === 0
			? judge(request, context)
			: checkRequest(request, context).filter(({ path }) => !form.some((issue) => isWithin(path, issue.path)));
	const formIssues = [...form, ...emptyValues(request)].flatMap((issue) => adviseOnFile(issue, request));
	return [...checkProject(draft.project, taken), ...formIssues, ...found.map(adviseOnRule)];
}

/** Comparisons with nothing: a file may mean the empty text by that, a form has only not been filled in. */
function emptyValues(request: SharingRequest): readonly Issue[] {
	return requestConditions(request).flatMap(({ condition, path }) =>
		(["is", "not"] as const)
			.filter((operator) => condition[operator] === "")
			.map((operator) => error("form", [...path, operator], "")),
	);
}

/** What the name of a project's folder must be. */
export function checkProject(project: string, taken: readonly string[]): readonly Issue[] {
	const wrong = (message: string, fix?: string, rule = "folder") => [error(rule, projectPath, message, fix)];
	if (project === "") return wrong("the project has no short name yet", recordIdRule);
	if (findIdentifying(project).length > 0)
		return wrong("this looks like a patient’s detail", "Choose another name.", "identifying-text");
	if (!isRecordId(project)) return wrong("this cannot be a project’s short name", recordIdRule);
	if (reservedProjects.includes(project)) return wrong("this name is reserved", "Choose another.");
	return taken.includes(project) ? wrong("a project of this name exists", "Choose another, or amend that one.") : [];
}
