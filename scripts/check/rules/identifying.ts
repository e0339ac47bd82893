import type { Issue } from "../../issue/issue.ts";
import { findIdentifying, type IdentifyingKind } from "../../text/identifying.ts";
import { withArticle } from "../../text/with-article.ts";
import { broken, type Rule } from "../rule.ts";

/**
 * Nothing that people write in a request looks like a patient's detail: every text of it and every key is looked at.
 * The place is reported, never the text. Digests are passed over, since they hold digits like an NHS number's by chance.
 */
export const checkIdentifyingText: Rule = (request) =>
	textsIn(request, []).flatMap(({ text, path }) => findings(text, path));

const hints: Partial<Record<IdentifyingKind, string>> = { "date of birth": " Write other days as year-month-day." };

function findings(text: string, path: Issue["path"]): readonly Issue[] {
	const byKind = new Map<IdentifyingKind, number>();
	for (const { kind } of findIdentifying(text)) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
	return [...byKind].map(([kind, count]) => {
		const what =
			count === 1
				? `something here looks like ${withArticle(kind)}`
				: `${count} things here look like ${withArticle(kind)}`;
		const fix = `Requests are kept for ever: remove it, and tell the data custodian if it was a patient's.${hints[kind] ?? ""}`;
		return broken("identifying-text", path, what, fix);
	});
}

function textsIn(value: unknown, path: Issue["path"]): readonly { text: string; path: Issue["path"] }[] {
	if (typeof value === "number") return [{ text: String(value), path }];
	if (typeof value === "string") return path.at(-1) === "sha256" ? [] : [{ text: value, path }];
	if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => [
		{ text: key, path: [...path, key] },
		...textsIn(item, [...path, key]),
	]);
}
