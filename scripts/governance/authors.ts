import { readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import { requestPath } from "../records/paths.ts";
import type { PeopleList, Person } from "../schema/types.ts";

/** One commit that wrote or changed requests. */
export interface Authorship {
	readonly commit: string;
	/** The names under which git knows its author and co-authors. */
	readonly names: readonly string[];
	/** The requests' paths. */
	readonly paths: readonly string[];
}

/**
 * The names under which git knows the authors and co-authors of every version of a project's request that is part of
 * a commit's history. Whoever only merged a version is no author, unless the merge itself changed the text.
 */
export async function requestAuthors(repo: Repository, commit: string, project: string): Promise<readonly string[]> {
	const authorship = await authorsOf(repo, commit, requestPath(project));
	return [...new Set(authorship.flatMap(({ names }) => names))].sort();
}

/**
 * Who wrote every version of every request that is part of a commit's history, for all projects together. For one
 * project the names are those that {@link requestAuthors} gives.
 */
export function allRequestAuthors(repo: Repository, commit: string): Promise<readonly Authorship[]> {
	return authorsOf(repo, commit, `:(glob)${requestPath("*")}`);
}

async function authorsOf(repo: Repository, commit: string, requests: string): Promise<readonly Authorship[]> {
	// With -c a merge counts as a change only of files that differ from all its parents.
	const logs = await Promise.all([
		readLog(repo, commit, ["--full-history", "--no-merges"], [requests]),
		readLog(repo, commit, ["--full-history", "--merges", "-c"], [requests]),
	]);
	return logs.flat().flatMap((logged) => {
		const names = [logged.author, ...logged.coAuthors].map((name) => name.replace(/<[^>]*>\s*$/, "").trim());
		const paths = logged.changes.map(({ path }) => path);
		const known = [...new Set(names.filter((name) => name !== ""))].sort();
		return paths.length === 0 ? [] : [{ commit: logged.commit, names: known, paths }];
	});
}

/** The people whom any of these git names may stand for. */
export function peopleNamed(names: readonly string[], people: PeopleList): readonly Person[] {
	const wanted = new Set(names.map(plain));
	return people.people.filter(({ name, gitNames }) =>
		[name, ...(gitNames ?? [])].some((own) => wanted.has(plain(own))),
	);
}

/** A name without differences in capitals, spaces and forms of the same character. */
function plain(name: string): string {
	return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
