import type { Issue } from "../../../scripts/issue/issue.ts";
import { isWithin, type Place } from "./place.ts";

/** Whether something that people wrote looks like a patient's detail: then nothing may leave the page. */
export function looksLikePatient(issues: readonly Issue[]): boolean {
	return issues.some(({ rule }) => rule === "identifying-text");
}

/** What is wrong with exactly what is filled in at a place, the errors first; not what is wrong with its parts. */
export function issuesAt(issues: readonly Issue[], place: Place): readonly Issue[] {
	const own = issues.filter(({ path }) => path.length === place.length && isWithin(path, place));
	return own.toSorted((one, other) => Number(other.severity === "error") - Number(one.severity === "error"));
}
