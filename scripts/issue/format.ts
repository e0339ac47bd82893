import { onOneLine } from "../text/quote.ts";
import type { Issue } from "./issue.ts";

/**
 * One issue as one line of text: `file:line:column severity: what. Fix.`, as editors and terminals
 * make clickable. Free of control characters: names of files are hostile input too.
 */
export function formatIssue(issue: Issue): string {
	const location = [issue.file, issue.line, issue.column].filter((part) => part !== undefined).join(":");
	const what = issue.fix === undefined ? issue.message : `${withFullStop(issue.message)} ${issue.fix}`;
	return onOneLine(`${location === "" ? "" : `${location} `}${issue.severity}: ${what}`);
}

function withFullStop(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
