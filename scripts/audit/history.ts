import type { FileChange } from "../git/changes.ts";

/** Which content stood at which path, and since when. */
export interface RecordedHistory {
	readonly changes: readonly FileChange[];
	/** The first commit in which this content stood at this path, and its time; undefined if it never did. */
	added(path: string, blob: string): { readonly commit: string; readonly at: Date } | undefined;
}

/** Prepares the changes of a history so that the first commit of any content is found at once. */
export function recordedHistory(changes: readonly FileChange[]): RecordedHistory {
	const first = new Map<string, FileChange>();
	for (const change of changes) {
		const key = `${change.after} ${change.path}`;
		if (change.status !== "D" && !first.has(key)) first.set(key, change);
	}
	return {
		changes,
		added: (path, blob) => {
			const change = first.get(`${blob} ${path}`);
			return change && { commit: change.commit, at: new Date(change.seconds * 1000) };
		},
	};
}
