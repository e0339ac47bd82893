import { type Draft, emptyDraft } from "./draft.ts";

/** Where this browser keeps drafts: one for a new request, one for each amendment. */
function key(amends: string | undefined): string {
	return `hub-draft:${import.meta.env.BASE_URL}${amends === undefined ? "" : `:${amends}`}`;
}

/** The draft that this browser has; undefined if it has none, or one that cannot be read. */
export function readDraft(amends: string | undefined): Draft | undefined {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(key(amends)) ?? "null");
		return isDraft(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Keeps a draft in this browser. Whether the browser did. */
export function keepDraft(draft: Draft, amends: string | undefined): boolean {
	try {
		localStorage.setItem(key(amends), JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

/** Removes a draft from this browser. */
export function discardDraft(amends: string | undefined): void {
	try {
		localStorage.removeItem(key(amends));
	} catch {
		// A browser that is told to keep nothing has nothing to remove.
	}
}

/** Whether a value from storage has the parts of a draft: an older version of the page may have kept others. */
function isDraft(value: unknown): value is Draft {
	const has = (candidate: unknown, model: unknown): boolean =>
		typeof candidate === typeof model &&
		Array.isArray(candidate) === Array.isArray(model) &&
		(typeof model !== "object" ||
			model === null ||
			(candidate !== null &&
				Object.entries(model).every(
					([key, inner]) => key === "months" || has((candidate as Record<string, unknown>)[key], inner),
				)));
	return has(value, emptyDraft());
}
