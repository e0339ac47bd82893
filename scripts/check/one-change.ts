import { error, type Issue } from "../issue/issue.ts";
import { decisionAt } from "../records/decision-paths.ts";
import { projectAt, projectFolder } from "../records/paths.ts";

/**
 * Checks that a proposal which changes one project's folder changes nothing else: among a request's fields, whoever
 * reads them could overlook a rule that the same proposal weakens.
 *
 * @param paths what the proposal changes, against its merge base
 * @returns at most one issue for each project, at the first file that it changes there
 */
export function checkOneChange(paths: readonly string[]): readonly Issue[] {
	const byProject = Map.groupBy(paths, projectOf);
	return [...byProject].flatMap(([project, own]): Issue[] => {
		// A signature decides nothing that the records do not say, and the request rests on it.
		const others = paths.filter((path) => !own.includes(path) && decisionAt(path) === undefined);
		const [first] = others;
		if (project === undefined || first === undefined) return [];
		const more = others.length === 1 ? "" : ` and ${others.length - 1} more`;
		const message = `${projectFolder(project)} is changed together with ${first}${more}`;
		const fix =
			"A change of one project's folder changes nothing else: propose what it rests on first, on a branch of its own.";
		return [{ ...error("one-change", [], message, fix), file: own[0] ?? "", line: 1, column: 1 }];
	});
}

/** The project in whose folder a path lies; the governance is none. */
function projectOf(path: string): string | undefined {
	const project = projectAt(path);
	return project === "governance" ? undefined : project;
}
