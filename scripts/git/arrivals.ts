import type { Repository } from "./repository.ts";

/**
 * For every commit of a history, the commit of its main line, the line of first parents, with which it became part of
 * that line. A commit of the line itself came with itself.
 */
export async function arrivals(repo: Repository, head: string): Promise<ReadonlyMap<string, string>> {
	const listed = (await repo.raw(["rev-list", "--parents", head])).trim().split("\n");
	const parents = new Map(listed.map((text) => text.split(" ")).map(([commit = "", ...rest]) => [commit, rest]));
	// The history is listed from its newest commit on, however that was named.
	const [newest] = parents.keys();
	const line: string[] = [];
	for (let at: string | undefined = newest; at !== undefined; at = parents.get(at)?.[0]) line.push(at);
	const found = new Map<string, string>();
	for (const arrival of line.reverse()) {
		const waiting = [arrival];
		for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
			if (found.has(commit)) continue;
			found.set(commit, arrival);
			waiting.push(...(parents.get(commit) ?? []));
		}
	}
	return found;
}
