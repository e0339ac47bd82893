import { error, type Issue } from "../issue/issue.ts";
import { requestPath } from "../records/paths.ts";
import { isRecordId, recordIdRule } from "../schema/record-id.ts";
import { quoted } from "../text/quote.ts";
import { reservedProjects } from "./reserved.ts";

/** The version at the end of the name of terms. */
const termsVersion = /-v[1-9][0-9]*$/;

/** What is wrong with the names of files and folders below `requests/`: each project's folder is its name for good. */
export function checkFolders(paths: readonly string[]): readonly Issue[] {
	const all = new Set(paths);
	const projects = new Set<string>();
	const found: Issue[] = [];
	for (const path of paths) {
		const [, project = "", first = "", name = ""] = path.split("/");
		const report = (message: string, fix?: string) =>
			void found.push({ ...error("folder", [], message, fix), file: path, line: 1, column: 1 });
		if (project === "governance") {
			if (first === "request.yml")
				report("governance is no project: the name is reserved", "Choose another name for the folder.");
			if (first === "agreements" && !(name.endsWith(".yml") && isRecordId(name.slice(0, -4)))) {
				report("an agreement's file is named by its id and .yml", recordIdRule);
			}
			if (first === "terms" && !(name.endsWith(".md") && isTermsName(name.slice(0, -3)))) {
				report("terms are named like data-protection-v1.md");
			}
		} else if (first === "") report("only folders stand here: one for each project, and governance", "Move the file.");
		else if (!projects.has(project)) {
			projects.add(project);
			if (!isRecordId(project)) report(`${quoted(project)} cannot be a project's name`, recordIdRule);
			if (reservedProjects.includes(project))
				report(`${project} is no project: the name is reserved`, "Choose another name for the folder.");
			if (!all.has(requestPath(project)))
				report(
					`the project ${quoted(project)} has no request.yml`,
					"It must be a plain file, not a link. Put it back: what is recorded of a project rests on it.",
				);
		}
	}
	return found;
}

function isTermsName(name: string): boolean {
	return termsVersion.test(name) && isRecordId(name.replace(termsVersion, ""));
}
