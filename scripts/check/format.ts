import { formatIssue } from "../issue/format.ts";
import type { Issue } from "../issue/issue.ts";
import { counted } from "../text/count.ts";
import { onOneLine } from "../text/quote.ts";

/** How issues can be printed: for people, for a GitHub workflow, for programs. */
export type CheckFormat = "text" | "github" | "json";

/** GitHub shows no more annotations of a kind than this for one step. */
const maxAnnotations = 10;

/**
 * The issues as lines in a format, the summary included. The order of the issues is kept.
 *
 * @param notes what is no problem, and should be known all the same
 */
export function formatIssues(
	issues: readonly Issue[],
	format: CheckFormat,
	notes: readonly string[] = [],
): readonly string[] {
	switch (format) {
		case "text":
			return [...issues.map(formatIssue), summary(issues), ...notes.map((note) => `Note: ${onOneLine(note)}`)];
		case "github":
			return [...githubLines(issues), ...notes.map((note) => `::notice::${escapeData(onOneLine(note))}`)];
		case "json":
			return [
				JSON.stringify(
					{
						schemaVersion: 1,
						errors: count(issues, "error"),
						warnings: count(issues, "warning"),
						issues: issues.map(forPrograms),
						notes,
					},
					null,
					"\t",
				),
			];
	}
}

/** `2 errors and 1 warning in 2 files.` */
export function summary(issues: readonly Issue[]): string {
	if (issues.length === 0) return "No problems found.";
	const files = new Set(issues.map(({ file }) => file)).size;
	return `${counted(count(issues, "error"), "error")} and ${counted(count(issues, "warning"), "warning")} in ${counted(files, "file")}.`;
}

/**
 * Workflow commands (GitHub Actions, "Workflow commands", setting an error message), at most ten errors and ten
 * warnings, and every issue in the log.
 */
function githubLines(issues: readonly Issue[]): readonly string[] {
	const shown = (["error", "warning"] as const).flatMap((severity) =>
		issues
			.filter((issue) => issue.severity === severity)
			.slice(0, maxAnnotations)
			.map(annotation),
	);
	const left = issues.length - shown.length;
	const note =
		left === 0
			? []
			: [
					`GitHub shows ${maxAnnotations} errors and ${maxAnnotations} warnings at most; ${left} more are in the list above.`,
				];
	return [...shown, ...issues.map((issue) => logLine(formatIssue(issue))), ...note, summary(issues)];
}

function annotation(issue: Issue): string {
	const { severity, file, line, column, rule, message, fix } = plain(issue);
	const properties = { file, line, col: column, title: rule };
	const written = Object.entries(properties).flatMap(([key, value]) =>
		value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
	);
	return `::${severity} ${written.join(",")}::${escapeData(fix === undefined ? message : `${message}. ${fix}`)}`;
}

/** A line of the log that GitHub takes for text whatever it holds: commands begin with `::` or hold `##[`. */
function logLine(text: string): string {
	return `- ${text.replaceAll("##[", "## [")}`;
}

function escapeData(text: string): string {
	return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
	return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** The issue with all its text on one line and free of control characters: names of files are hostile input too. */
function plain(issue: Issue): Issue {
	return {
		...issue,
		message: onOneLine(issue.message),
		...(issue.file === undefined ? {} : { file: onOneLine(issue.file) }),
		...(issue.fix === undefined ? {} : { fix: onOneLine(issue.fix) }),
	};
}

/** The members of an issue in a fixed order. */
function forPrograms({ file, line, column, severity, rule, path, message, fix }: Issue): unknown {
	return { file, line, column, severity, rule, path, message, fix };
}

function count(issues: readonly Issue[], severity: Issue["severity"]): number {
	return issues.filter((issue) => issue.severity === severity).length;
}
