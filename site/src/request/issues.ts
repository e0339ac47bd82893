import type { Issue } from "../../../scripts/issue/issue.ts";
import { type DraftPath, isWithin } from "./draft-path.ts";

/** Whether something that people wrote looks like a patient's detail: then nothing may leave the page. */
export function looksLikePatient(issues: readonly Issue[]): boolean {
	return issues.some(({ rule }) => rule === "identifying-text");
}

/** What is wrong with exactly what is filled in at a path, the errors first; not what is wrong with its parts. */
export function issuesAt(issues: readonly Issue[], path: DraftPath): readonly Issue[] {
	const own = issues.filter((issue) => issue.path.length === path.length && isWithin(issue.path, path));
	return own.toSorted((one, other) => Number(other.severity === "error") - Number(one.severity === "error"));
}
