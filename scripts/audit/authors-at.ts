import type { Repository } from "../git/repository.ts";
import { allRequestAuthors } from "../governance/authors.ts";
import { requestPath } from "../records/paths.ts";

/**
 * Who wrote a project's request, up to each commit of the main line, from one reading of the history.
 *
 * @param mainLine the first-parent history of `head`, oldest first
 * @returns undefined for a commit that is not on it
 */
export async function authorsAt(
	repo: Repository,
	head: string,
	mainLine: readonly string[],
): Promise<(commit: string, project: string) => readonly string[] | undefined> {
	const position = new Map(mainLine.map((commit, at) => [commit, at]));
	const byPath = new Map<string, { readonly at: number; readonly names: readonly string[] }[]>();
	for (const { names, path, since } of await allRequestAuthors(repo, head)) {
		if (since === undefined) continue;
		const at = position.get(since) ?? 0;
		byPath.set(path, [...(byPath.get(path) ?? []), { at, names }]);
	}
	return (commit, project) => {
		const now = position.get(commit);
		if (now === undefined) return undefined;
		const until = (byPath.get(requestPath(project)) ?? []).filter(({ at }) => at <= now);
		return [...new Set(until.flatMap(({ names }) => names))].sort();
	};
}
