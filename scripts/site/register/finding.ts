import type { Issue } from "../../issue/issue.ts";
import { onOneLine } from "../../text/quote.ts";

/** Something that does not verify, for a page: where, what, and what to do. */
export interface Finding {
	readonly severity: Issue["severity"];
	readonly file: string;
	readonly message: string;
	readonly fix: string;
}

/** A finding as the pages show it. */
export function finding({ severity, file, message, fix }: Issue): Finding {
	return { severity, file: onOneLine(file ?? ""), message: onOneLine(message), fix: onOneLine(fix ?? "") };
}

/** What is wrong with a record and what to do about it, in one sentence or two, without its place. */
export function describeIssue({ message, fix }: Issue): string {
	const what = /[.!?]$/.test(message) ? message : `${message}.`;
	return onOneLine(fix === undefined ? what : `${what} ${fix}`);
}
